import { useEffect, useMemo, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { AUTOMATIC, DEFAULT_PIVOT, DEFAULT_SCALED_BBOX, type PreviewRequest } from './contract/preview-request.ts'
import { boxSize, vec3, type Vec3 } from './contract/vec3.ts'
import type { DraftStore } from './draft/draft-store.ts'
import { isTouched, type History } from './draft/history.ts'
import { meshQuery } from './result/mesh-query.ts'
import type { RefitRequest } from './result/refit.ts'
import type { Wanted } from './result/result-mesh.tsx'
import { ownResult, type Result } from './result/result.ts'

interface Asked {
  readonly scaled_bbox: Vec3
  readonly pivot_point: Vec3
}

const askedBy = ({ present }: History): Asked => ({
  scaled_bbox: vec3((axis) => (present.automatic[axis] ? AUTOMATIC : present.sizeMetres[axis])),
  pivot_point: present.pivotNormalised,
})

const keyOf = ({ scaled_bbox = DEFAULT_SCALED_BBOX, pivot_point = DEFAULT_PIVOT }: Pick<PreviewRequest, 'scaled_bbox' | 'pivot_point'>): string =>
  JSON.stringify([scaled_bbox, pivot_point])

export interface Refitting extends Wanted {
  /** Mends a fault of the file without a change of the draft; null takes that back. */
  correct(correction: RefitRequest | null): void
}

/**
 * What size and origin a delivered mesh is to have: the draft's, as soon as that is not what was asked of the mesh any more; a correction of
 * the file, when that was chosen; else its own, for nothing. While the draft asks for what it did, the mesh is shown as it came.
 */
export function useRefit(store: DraftStore, delivered: Result | null): Refitting {
  const version = delivered?.version ?? null
  const [correction, setCorrection] = useState<RefitRequest | null>(null)
  const baseline = useRef<string | null>(null)
  useEffect(() => setCorrection(null), [version])

  // Automatic sides follow what the mesh itself is, now that it is known.
  const { data: mesh } = useQuery({ ...meshQuery(delivered ?? ownResult(new File([], ''), '')), enabled: delivered !== null })
  useEffect(() => {
    if (mesh) store.dispatch({ do: 'learn', proportions: boxSize(mesh.box) })
  }, [mesh, store])

  const owner = delivered?.own ? version : (delivered?.sessionCode ?? null)
  const asked = delivered?.request.scaled_bbox && delivered.request.pivot_point ? keyOf(delivered.request) : null
  return useMemo(() => {
    baseline.current = asked
    const get = (): RefitRequest | null => {
      const history = store.get()
      // Until the draft is this mesh's own it says nothing about it.
      if (owner === null || history.sessionCode !== owner) return null
      // A mesh of which it is not known what was asked is as asked until the artist touches the draft.
      if (asked === null && !isTouched(history)) baseline.current = keyOf(askedBy(history))
      return baseline.current === null || keyOf(askedBy(history)) === baseline.current ? correction : askedBy(history)
    }
    return { get, correct: setCorrection }
    // `version` brings a new mesh of the same session, whose draft may have been touched before.
  }, [store, owner, asked, version, correction])
}
