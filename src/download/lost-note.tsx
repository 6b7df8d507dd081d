import { useMemo } from 'react'
import css from './take-away.module.css'
import { lostWhenWritten } from '../glb/unknown-extensions.ts'

/** Says, before anything is saved, what a file written anew would lose. */
export function LostNote({ bytes }: { readonly bytes: Uint8Array }) {
  const names = useMemo(() => lostWhenWritten(bytes), [bytes])
  if (names.length === 0) return null
  return (
    <p
      className={css.note}
    >{`What the file says in ${names.join(', ')} refers to its data by numbers that change when it is written anew. Only the GLB as it came keeps that.`}</p>
  )
}
