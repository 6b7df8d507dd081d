import { useEffect, useEffectEvent, useState } from 'react'
import { plainHref } from './link.ts'
import { isSheetOpen } from './keys.ts'
import type { Session } from '../contract/session.ts'
import { nextPresented, presentedSpin, stagedBy, type Presented, type Staged } from '../result/presented.ts'
import type { Result } from '../result/result.ts'
import { mediaMatches } from '../ui/media.ts'
import type { Viewer } from '../viewer/viewer.ts'

const PRESENT = 'present'

export interface PresentOptions {
  readonly viewer: Viewer
  /** The meshes that arrows go through. */
  readonly results: readonly Result[]
  readonly session: Session | undefined
  /** What the page itself shows. */
  readonly page: Staged
}

export interface Present {
  readonly on: boolean
  /** What is on show: what is presented, else what the page itself shows. */
  readonly staged: Staged
  /** Nothing but the picture is seen. */
  readonly clean: boolean
  setClean(clean: boolean): void
  enter(): void
  leave(): void
  /** Goes to the next mesh, or spin while there is no mesh, or to the one before. */
  step(by: 1 | -1): void
  /** Shows the last mesh of a spin, or the spin itself. */
  show(spin: number): void
}

function writeAddress(on: boolean): void {
  const url = new URL(location.href)
  if (url.searchParams.has(PRESENT) === on) return
  if (on) url.searchParams.set(PRESENT, '')
  else url.searchParams.delete(PRESENT)
  history.replaceState(history.state, '', plainHref(url))
}

/** A popover that has the focus has uses of its own for Escape and the arrows. */
const isInPopover = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role=dialog]') !== null

const ARROW_STEPS: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, ArrowRight: 1 }

/**
 * `?present`: nothing but the stage and the spins, for a projector. The view turns by itself, the arrow keys go through the session’s
 * meshes, H hides all but the picture, and Escape leaves. The draft stays as it is, whatever is shown.
 */
export function usePresent({ viewer, results, session, page }: PresentOptions): Present {
  const sessionCode = session?.code ?? ''
  const spins = session?.spins.map(({ index }) => index) ?? []
  const [on, setOn] = useState(() => new URLSearchParams(location.search).has(PRESENT))
  const [presented, setPresented] = useState<Presented | null>(null)
  const present = (next: Presented | null) => {
    viewer.set({ compared: [] })
    setPresented(next)
  }
  const [clean, setClean] = useState(false)
  const step = (by: 1 | -1) => present(nextPresented({ results, spins, page }, presented, by))
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isSheetOpen() || isInPopover(event.target)) return
    // What is hidden comes back before the presentation ends.
    if (event.key === 'Escape') (clean ? setClean : setOn)(false)
    else if (event.key.toLowerCase() === 'h') setClean(!clean)
    const by = ARROW_STEPS[event.key]
    if (by === undefined) return
    step(by)
    // The stage and the radios have uses of their own for arrows.
    event.preventDefault()
    event.stopPropagation()
  })
  useEffect(() => {
    if (!on) return undefined
    const { turning, axes } = viewer.get()
    viewer.set({ turning: !mediaMatches('reducedMotion'), axes: false, motion: null })
    const listen = (event: KeyboardEvent) => onKeyDown(event)
    window.addEventListener('keydown', listen, { capture: true })
    return () => {
      window.removeEventListener('keydown', listen, { capture: true })
      viewer.set({ turning, axes })
      setPresented(null)
      setClean(false)
    }
  }, [on, viewer])
  useEffect(() => writeAddress(on), [on])
  return {
    on,
    staged: stagedBy(presented, sessionCode, page),
    enter: () => setOn(true),
    leave: () => setOn(false),
    clean: on && clean,
    setClean,
    step,
    show: (spin) => present(presentedSpin(results, spin)),
  }
}
