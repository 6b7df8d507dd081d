import { frameText, inFrame, type FileFrame } from './file-frame.ts'
import { srgb, type MeshGeometry } from './mesh-part.ts'

const FACE_BYTES = 13

/** Blender, MeshLab and CloudCompare take Z for up; a scanner's numbers are metres. */
export const PLY_FRAME: FileFrame = { unit: 'm', up: 'Z' }

interface Layout {
  readonly normals: boolean
  readonly uvs: boolean
  readonly colours: boolean
  readonly vertexBytes: number
}

function layoutOf(parts: readonly MeshGeometry[]): Layout {
  const normals = parts.every((part) => part.normals)
  const uvs = parts.every((part) => part.uvs)
  const colours = parts.some((part) => part.colours)
  return { normals, uvs, colours, vertexBytes: 12 + (normals ? 12 : 0) + (uvs ? 8 : 0) + (colours ? 4 : 0) }
}

/** `s` and `t` are the names by which Blender and MeshLab know texture coordinates. */
const header = ({ normals, uvs, colours }: Layout, frame: FileFrame, vertices: number, faces: number): string =>
  [
    'ply',
    'format binary_little_endian 1.0',
    `comment Plinth, ${frameText(frame)}`,
    `element vertex ${vertices}`,
    ...['x', 'y', 'z', ...(normals ? ['nx', 'ny', 'nz'] : []), ...(uvs ? ['s', 't'] : [])].map(
      (name) => `property float ${name}`,
    ),
    ...(colours ? ['red', 'green', 'blue', 'alpha'].map((name) => `property uchar ${name}`) : []),
    `element face ${faces}`,
    'property list uchar int vertex_indices',
    'end_header\n',
  ].join('\n')

/** Writes one part's vertices and says where the next begins. */
function putVertices(view: DataView, start: number, part: MeshGeometry, { normals, uvs, colours }: Layout): number {
  let at = start
  const put = (value: number) => {
    view.setFloat32(at, value, true)
    at += 4
  }
  for (let vertex = 0; vertex < part.positions.length / 3; vertex++) {
    for (let k = 0; k < 3; k++) put(part.positions[vertex * 3 + k]!)
    if (normals) for (let k = 0; k < 3; k++) put(part.normals![vertex * 3 + k]!)
    if (uvs) {
      put(part.uvs![vertex * 2]!)
      put(1 - part.uvs![vertex * 2 + 1]!)
    }
    if (!colours) continue
    for (let k = 0; k < 4; k++) {
      const linear = part.colours?.[vertex * 4 + k] ?? 1
      view.setUint8(at++, Math.round(255 * (k < 3 ? srgb(linear) : Math.min(1, Math.max(0, linear)))))
    }
  }
  return at
}

/** Binary PLY with what every part has of normals and UVs, and vertex colours where one has them. It has no textures. */
export function writePly(parts: readonly MeshGeometry[], frame = PLY_FRAME): Uint8Array<ArrayBuffer> {
  const layout = layoutOf(parts)
  const vertices = parts.reduce((sum, { positions }) => sum + positions.length / 3, 0)
  const faces = parts.reduce((sum, { indices }) => sum + indices.length / 3, 0)
  const head = new TextEncoder().encode(header(layout, frame, vertices, faces))
  const bytes = new Uint8Array(head.length + vertices * layout.vertexBytes + faces * FACE_BYTES)
  const view = new DataView(bytes.buffer)
  bytes.set(head)
  let at = head.length
  for (const part of parts) at = putVertices(view, at, inFrame(part, frame), layout)
  let first = 0
  for (const { positions, indices } of parts) {
    for (let t = 0; t < indices.length; t += 3, at += FACE_BYTES) {
      view.setUint8(at, 3)
      for (let k = 0; k < 3; k++) view.setInt32(at + 1 + 4 * k, first + indices[t + k]!, true)
    }
    first += positions.length / 3
  }
  return bytes
}
