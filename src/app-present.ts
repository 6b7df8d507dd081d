import { useEffect, useRef, useState } from 'react'
import type { Viewer } from './result/viewer.ts'

const PRESENT = 'present'

export interface PresentOptions {
  readonly viewer: Viewer
  /** Of the spins there are, in their order. */
  readonly spins: readonly number[]
  readonly spin: number | null
  readonly onSpin: (index: number) => void
}

export interface Present {
  readonly on: boolean
  enter(): void
  leave(): void
}

const wantsLessMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

function write(on: boolean): void {
  const url = new URL(location.href)
  if (url.searchParams.has(PRESENT) === on) return
  if (on) url.searchParams.set(PRESENT, '')
  else url.searchParams.delete(PRESENT)
  history.replaceState(history.state, '', url.href.replace(`${PRESENT}=`, PRESENT))
}

/** `?present`: nothing but the stage and the spins, for a projector. The view walks round; arrow keys go through the spins; Escape leaves. */
export function usePresent({ viewer, ...options }: PresentOptions): Present {
  const [on, setOn] = useState(() => new URLSearchParams(location.search).has(PRESENT))
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  useEffect(() => {
    if (!on) return undefined
    const { turning, axes } = viewer.get()
    viewer.set({ turning: !wantsLessMotion(), axes: false, motion: null })
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'Escape') setOn(false)
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
      const { spins, spin, onSpin } = latest.current
      if (step === undefined || spins.length === 0) return
      const next = spins[(Math.max(0, spins.indexOf(spin ?? -1)) + step + spins.length) % spins.length]
      if (next !== undefined) onSpin(next)
      event.preventDefault()
    }
    // Ahead of the stage and the radios, which have a use for arrows of their own.
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true })
      viewer.set({ turning, axes })
    }
  }, [on, viewer])
  useEffect(() => write(on), [on])
  return { on, enter: () => setOn(true), leave: () => setOn(false) }
}
