import { queryOptions, skipToken } from '@tanstack/react-query'
import { readAnswer } from '../contract/answer.ts'
import { retryDelayMs, shouldRetry } from '../contract/retry.ts'
import type { LoadedMesh } from '../viewer/open-glb.ts'
import { resultUrl, type Result } from './result.ts'
import { UnsafeGlbError } from '../glb/unsafe-glb-error.ts'
import { UnshownGlbError } from '../viewer/unshown-glb-error.ts'

/** Whether the file itself is at fault, so that fetching it again cannot help. */
export const isFileFault = (error: Error): boolean =>
  error instanceof UnsafeGlbError || error instanceof UnshownGlbError

/** three.js comes with the first mesh, so that the page is there before it is. */
async function loadMesh(result: Result, signal: AbortSignal): Promise<LoadedMesh> {
  const { openGlb } = await import('../viewer/open-glb.ts')
  if (result.own) return openGlb(new Uint8Array(await result.own.arrayBuffer()))
  const response = await fetch(resultUrl(result, 'glb'), { signal })
  if (!response.ok) await readAnswer(response)
  return openGlb(new Uint8Array(await response.arrayBuffer()))
}

/**
 * A result's GLB, fetched once and kept, so that it goes on working when its link expires or the network is gone. Disabled without a
 * result, and for one that came without a GLB.
 */
export const meshQuery = (result: Result | null) =>
  queryOptions({
    queryKey: ['mesh', result?.sessionCode, result?.kind, result?.version],
    queryFn: result?.formats.includes('glb') ? ({ signal }) => loadMesh(result, signal) : skipToken,
    staleTime: Infinity,
    networkMode: 'always',
    // A scene is not plain data: comparing it would walk the whole mesh.
    structuralSharing: false,
    retry: (failures, error) => !isFileFault(error) && !result?.own && shouldRetry(failures, error),
    retryDelay: retryDelayMs,
  })

/** Counts a mesh's open edges, apart from `meshQuery`, since the mesh is shown before that is known. */
export const edgesQuery = (result: Result, mesh: LoadedMesh) =>
  queryOptions({
    queryKey: ['edges', result.sessionCode, result.kind, result.version],
    queryFn: async ({ signal }) => (await import('../viewer/mesh-facts.ts')).edgesOf(mesh.scene, signal),
    staleTime: Infinity,
    networkMode: 'always',
    retry: false,
  })
