import { queryOptions } from '@tanstack/react-query'
import type { Group } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import { readAnswer } from '../contract/answer.ts'
import { boxSize, type Box } from '../contract/vec3.ts'
import { giveDecoders } from './decoders.ts'
import { edgesOf, factsOf, type Facts } from './mesh-facts.ts'
import { meshesIn } from './meshes-in.ts'
import { preflightGlb } from './preflight-glb.ts'
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

/** @throws {UnsafeGlbError} for a file that is refused, and whatever the loader throws for one it cannot read */
export async function openGlb(bytes: Uint8Array<ArrayBuffer>): Promise<LoadedMesh> {
  const { extensionsUsed } = preflightGlb(bytes)
  const loader = new GLTFLoader()
  const endDecoders = await giveDecoders(loader, extensionsUsed)
  const { scene } = await loader.parseAsync(bytes.buffer, '').finally(endDecoders)
  const meshes = meshesIn(scene)
  const box = worldBox(scene)
  if (meshes.length === 0 || !boxSize(box).every(Number.isFinite)) throw new Error('The file holds no mesh that can be shown.')
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

/** A result's GLB, fetched once and kept: what was fetched goes on working when its link expires or the network is gone. */
export const meshQuery = (result: Result) =>
  queryOptions({
    queryKey: ['mesh', result.sessionCode, result.kind, result.version],
    queryFn: async ({ signal }): Promise<LoadedMesh> => {
      if (result.own) return openGlb(new Uint8Array(await result.own.arrayBuffer()))
      const response = await fetch(resultUrl(result, 'glb'), { signal })
      if (!response.ok) await readAnswer(response)
      return openGlb(new Uint8Array(await response.arrayBuffer()))
    },
    staleTime: Infinity,
    networkMode: 'always',
    // The scene is no plain data; comparing it would walk the whole mesh.
    structuralSharing: false,
    retry: result.own ? false : 2,
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
