import { queryOptions, skipToken, type QueryClient } from '@tanstack/react-query'
import { ApiError } from '../contract/api-error.ts'
import { readAnswer } from '../contract/answer.ts'
import { retryDelayMs, shouldRetry } from '../contract/retry.ts'
import { boxSize } from '../contract/vec3.ts'
import { createStore } from '../ui/store.ts'
import type { LoadedMesh } from '../viewer/open-glb.ts'
import { resultId } from './kept-result.ts'
import { keptResults, type Keeping, type KeepOptions } from './kept-results.ts'
import { resultUrl, type Result } from './result.ts'
import { chunksOf } from '../glb/glb-container.ts'
import { UnsafeGlbError } from '../glb/unsafe-glb-error.ts'
import { UnshownGlbError } from '../viewer/unshown-glb-error.ts'

/** Whether the file itself is at fault, so that fetching it again cannot help. */
export const isFileFault = (error: Error): boolean =>
  error instanceof UnsafeGlbError || error instanceof UnshownGlbError

/** The storage does not give back what is kept in it. */
class UnreadMeshError extends ApiError {
  constructor() {
    super('internal', 'This browser’s storage does not give the mesh back.')
  }
}

/** Why a mesh is held by this page alone. */
export type NotKept = { readonly result: Result } & Exclude<Keeping, { readonly is: 'kept' }>

/** The meshes that could not be kept, the newest last, until the artist has seen to them. */
export const notKept = createStore<readonly NotKept[]>([])

/** Says no more of a mesh that it is not kept. */
export const settleNotKept = (id: string): void =>
  notKept.set(notKept.get().filter(({ result }) => resultId(result) !== id))

let asked = false

/** Asks the browser, once, not to throw away what is kept when its disk runs low. Not every browser knows that, or asks the artist. */
function askToPersist(): void {
  if (asked) return
  asked = true
  void navigator.storage?.persist?.().catch(() => false)
}

/** Keeps a mesh, or says why it is not. */
async function keepMesh(result: Result, bytes: Uint8Array<ArrayBuffer>, options: KeepOptions = {}): Promise<void> {
  const keeping = await keptResults.keep(result, bytes, options)
  settleNotKept(resultId(result))
  if (keeping.is === 'kept') askToPersist()
  else notKept.set([...notKept.get(), { ...keeping, result }])
}

/** Tries once more to keep what this page alone holds. */
export async function keepAgain(problems: readonly NotKept[], options: KeepOptions = {}): Promise<void> {
  for (const { result } of problems) {
    const bytes = await keptResults.bytesAt(resultId(result))
    if (bytes) await keepMesh(result, bytes, options)
  }
}

/** Whether a file has the lengths that it says: what was cut off on its way can be fetched again. */
function isWhole(bytes: Uint8Array): boolean {
  try {
    chunksOf(bytes)
    return true
  } catch {
    return false
  }
}

/**
 * From the browser's own storage; one that is not kept yet from the proxy, and then kept before anything can fail on them. Nothing ends the
 * fetch: the bytes are wanted whatever the artist looks at meanwhile.
 */
async function bytesOf(result: Result): Promise<Uint8Array<ArrayBuffer>> {
  if (result.own) return new Uint8Array(await result.own.arrayBuffer())
  const kept = await keptResults.bytesOf(result).catch(() => null)
  if (kept) return kept
  if (result.shelved) throw new UnreadMeshError()
  const response = await fetch(resultUrl(result, 'glb'))
  if (!response.ok) await readAnswer(response)
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (isWhole(bytes)) await keepMesh(result, bytes, { mayBeKnown: result.found === true })
  return bytes
}

const TO_MESH = { staleTime: Infinity, networkMode: 'always', structuralSharing: false } as const

/** A scene is large, and its file is at hand: it is let go of soon after nothing shows it. */
const UNSEEN_MS = 20_000

/** A result's GLB as it came. Disabled without a result, and for one that came without a GLB. */
export const bytesQuery = (result: Result | null) =>
  queryOptions({
    ...TO_MESH,
    queryKey: ['mesh bytes', result?.sessionCode, result?.kind, result?.version],
    queryFn: result?.formats.includes('glb') ? () => bytesOf(result) : skipToken,
    // Opened again, what was cut off on its way is fetched again.
    staleTime: ({ state }) => (state.data && !isWhole(state.data) ? 0 : Infinity),
    gcTime: 0,
    retry: (failures, error) => !result?.own && !(error instanceof UnreadMeshError) && shouldRetry(failures, error),
    retryDelay: retryDelayMs,
  })

/** three.js comes with the first mesh, so that the page is there before it is. */
async function openMesh(result: Result, client: QueryClient): Promise<LoadedMesh> {
  const [{ openGlb }, bytes] = await Promise.all([
    import('../viewer/open-glb.ts'),
    client.fetchQuery(bytesQuery(result)),
  ])
  const mesh = await openGlb(bytes)
  if (!result.own)
    void keptResults.measured(result, { sizeMetres: boxSize(mesh.box), triangles: mesh.triangles }).catch(() => {})
  return mesh
}

/** A result's GLB, opened for the stage. */
export const meshQuery = (result: Result | null) =>
  queryOptions({
    ...TO_MESH,
    queryKey: ['mesh', result?.sessionCode, result?.kind, result?.version],
    queryFn: result?.formats.includes('glb') ? ({ client }) => openMesh(result, client) : skipToken,
    gcTime: UNSEEN_MS,
    retry: false,
  })

/** Counts a mesh's open edges, apart from `meshQuery`, since the mesh is shown before that is known. */
export const edgesQuery = (result: Result, mesh: LoadedMesh) =>
  queryOptions({
    queryKey: ['edges', result.sessionCode, result.kind, result.version],
    queryFn: async ({ signal }) => (await import('../viewer/mesh-facts.ts')).edgesOf(mesh.scene, signal),
    staleTime: Infinity,
    gcTime: UNSEEN_MS,
    networkMode: 'always',
    retry: false,
  })
