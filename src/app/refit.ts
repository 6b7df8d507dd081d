import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { AUTOMATIC, DEFAULT_PIVOT, DEFAULT_SCALED_BBOX, type PreviewRequest } from '../contract/preview-request.ts'
import { boxSize, vec3, type Vec3 } from '../contract/vec3.ts'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { isTouched, type History } from '../draft/history.ts'
import { diagnose } from '../glb/diagnose.ts'
import { meshQuery } from '../result/mesh-query.ts'
import type { RefitRequest } from '../glb/refit-request.ts'
import type { Wanted } from '../result/wanted.ts'
import type { Result } from '../result/result.ts'

interface Asked {
  readonly scaled_bbox: Vec3
  readonly pivot_point: Vec3
}

const askedBy = ({ present }: History): Asked => ({
  scaled_bbox: vec3((axis) => (present.automatic[axis] ? AUTOMATIC : present.sizeMetres[axis])),
  pivot_point: present.pivotNormalised,
})

const keyOf = ({
  scaled_bbox = DEFAULT_SCALED_BBOX,
  pivot_point = DEFAULT_PIVOT,
}: Pick<PreviewRequest, 'scaled_bbox' | 'pivot_point'>): string => JSON.stringify([scaled_bbox, pivot_point])

/** What was asked of a mesh says nothing of its size; the draft of it had to start with one of its own. */
const isAllAutomatic = ({ scaled_bbox }: PreviewRequest): boolean =>
  scaled_bbox?.every((side) => side === AUTOMATIC) ?? true

export interface Refitting extends Wanted {
  /** Mends the fault of the file without another change of the draft: a step of it like any other, and undone like any other. */
  correct(): void
}

/**
 * What size and origin a delivered mesh is to have: the draft's, as soon as that is not what was asked of the mesh any more; what mends
 * a fault of the file, when that was chosen; else its own, for nothing. While the draft asks for what it did, the mesh is shown as it came.
 */
export function useRefit(store: DraftStore, delivered: Result | null): Refitting {
  const version = delivered?.version ?? null
  // Automatic sides follow what the mesh itself is, now that it is known.
  const { data: mesh } = useQuery(meshQuery(delivered))
  useEffect(() => {
    if (mesh) store.dispatch({ do: 'learn', proportions: boxSize(mesh.box) })
  }, [mesh, store])

  const owner = delivered?.own ? version : (delivered?.sessionCode ?? null)
  const asked = delivered?.request.scaled_bbox && delivered.request.pivot_point ? keyOf(delivered.request) : null
  const known = asked !== null && delivered !== null && !isAllAutomatic(delivered.request)
  // `version` brings a new mesh of the same session, whose draft may have been touched before.
  const baseline = useMemo(() => ({ current: asked }), [store, owner, asked, version])
  const correction = useMemo(
    () => (mesh && delivered && !delivered.own ? (diagnose(mesh.box, delivered.request)?.correction ?? null) : null),
    [mesh, asked],
  )
  return useMemo(() => {
    const get = (): RefitRequest | null => {
      const history = store.get()
      // Until the draft is this mesh's own it says nothing about it.
      if (owner === null || history.sessionCode !== owner) return null
      // A mesh whose size was nobody's wish is as asked until the artist touches the draft, which had to start with another.
      if (!known && !isTouched(history)) baseline.current = keyOf(askedBy(history))
      const mend = history.present.mended === version ? correction : null
      if (baseline.current === null || keyOf(askedBy(history)) === baseline.current) return mend
      // A file that lies on its side does so at any size.
      return { ...askedBy(history), ...(mend?.turnAbout && { turnAbout: mend.turnAbout }) }
    }
    const correct = () => version !== null && store.dispatch({ do: 'commit', edit: { kind: 'mend', version } })
    return { get, correct, subscribe: store.subscribe }
  }, [store, owner, known, version, correction, baseline])
}

/** What is wanted of a mesh just now, the same object until that changes. */
export function useWanted(store: DraftStore, refitting: Refitting): RefitRequest | null {
  const text = useDraft(store, () => JSON.stringify(refitting.get()))
  return useMemo(() => JSON.parse(text) as RefitRequest | null, [text])
}
