import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { PreviewRequest } from './contract/preview-request.ts'
import { isSampleCode } from './contract/sample.ts'
import type { Session } from './contract/session.ts'
import type { Vec3 } from './contract/vec3.ts'
import { createDraftStore, type DraftStore } from './draft/draft-store.ts'
import { isTouched } from './draft/history.ts'
import { startFromOutline, startFromRequest, startFromSize } from './draft/start.ts'
import { outlineQuery } from './session/queries.ts'
import { SAMPLES } from './session/samples.ts'

/** Real things have real sizes: each sample's own, in the proportions of its best reading. */
const SAMPLE_SIZES_METRES: Readonly<Record<(typeof SAMPLES)[number]['code'], Vec3>> = {
  SAMPLE_duck: [0.099, 0.08, 0.04],
  SAMPLE_vase: [0.188, 0.32, 0.188],
  SAMPLE_key: [0.039, 0.09, 0.007],
  SAMPLE_sun: [0.45, 0.45, 0.069],
}

const sampleOf = (code: string) => SAMPLES.find((sample) => sample.code === code)

function spinToStartWith(session: Session): number | null {
  const best = sampleOf(session.code)?.bestSpin ?? session.selectedSpinIndex ?? 0
  return session.spins.find(({ index }) => index === best)?.index ?? session.spins[0]?.index ?? null
}

/** What was last asked of this session: by this browser, or as its own fields tell. A sample is everybody's and starts afresh. */
function lastRequest(session: Session, asked: PreviewRequest | null): PreviewRequest {
  if (asked) return asked
  if (isSampleCode(session.code)) return {}
  return {
    ...(session.scaledBbox && { scaled_bbox: session.scaledBbox }),
    ...(session.pivotPoint && { pivot_point: session.pivotPoint }),
    ...(session.selectedSpinIndex !== null && { selected_spin_index: session.selectedSpinIndex }),
  }
}

export interface DraftStart {
  readonly session: Session | undefined
  /** Null when this browser has asked for nothing, undefined while that is looked up. */
  readonly asked: PreviewRequest | null | undefined
  /** Of the subject; undefined while it is looked up, null when the picture does not tell. */
  readonly outline: readonly [width: number, height: number] | null | undefined
}

function startOf(session: Session, { asked, outline }: DraftStart) {
  const spin = spinToStartWith(session)
  const sample = sampleOf(session.code)
  const fresh = sample ? startFromSize(spin, SAMPLE_SIZES_METRES[sample.code]) : startFromOutline(spin, outline ?? null)
  return startFromRequest(lastRequest(session, asked ?? null), fresh)
}

/** Starts the draft anew with each session. What becomes known later (spins, outline) never replaces what the artist has set. */
function useStart(store: DraftStore, start: DraftStart): void {
  const started = useRef<string | null>(null)
  const { session, asked, outline } = start
  // What decides a start; a poll that brings nothing new must not begin again.
  const facts = session && asked !== undefined ? JSON.stringify([session.code, session.spins.length, outline]) : null
  useEffect(() => {
    if (!session || facts === null) return
    const begun = started.current === session.code
    started.current = session.code
    const next = startOf(session, start)
    if (!begun || !isTouched(store.get())) store.dispatch({ do: 'begin', ...next })
    else if (store.get().present.spinIndex === null) store.dispatch({ do: 'commit', edit: { kind: 'spin', index: next.draft.spinIndex } })
    // `facts` stands for the rest.
  }, [store, facts])
}

/** The page's draft, which belongs to the session that is open. */
export function useSessionDraft(session: Session | undefined, asked: DraftStart['asked']): DraftStore {
  const [store] = useState(() => createDraftStore())
  const { data: outline } = useQuery({ ...outlineQuery(session?.code ?? ''), enabled: session !== undefined && !isSampleCode(session.code) })
  useStart(store, { session, asked, outline })
  return store
}
