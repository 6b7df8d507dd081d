import {
  Texture,
  type BufferAttribute,
  type BufferGeometry,
  type InterleavedBufferAttribute,
  type Material,
  type Mesh,
  type Object3D,
} from 'three'
import { askWorker } from '../ui/ask-worker.ts'
import type { Edges, PlacedTriangles } from '../glb/count-edges.ts'
import { meshesIn } from './meshes-in.ts'

export interface Facts {
  readonly parts: number
  readonly materials: number
  /** Their sizes in pixels, largest first. */
  readonly textures: readonly (readonly [width: number, height: number])[]
}

const materialsOf = (mesh: Mesh): readonly Material[] => [mesh.material].flat()

/** Size of a texture's image as in the file; of a compressed one, of its largest level. */
function pixelsOf(texture: Texture): readonly [number, number] | null {
  const picture = texture.image as { readonly width?: number; readonly height?: number } | undefined
  return picture?.width && picture.height ? [picture.width, picture.height] : null
}

/** What a scene is made of. What several parts share is counted once. */
export function factsOf(scene: Object3D): Facts {
  const meshes = meshesIn(scene)
  const materials = new Set(meshes.flatMap(materialsOf))
  const textures = new Set(
    [...materials].flatMap((material) => Object.values(material).filter((value) => value instanceof Texture)),
  )
  // Two textures may share one image and differ in wrapping only.
  const pictures = new Map([...textures].map((texture) => [texture.source.uuid, pixelsOf(texture)]))
  const sizes = [...pictures.values()].filter((size) => size !== null)
  return {
    parts: meshes.length,
    materials: materials.size,
    textures: sizes.toSorted((a, b) => b[0] * b[1] - a[0] * a[1]),
  }
}

function floatsOf(attribute: BufferAttribute | InterleavedBufferAttribute): Float32Array {
  const { array } = attribute
  if (!('data' in attribute) && array instanceof Float32Array && attribute.itemSize === 3) return array.slice()
  const floats = new Float32Array(attribute.count * 3)
  for (let i = 0; i < attribute.count; i++) {
    floats[i * 3] = attribute.getX(i)
    floats[i * 3 + 1] = attribute.getY(i)
    floats[i * 3 + 2] = attribute.getZ(i)
  }
  return floats
}

const partOf = ({ geometry, matrixWorld }: Mesh<BufferGeometry>): PlacedTriangles => ({
  positions: floatsOf(geometry.getAttribute('position')),
  indices: geometry.index ? Uint32Array.from(geometry.index.array) : null,
  matrix: matrixWorld.elements,
})

/** Edges of larger meshes are not counted: the tables would take more memory than the mesh. */
const MAX_TRIANGLES = 4_000_000

/** Counts open edges in a worker; null for a mesh with more than `MAX_TRIANGLES`. */
export async function edgesOf(scene: Object3D, signal: AbortSignal): Promise<Edges | null> {
  scene.updateMatrixWorld()
  const meshes = meshesIn(scene)
  const corners = meshes.reduce(
    (sum, { geometry }) => sum + (geometry.index?.count ?? geometry.getAttribute('position').count),
    0,
  )
  if (corners / 3 > MAX_TRIANGLES) return null
  const parts = meshes.map(partOf)
  const transfer = parts.flatMap(({ positions, indices }) =>
    indices ? [positions.buffer, indices.buffer] : [positions.buffer],
  )
  return askWorker<Edges>(new Worker(new URL('./edge-worker.ts', import.meta.url), { type: 'module' }), parts, {
    signal,
    transfer,
  })
}
