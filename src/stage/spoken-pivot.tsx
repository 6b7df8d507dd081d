import { useEffect, useState } from 'react'
import { spokenPivot } from './lattice.ts'
import type { SceneSource } from './scene.ts'
import css from './stage.module.css'

/** A drag would be spoken a hundred times a second; only where it comes to rest is said. */
const REST_MS = 250

/** Tells a screen reader where the pivot is, once it rests. */
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
  return (
    <p className={css.spoken} role="status" aria-live="polite">
      {text}
    </p>
  )
}
