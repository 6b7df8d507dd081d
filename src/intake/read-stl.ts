/**
 * STL (3D Systems, 1989), binary and text. three.js's STLLoader takes memory for as many facets as the header claims, and takes every binary
 * file that begins with "solid" and has a byte too many for an empty text.
 */
import type { MeshPart } from '../formats/mesh-part.ts'
import { IntakeError } from './intake-error.ts'
import { PLAIN_MATERIAL, refuseMany, refuseText } from './surface.ts'

const [HEADER_BYTES, FACET_BYTES] = [84, 50]
const HEAD_BYTES = 1024
/** Three numbers after the word; upper case occurs. */
const VERTEX = /\bvertex\s+(\S+)\s+(\S+)\s+(\S+)/gi

const partOf = (positions: Float32Array): MeshPart => ({
  name: '',
  positions,
  normals: null,
  uvs: null,
  colours: null,
  indices: Uint32Array.from({ length: positions.length / 3 }, (_, corner) => corner),
  material: PLAIN_MATERIAL,
})

function isText(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES))
  return /^\s*solid\b/i.test(head) && (/\bfacet\b/i.test(head) || /\bendsolid\b/i.test(head))
}

function readText(bytes: Uint8Array, name: string): MeshPart {
  refuseText(bytes, name)
  const text = new TextDecoder().decode(bytes)
  const values: number[] = []
  for (const [, x, y, z] of text.matchAll(VERTEX)) {
    values.push(Number(x), Number(y), Number(z))
    refuseMany(values.length / 9, name)
  }
  if (!/endsolid/i.test(text.slice(-HEAD_BYTES)) || values.length % 9 > 0)
    throw new IntakeError(`${name} is cut off in the middle. Export or copy it again.`)
  return partOf(Float32Array.from(values))
}

function readBinary(bytes: Uint8Array, name: string): MeshPart {
  if (bytes.length < HEADER_BYTES) throw new IntakeError(`${name} is no STL: it is too short for one. Export it again.`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const there = Math.floor((bytes.length - HEADER_BYTES) / FACET_BYTES)
  // A writer that did not know the count beforehand leaves 0.
  const facets = view.getUint32(HEADER_BYTES - 4, true) || there
  if (facets > there)
    throw new IntakeError(
      `${name} is cut off or no STL: it should hold ${facets} triangles and has room for ${there}. Export or copy it again.`,
    )
  refuseMany(facets, name)
  const positions = new Float32Array(facets * 9)
  for (let facet = 0; facet < facets; facet++)
    for (let k = 0; k < 9; k++)
      positions[facet * 9 + k] = view.getFloat32(HEADER_BYTES + facet * FACET_BYTES + 12 + 4 * k, true)
  return partOf(positions)
}

/**
 * An STL as it stands in the file.
 * @throws {IntakeError} for one that is cut off, or too large
 */
export function readStl(bytes: Uint8Array, name: string): MeshPart {
  const isExact =
    bytes.length >= HEADER_BYTES &&
    new DataView(bytes.buffer, bytes.byteOffset).getUint32(HEADER_BYTES - 4, true) * FACET_BYTES + HEADER_BYTES ===
      bytes.length
  return !isExact && isText(bytes) ? readText(bytes, name) : readBinary(bytes, name)
}
