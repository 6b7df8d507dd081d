import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { boxSize } from '../contract/vec3.ts'
import { sizeAndPivotOf } from '../draft/size-and-pivot.ts'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { isTouched } from '../draft/history.ts'
import type { RefitRequest } from '../glb/refit-request.ts'
import { meshQuery } from '../result/mesh-query.ts'
import {
  AS_IT_CAME,
  correctionOf,
  isSizeRequested,
  refitFor,
  requestedKey,
  sizeAndPivotKey,
  type RefitTarget,
} from '../result/refit-target.ts'
import type { Result } from '../result/result.ts'

/** What a mesh is refitted to just now, for the draft beside it. */
export interface Refit extends RefitTarget {
  /** Mends what is wrong with the file: a step of the draft, undone like any other. */
  correct(): void
}

const NO_REFIT: Refit = { ...AS_IT_CAME, correct: () => {} }

/** Whose draft says what the result should be: its session's, or the one begun for the artist's own file. */
const draftOwner = (result: Result): string => (result.own ? result.version : result.sessionCode)

/**
 * The size and pivot at which the mesh is shown as it came: those of its request. A mesh whose request gave no size is shown as it came
 * until the artist touches the draft, wherever that started. Undefined while the draft is not this mesh's.
 */
function useBaselineKey(store: DraftStore, result: Result | null): string | null | undefined {
  const isOwnDraft = useDraft(store, ({ sessionCode }) => result !== null && sessionCode === draftOwner(result))
  const untouchedKey = useDraft(store, (history) =>
    isTouched(history) ? null : sizeAndPivotKey(sizeAndPivotOf(history.present)),
  )
  const [last, setLast] = useState<{ readonly meshId: string; readonly key: string | null } | null>(null)
  if (result === null || !isOwnDraft) return undefined
  const meshId = `${draftOwner(result)} ${result.version}`
  const followsDraft = !isSizeRequested(result) && untouchedKey !== null
  const key = followsDraft ? untouchedKey : last?.meshId === meshId ? last.key : requestedKey(result)
  if (last?.meshId !== meshId || last.key !== key) setLast({ meshId, key })
  return key
}

function refitOf(
  store: DraftStore,
  result: Result,
  baselineKey: string | null,
  correction: RefitRequest | null,
): Refit {
  let last: RefitRequest | null = null
  const get = () => {
    const { sessionCode, present } = store.get()
    if (sessionCode !== draftOwner(result)) return null
    const chosen = present.mended === result.version ? correction : null
    const next = refitFor(sizeAndPivotOf(present), baselineKey, chosen)
    if (JSON.stringify(next) !== JSON.stringify(last)) last = next
    return last
  }
  return {
    get,
    subscribe: store.subscribe,
    correct: () => store.dispatch({ do: 'commit', edit: { kind: 'mend', version: result.version } }),
  }
}

/** Keeps a mesh to its draft without another job, as soon as the draft differs from what the mesh was made for. */
export function useRefit(store: DraftStore, result: Result | null): Refit {
  const { data: mesh } = useQuery(meshQuery(result))
  useEffect(() => {
    // Automatic sides follow the mesh itself, now that it is known.
    if (mesh) store.dispatch({ do: 'learn', proportions: boxSize(mesh.box) })
  }, [mesh, store])
  const baselineKey = useBaselineKey(store, result)
  return useMemo(() => {
    if (result === null || baselineKey === undefined) return NO_REFIT
    return refitOf(store, result, baselineKey, mesh ? correctionOf(result, mesh.box) : null)
  }, [store, result, baselineKey, mesh])
}

/** What the mesh is refitted to now: the same object until that changes. */
export const useRefitRequest = (refit: Refit): RefitRequest | null => useSyncExternalStore(refit.subscribe, refit.get)
