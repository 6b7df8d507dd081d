/** What a Draco mesh claims to unpack to. Source: Draco Bitstream Specification 2.2, sections 4.1, 4.4 and 4.5. */
export interface DracoCounts {
  readonly faces: number
  /** A lower bound: with the edgebreaker method, seams add vertices during unpacking. */
  readonly vertices: number
}

const HEADER_BYTES = 11
const [TYPE_AT, METHOD_AT, FLAGS_AT] = [7, 8, 9]
const MESH = 1
const EDGEBREAKER = 1
const HAS_METADATA = 0x8000

/**
 * A number in groups of seven bits, the lowest first, the eighth bit set on all but the last; and where the next one
 * begins.
 */
function variable(bytes: Uint8Array, start: number): readonly [value: number, next: number] {
  let [value, at] = [0, start]
  for (let scale = 1; at < bytes.length; scale *= 128) {
    const byte = bytes[at++] ?? 0
    value += (byte & 127) * scale
    if (byte < 128) break
  }
  return [value, at]
}

/** Null for what is not a mesh, or where metadata stand before the counts. */
export function dracoCounts(bytes: Uint8Array): DracoCounts | null {
  const flags = (bytes[FLAGS_AT] ?? 0) | ((bytes[FLAGS_AT + 1] ?? 0) << 8)
  if (
    bytes.length <= HEADER_BYTES ||
    String.fromCharCode(...bytes.subarray(0, 5)) !== 'DRACO' ||
    bytes[TYPE_AT] !== MESH ||
    flags & HAS_METADATA
  )
    return null
  if (bytes[METHOD_AT] === EDGEBREAKER) {
    const [vertices, next] = variable(bytes, HEADER_BYTES + 1)
    return { vertices, faces: variable(bytes, next)[0] }
  }
  const [faces, next] = variable(bytes, HEADER_BYTES)
  return { faces, vertices: variable(bytes, next)[0] }
}
