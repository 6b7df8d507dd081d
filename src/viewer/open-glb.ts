import type { Group } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import { boxSize, type Box } from '../contract/vec3.ts'
import { giveDecoders } from './decoders.ts'
import { factsOf, type Facts } from './mesh-facts.ts'
import { meshesIn } from './meshes-in.ts'
import { preflightGlb } from '../glb/preflight-glb.ts'
import { UnshownGlbError } from './unshown-glb-error.ts'
import { worldBox } from './world-box.ts'

/** A mesh as it was delivered: its bytes, its scene, and what its vertices say. */
export interface LoadedMesh {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly scene: Group
  readonly box: Box
  readonly triangles: number
  readonly vertices: number
  readonly facts: Facts
}

async function sceneOf(bytes: Uint8Array<ArrayBuffer>): Promise<Group> {
  const { extensionsUsed } = preflightGlb(bytes)
  const loader = new GLTFLoader()
  const endDecoders = await giveDecoders(loader, extensionsUsed)
  try {
    return (await loader.parseAsync(bytes.buffer, '')).scene
  } catch (cause) {
    // On a damaged file the loader fails somewhere in its own code, with a message that tells an artist nothing.
    throw new UnshownGlbError('The mesh file is damaged: parts that it refers to are missing.', { cause })
  } finally {
    endDecoders()
  }
}

function boxIn(scene: Group): Box {
  const box = worldBox(scene)
  const size = boxSize(box)
  if (size.every((side) => side === -Infinity)) throw new UnshownGlbError('The file holds no mesh that can be shown.')
  if (!size.every(Number.isFinite))
    throw new UnshownGlbError(
      'One of the mesh’s vertices is not a number (NaN), so it has no size and cannot be shown.',
    )
  return box
}

/**
 * Reads a GLB for the stage.
 * @throws {UnsafeGlbError} for a file that is refused
 * @throws {UnshownGlbError} for one with nothing to show. Both messages are for the artist
 */
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
    triangles: corners.reduce((sum, count) => sum + count / 3, 0),
    facts: factsOf(scene),
    vertices: meshes.reduce((sum, { geometry }) => sum + geometry.getAttribute('position').count, 0),
  }
}
