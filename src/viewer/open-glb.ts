import { Line, Mesh, Points, type Group } from 'three'
import { GLTFLoader, type GLTF } from 'three/addons/loaders/GLTFLoader.js'
import type { Box, Vec3 } from '../contract/vec3.ts'
import { wholeBox } from '../glb/drawn-box.ts'
import { giveDecoders } from './decoders.ts'
import { factsOf, type Facts } from './mesh-facts.ts'
import { meantAs, mendScenes } from './mend-scene.ts'
import { meshesIn } from './meshes-in.ts'
import { texturesIn } from '../glb/check-references.ts'
import type { GlbJson } from '../glb/glb-document.ts'
import { pictureOf } from '../glb/keep-textures.ts'
import { mendGlb } from '../glb/mend-glb.ts'
import type { PictureFault } from '../glb/mend-pictures.ts'
import { preflightGlb } from '../glb/preflight-glb.ts'
import { UnshownGlbError } from './unshown-glb-error.ts'
import { hullOf, worldBox } from './world-box.ts'

/** A mesh as it was delivered and, where that was needed, mended [MEND-1]: its bytes, its scene, and what its vertices say. */
export interface LoadedMesh {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly scene: Group
  readonly box: Box
  /** Points around the mesh, in its box's frame. */
  readonly hull: readonly Vec3[]
  readonly triangles: number
  readonly vertices: number
  readonly facts: Facts
  /** What of the file could not be read, or was changed so that it can be, in sentences for the artist. */
  readonly leftOut: readonly string[]
}

interface Loaded {
  readonly scene: Group
  /** Pictures that could not be decoded, by their index. */
  readonly refused: ReadonlyMap<number, PictureFault>
}

/** The loader goes on without a texture whose picture it cannot decode, and says nothing of it. */
async function refusedPictures({ parser }: GLTF): Promise<Map<number, PictureFault>> {
  const { materials, textures = [] } = parser.json as GlbJson
  const refused = new Map<number, PictureFault>()
  for (const index of new Set(texturesIn(materials))) {
    const picture = pictureOf(textures[index] ?? {})
    if (picture !== undefined && (await parser.getDependency('texture', index)) === null)
      refused.set(picture, 'cannot be decoded')
  }
  return refused
}

async function load(bytes: Uint8Array<ArrayBuffer>): Promise<Loaded> {
  const { extensionsUsed } = preflightGlb(bytes)
  const loader = new GLTFLoader()
  const endDecoders = await giveDecoders(loader, extensionsUsed)
  try {
    const loaded = await loader.register(meantAs).parseAsync(bytes.buffer, '')
    mendScenes(loaded)
    return { scene: loaded.scene, refused: await refusedPictures(loaded) }
  } catch (cause) {
    // On a damaged file the loader fails somewhere in its own code, with a message that tells an artist nothing.
    throw new UnshownGlbError('The mesh file is damaged: parts that it refers to are missing.', { cause })
  } finally {
    endDecoders()
  }
}

/** Meshes, points and lines. */
function piecesIn(scene: Group): number {
  let count = 0
  scene.traverse(
    (child) => (count += Number(child instanceof Mesh || child instanceof Line || child instanceof Points)),
  )
  return count
}

/**
 * Reads a GLB for the stage.
 * @throws {UnsafeGlbError} for a file that is refused
 * @throws {UnshownGlbError} for one with nothing to show. Both messages are for the artist
 */
export async function openGlb(source: Uint8Array<ArrayBuffer>): Promise<LoadedMesh> {
  const mended = mendGlb(source)
  const { scene, refused } = await load(mended.bytes)
  const again = refused.size > 0 ? mendGlb(mended.bytes, refused) : { bytes: mended.bytes, leftOut: [] }
  const meshes = meshesIn(scene)
  const box = wholeBox(worldBox(scene), piecesIn(scene), UnshownGlbError)
  for (const mesh of meshes) {
    mesh.castShadow = true
    mesh.receiveShadow = true
  }
  const corners = meshes.map(({ geometry }) => geometry.index?.count ?? geometry.getAttribute('position').count)
  return {
    bytes: again.bytes,
    leftOut: [...mended.leftOut, ...again.leftOut],
    scene,
    box,
    hull: hullOf(scene, box),
    triangles: corners.reduce((sum, count) => sum + count / 3, 0),
    facts: factsOf(scene),
    vertices: meshes.reduce((sum, { geometry }) => sum + geometry.getAttribute('position').count, 0),
  }
}
