import { queryOptions, skipToken } from '@tanstack/react-query'
import type { Group } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import { readAnswer } from '../contract/answer.ts'
import { retryDelayMs, shouldRetry } from '../contract/retry.ts'
import { boxSize, type Box } from '../contract/vec3.ts'
import { giveDecoders } from './decoders.ts'
import { edgesOf, factsOf, type Facts } from './mesh-facts.ts'
import { meshesIn } from './meshes-in.ts'
import { UnsafeGlbError, preflightGlb } from './preflight-glb.ts'
import { resultUrl, type Result } from './result.ts'
import { worldBox } from './world-box.ts'

/** A mesh as it came: its bytes, its scene, and what its own vertices say. */
export interface LoadedMesh {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly scene: Group
  readonly box: Box
  readonly triangles: number
  readonly vertices: number
  readonly facts: Facts
}

/** The file is here and holds nothing that can be shown; the message says why. */
class UnshownGlbError extends Error {
  override readonly name = 'UnshownGlbError'
}

/** Whether it is the file that is at fault: it comes no better for being asked for again. */
export const isFileFault = (error: Error): boolean => error instanceof UnsafeGlbError || error instanceof UnshownGlbError

async function sceneOf(bytes: Uint8Array<ArrayBuffer>): Promise<Group> {
  const { extensionsUsed } = preflightGlb(bytes)
  const loader = new GLTFLoader()
  const endDecoders = await giveDecoders(loader, extensionsUsed)
  try {
    return (await loader.parseAsync(bytes.buffer, '')).scene
  } catch (cause) {
    // A loader stumbles over a damaged file somewhere in its own code, and its words are for who wrote that.
    throw new UnshownGlbError('The mesh file is damaged: what it describes is not in it.', { cause })
  } finally {
    endDecoders()
  }
}

function boxIn(scene: Group): Box {
  const box = worldBox(scene)
  const size = boxSize(box)
  if (size.every((side) => side === -Infinity)) throw new UnshownGlbError('The file holds no mesh that can be shown.')
  if (!size.every(Number.isFinite)) throw new UnshownGlbError('One of the mesh’s vertices is no number (NaN), so it has no size and cannot be shown.')
  return box
}

/** @throws {Error} with a sentence for the artist: {UnsafeGlbError} for a file that is refused, {UnshownGlbError} for one that shows nothing */
export async function openGlb(bytes: Uint8Array<ArrayBuffer>): Promise<LoadedMesh> {
  const scene = await sceneOf(bytes)
  const meshes = meshesIn(scene)
  const box = boxIn(scene)
  for (const mesh of meshes) {
    mesh.castShadow = true
    mesh.receiveShadow = true
  }
  const corners = meshes.map(({ geometry }) => geometry.index?.count ?? geometry.getAttribute('position').count)
  return {
    bytes,
    scene,
    box,
    triangles: corners.reduce((sum, each) => sum + each / 3, 0),
    facts: factsOf(scene),
    vertices: meshes.reduce((sum, { geometry }) => sum + geometry.getAttribute('position').count, 0),
  }
}

async function loadMesh(result: Result, signal: AbortSignal): Promise<LoadedMesh> {
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
    queryFn: ({ signal }) => edgesOf(mesh.scene, signal),
    staleTime: Infinity,
    networkMode: 'always',
    retry: false,
  })
