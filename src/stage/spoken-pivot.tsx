import { useEffect, useState } from 'react'
import { spokenPivot } from './lattice.ts'
import type { SceneSource } from './scene.ts'
import css from './stage.module.css'

/** Without a pause a drag would be announced a hundred times a second. */
const REST_MS = 250

/** Tells a screen reader where the pivot is, once it has come to rest. */
export function SpokenPivot({ scene }: { readonly scene: SceneSource }) {
  const [text, setText] = useState('')
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let last = scene.get().pivotNormalised
    const leave = scene.subscribe(() => {
      const now = scene.get().pivotNormalised
      if (now === last) return
      last = now
      clearTimeout(timer)
      timer = setTimeout(() => setText(spokenPivot(now)), REST_MS)
    })
    return () => {
      clearTimeout(timer)
      leave()
    }
  }, [scene])
  return <output className={css.spoken}>{text}</output>
}
