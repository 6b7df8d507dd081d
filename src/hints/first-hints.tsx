import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { DraftStore } from '../draft/draft-store.ts'
import type { History } from '../draft/history.ts'
import { Button } from '../ui/button.tsx'
import { KEY_NAMES } from '../ui/key-names.ts'
import css from './first-hints.module.css'
import { HINT_IDS, hintsLeft, keepHintsLeft, type HintId } from './first-minute.ts'
import { placeBeside, type Placed } from './place-beside.ts'

interface Hint {
  /** What it stands beside, and in whose place it comes for the keyboard and for a screen reader. */
  readonly beside: string
  readonly what: string
  readonly how: string
}

const HINTS: Readonly<Record<HintId, Hint>> = {
  spin: {
    beside: 'section[aria-labelledby="spins-title"]',
    what: 'Choose a spin',
    how: 'Each is another reading of the picture. Click the one that fits, or press 1 to 4.',
  },
  size: {
    beside: 'section[aria-labelledby="size-title"]',
    what: 'Set the size',
    how: 'Drag a slider, type “12 cm”, or drag a face of the box in the stage.',
  },
  pivot: {
    beside: 'section[aria-labelledby="pivot-title"]',
    what: 'Set the pivot',
    how: 'It is the point that the mesh stands on and turns about. Drag its arrows in the stage, or press “Bottom centre”.',
  },
  generate: {
    beside: ':has(> [aria-keyshortcuts^="Control+Enter"])',
    what: 'Generate',
    how: `Makes the mesh in this size, with this pivot. ${KEY_NAMES.command} Enter does the same.`,
  },
}

/** Which hints an artist no longer needs, by what has changed in the same session's draft. */
function doneBy(before: History, now: History): readonly HintId[] {
  if (before.sessionCode !== now.sessionCode) return []
  const [a, b] = [before.present, now.present]
  const done: HintId[] = []
  if (a.spinIndex !== b.spinIndex) done.push('spin')
  if (a.sizeMetres.join() !== b.sizeMetres.join() || a.automatic.join() !== b.automatic.join()) done.push('size')
  if (a.pivotNormalised.join() !== b.pivotNormalised.join()) done.push('pivot')
  return done
}

export interface FirstHintsProps {
  readonly store: DraftStore
  /** A mesh is being made. */
  readonly busy: boolean
}

/** What to do first, beside where it is done. Each goes for good once it is done or dismissed. */
export function FirstHints({ store, busy }: FirstHintsProps) {
  const [left, setLeft] = useState(hintsLeft)
  useEffect(() => keepHintsLeft(left), [left])
  useEffect(() => {
    let before = store.get()
    return store.subscribe(() => {
      const now = store.get()
      const done = doneBy(before, now)
      before = now
      if (done.length > 0) setLeft((ids) => ids.filter((id) => !done.includes(id)))
    })
  }, [store])
  // Whoever generates has found the way.
  if (busy && left.length > 0) setLeft([])
  const [id] = left
  if (!id) return null
  return <HintNote key={id} id={id} onNext={() => setLeft(left.slice(1))} onEnd={() => setLeft([])} />
}

interface HintNoteProps {
  readonly id: HintId
  readonly onNext: () => void
  readonly onEnd: () => void
}

function HintNote({ id, onNext, onEnd }: HintNoteProps) {
  const { beside, what, how } = HINTS[id]
  const [thing] = useState(() => document.querySelector(beside))
  const note = useRef<HTMLOutputElement>(null)
  const [placed, setPlaced] = useState<Placed | null>(null)
  useLayoutEffect(() => {
    const element = note.current
    if (!thing || !element) return
    const place = () => {
      const extent = { width: element.offsetWidth, height: element.offsetHeight }
      setPlaced(placeBeside(thing.getBoundingClientRect(), extent, { width: innerWidth, height: innerHeight }))
    }
    place()
    const watch = new ResizeObserver(place)
    watch.observe(thing)
    watch.observe(element)
    addEventListener('resize', place)
    addEventListener('scroll', place, { capture: true, passive: true })
    return () => {
      watch.disconnect()
      removeEventListener('resize', place)
      removeEventListener('scroll', place, { capture: true })
    }
  }, [thing])
  if (!thing) return null
  const number = HINT_IDS.indexOf(id) + 1
  return createPortal(
    <output
      ref={note}
      className={css.hint}
      data-side={placed?.side}
      style={placed ? { left: placed.left, top: placed.top } : { visibility: 'hidden' }}
      aria-label="Hint"
    >
      <span className={css.what}>
        {what}
        <span className={css.number}>{`${number} of ${HINT_IDS.length}`}</span>
      </span>
      <span>{how}</span>
      <span className={css.ways}>
        {number < HINT_IDS.length ? (
          <Button look="quiet" onClick={onEnd}>
            No more hints
          </Button>
        ) : null}
        <Button onClick={onNext}>{number < HINT_IDS.length ? 'Next' : 'Got it'}</Button>
      </span>
    </output>,
    thing,
  )
}
