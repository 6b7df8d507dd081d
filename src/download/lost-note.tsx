import { useMemo } from 'react'
import css from '../result/result-panel.module.css'
import { lostWhenWritten } from '../glb/unknown-extensions.ts'

/** Says before anything is saved what of a file only the file itself can hold. */
export function LostNote({ bytes }: { readonly bytes: Uint8Array }) {
  const names = useMemo(() => lostWhenWritten(bytes), [bytes])
  if (names.length === 0) return null
  return (
    <p
      className={css.facts}
    >{`The file says things in ${names.join(', ')} that point into data which are numbered anew when it is written. Only the GLB as it came keeps ${names.length > 1 ? 'them' : 'it'}.`}</p>
  )
}
