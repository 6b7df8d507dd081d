import { useEffect, useRef, useState } from 'react'
import { plainHref } from './address.ts'
import type { Result } from '../result/result.ts'
import type { Kept, Shelf } from '../result/shelf.ts'
import { mediaMatches } from '../ui/media.ts'
import type { Viewer } from '../viewer/viewer.ts'

const PRESENT = 'present'

export interface PresentOptions {
  readonly viewer: Viewer
  readonly shelf: Shelf
  readonly sessionCode: string
  /** Of the spins there are, in their order. */
  readonly spins: readonly number[]
  /** What the page itself shows: its version, and the spin that is chosen. */
  readonly version: string | null
  readonly spin: number | null
}

/** What is shown for now in place of what the page shows: a mesh of the visit, or a spin that has none yet. */
export type Presented = { readonly kept: Kept } | { readonly kept: null; readonly spin: number }

export interface Present {
  readonly on: boolean
  /** Null for what the page itself shows. */
  readonly presented: Presented | null
  enter(): void
  leave(): void
  /** Shows the last mesh of a spin, or the spin itself. */
  show(spin: number): void
}

/** What the stage shows, and which of the session's spins is marked. */
export interface Staged {
  readonly result: Result | null
  readonly spin: number | null
}

/** What is presented, else what the page itself has. */
export function stagedBy(presented: Presented | null, sessionCode: string, page: Staged): Staged {
  if (!presented) return page
  if (!presented.kept) return { result: null, spin: presented.spin }
  const { result } = presented.kept
  return { result, spin: result.sessionCode === sessionCode ? (result.request.selected_spin_index ?? null) : null }
}

function write(on: boolean): void {
  const url = new URL(location.href)
  if (url.searchParams.has(PRESENT) === on) return
  if (on) url.searchParams.set(PRESENT, '')
  else url.searchParams.delete(PRESENT)
  history.replaceState(history.state, '', plainHref(url))
}

/** The one so many steps on, round and round; from nowhere the first step leads to the second. */
const stepped = <T>(all: readonly T[], now: T, step: number): T | undefined =>
  all[(Math.max(0, all.indexOf(now)) + step + all.length) % all.length]

/** What an arrow leads to: the next mesh of the visit, or while there is none the next spin. */
function next({ shelf, spins, version, spin }: PresentOptions, now: Presented | null, step: number): Presented | null {
  const kept = shelf.get()
  const versions = kept.map(({ result }) => result.version)
  const to = stepped(versions, now?.kept?.result.version ?? version ?? '', step)
  const found = kept.find(({ result }) => result.version === to)
  if (found) return { kept: found }
  const spinNow = now && now.kept === null ? now.spin : spin
  const nextSpin = stepped(spins, spinNow ?? -1, step)
  return nextSpin === undefined ? null : { kept: null, spin: nextSpin }
}

/**
 * `?present`: nothing but the stage and the spins, for a projector. The view walks round; arrow keys go through the meshes of the visit; Escape
 * leaves. Whatever is shown, the draft stays as it is.
 */
export function usePresent(options: PresentOptions): Present {
  const { viewer, shelf, sessionCode } = options
  const [on, setOn] = useState(() => new URLSearchParams(location.search).has(PRESENT))
  const [presented, setPresented] = useState<Presented | null>(null)
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  useEffect(() => {
    if (!on) return undefined
    const { turning, axes } = viewer.get()
    viewer.set({ turning: !mediaMatches('reducedMotion'), axes: false, motion: null })
    const onKeyDown = (event: KeyboardEvent) => {
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        (event.target instanceof Element && event.target.closest('[role=dialog]'))
      )
        return
      if (event.key === 'Escape') setOn(false)
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
      if (step === undefined) return
      viewer.set({ compared: [] })
      setPresented((now) => next(latest.current, now, step))
      // The stage and the radios have a use for arrows of their own.
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true })
      viewer.set({ turning, axes })
      setPresented(null)
    }
  }, [on, viewer])
  useEffect(() => write(on), [on])
  const show = (spin: number) => {
    const kept = shelf
      .get()
      .findLast(({ result }) => result.sessionCode === sessionCode && result.request.selected_spin_index === spin)
    viewer.set({ compared: [] })
    setPresented(kept ? { kept } : { kept: null, spin })
  }
  return { on, presented, enter: () => setOn(true), leave: () => setOn(false), show }
}
