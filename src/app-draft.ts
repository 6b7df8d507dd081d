import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { PreviewRequest } from './contract/preview-request.ts'
import { isSampleCode } from './contract/sample.ts'
import type { Session } from './contract/session.ts'
import { createDraftStore, type DraftStore } from './draft/draft-store.ts'
import { isTouched } from './draft/history.ts'
import { startFromRequest, startFromShape, type OwnShape, type Start } from './draft/start.ts'
import { outlineQuery } from './session/queries.ts'
import { SAMPLES } from './session/samples.ts'

/** Depth of a sample by its best reading, round, turned, slab or relief, relative to the smaller side of its outline. */
const SAMPLE_DEPTHS = [0.8, 1, 0.15, 0.2]

const sampleOf = (code: string) => SAMPLES.find((sample) => sample.code === code)

function spinToStartWith(session: Session): number | null {
  const best = sampleOf(session.code)?.bestSpin ?? session.selectedSpinIndex ?? 0
  return session.spins.find(({ index }) => index === best)?.index ?? session.spins[0]?.index ?? null
}

/** What was last asked of this session: by this browser, or as its own fields tell. A sample is everybody's and starts afresh. */
function lastRequest(session: Session, asked: PreviewRequest | null): PreviewRequest | null {
  if (asked) return asked
  if (isSampleCode(session.code)) return null
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
}

/** The page's draft. It starts anew with each session, and a better starting point that arrives later never replaces an edit. */
export function useSessionDraft({ session, asked }: DraftStart): DraftStore {
  const [store] = useState(() => createDraftStore())
  const startedFor = useRef<string | null>(null)
  const { data: outline } = useQuery({ ...outlineQuery(session?.code ?? ''), enabled: session !== undefined })

  useEffect(() => {
    if (!session || asked === undefined) return
    const sameSession = startedFor.current === session.code
    const spin = spinToStartWith(session)
    if (sameSession && isTouched(store.get())) {
      if (store.get().present.spinIndex === null && spin !== null) store.dispatch({ do: 'commit', edit: { kind: 'spin', index: spin } })
      return
    }
    // Once asked for, a draft is the artist's own.
    if (sameSession && asked && store.get().present.spinIndex !== null) return
    startedFor.current = session.code
    const bestSpin = sampleOf(session.code)?.bestSpin
    const shape: OwnShape = { outline: outline ?? null, depth: bestSpin === undefined ? null : (SAMPLE_DEPTHS[bestSpin] ?? 1) }
    const fresh = startFromShape(spin, shape)
    const last = lastRequest(session, asked)
    const start: Start = last ? startFromRequest(last, fresh) : fresh
    store.dispatch({ do: 'begin', ...start })
  }, [store, session, asked, outline])

  return store
}
