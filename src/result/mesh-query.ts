import { queryOptions, skipToken } from '@tanstack/react-query'
import { readAnswer } from '../contract/answer.ts'
import { retryDelayMs, shouldRetry } from '../contract/retry.ts'
import type { LoadedMesh } from '../viewer/open-glb.ts'
import { resultUrl, type Result } from './result.ts'
import { UnsafeGlbError } from '../glb/unsafe-glb-error.ts'
import { UnshownGlbError } from '../viewer/unshown-glb-error.ts'

/** Whether it is the file that is at fault: it comes no better for being asked for again. */
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
 * A result's GLB, fetched once and kept: what was fetched goes on working when its link expires or the network is gone. Of no result, or of
 * one that came without a GLB, nothing is asked.
 */
export const meshQuery = (result: Result | null) =>
  queryOptions({
    queryKey: ['mesh', result?.sessionCode, result?.kind, result?.version],
    queryFn: result?.formats.includes('glb') ? ({ signal }) => loadMesh(result, signal) : skipToken,
    staleTime: Infinity,
    networkMode: 'always',
    // The scene is no plain data; comparing it would walk the whole mesh.
    structuralSharing: false,
    retry: (failures, error) => !isFileFault(error) && !result?.own && shouldRetry(failures, error),
    retryDelay: retryDelayMs,
  })

/** Whether a mesh is closed; counted apart, since the mesh is shown before that is known. */
export const edgesQuery = (result: Result, mesh: LoadedMesh) =>
  queryOptions({
    queryKey: ['edges', result.sessionCode, result.kind, result.version],
    queryFn: async ({ signal }) => (await import('../viewer/mesh-facts.ts')).edgesOf(mesh.scene, signal),
    staleTime: Infinity,
    networkMode: 'always',
    retry: false,
  })
