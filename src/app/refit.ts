import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { naturalOfMesh, naturalProportionsOf, type Natural } from '../contract/natural.ts'
import { boxSize, type Vec3 } from '../contract/vec3.ts'
import { sizeAndPivotForMesh, sizeAndPivotOf } from '../draft/size-and-pivot.ts'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { isTouched } from '../draft/history.ts'
import { naturalFor } from '../draft/naturals.ts'
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
import { spinOf, type Result } from '../result/result.ts'
import type { LoadedMesh } from '../viewer/open-glb.ts'
import { useStore } from '../ui/store.ts'

/** What a mesh is refitted to just now, for the draft beside it. */
export interface Refit extends RefitTarget {
  /** Mends what is wrong with the file: a step of the draft, undone like any other. */
  correct(): void
}

const NO_REFIT: Refit = { ...AS_IT_CAME, correct: () => {} }

const NO_KEYS: ReadonlyMap<string, string | null> = new Map()

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
  const [keys, setKeys] = useState<ReadonlyMap<string, string | null>>(NO_KEYS)
  if (result === null || !isOwnDraft) return undefined
  const meshId = `${draftOwner(result)} ${result.version}`
  const followsDraft = !isSizeRequested(result) && untouchedKey !== null
  const before = keys.get(meshId)
  const key = followsDraft ? untouchedKey : before === undefined ? requestedKey(result) : before
  if (key !== before) setKeys(new Map([...keys, [meshId, key]]))
  return key
}

/** Automatic sides follow the mesh itself, now that it is known, or what is natural for it where it is stretched. */
function useLearning(store: DraftStore, result: Result | null, mesh: LoadedMesh | undefined): void {
  const isOwnDraft = useDraft(store, ({ sessionCode }) => result !== null && sessionCode === draftOwner(result))
  useEffect(() => {
    if (!isOwnDraft || !result || !mesh) return
    const known = { sizeMetres: boxSize(mesh.box), natural: naturalOwn(result, mesh) }
    store.dispatch({ do: 'learn', spin: spinOf(result), mesh: known })
  }, [store, isOwnDraft, result, mesh])
}

const naturalOwn = (result: Result, { box }: LoadedMesh): Vec3 | null =>
  naturalProportionsOf({ request: result.request, box, told: result.told ?? null })

/** What is known of a result's natural proportions, by itself or from its spin, for the verdict on it. */
export function useNatural(store: DraftStore, result: Result, mesh: LoadedMesh | undefined): Natural | null {
  const naturals = useDraft(store, (history) => (history.sessionCode === draftOwner(result) ? history.naturals : null))
  return useMemo(() => {
    const own = mesh && naturalOwn(result, mesh)
    if (own) return naturalOfMesh(own)
    return naturals && naturalFor(naturals, spinOf(result))
  }, [naturals, result, mesh])
}

function refitOf(
  store: DraftStore,
  result: Result,
  baselineKey: string | null,
  correction: RefitRequest | null,
): Refit {
  let last: RefitRequest | null = null
  const get = () => {
    const history = store.get()
    const { sessionCode, present } = history
    if (sessionCode !== draftOwner(result)) return null
    const chosen = present.mended === result.version ? correction : null
    const wanted = sizeAndPivotForMesh(history, spinOf(result))
    const next = refitFor(sizeAndPivotOf(present), wanted, baselineKey, chosen)
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
  useLearning(store, result, mesh)
  const baselineKey = useBaselineKey(store, result)
  return useMemo(() => {
    if (result === null || baselineKey === undefined) return NO_REFIT
    return refitOf(store, result, baselineKey, mesh ? correctionOf(result, mesh.box) : null)
  }, [store, result, baselineKey, mesh])
}

/** What the mesh is refitted to now: the same object until that changes. */
export const useRefitRequest = (refit: Refit): RefitRequest | null => useStore(refit, (now) => now)
