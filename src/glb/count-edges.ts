/** Triangles in a space of their own, and where that lies in the scene. */
export interface PlacedTriangles {
  /** Flat xyz. */
  readonly positions: Float32Array
  /** Null where the corners simply follow one another. */
  readonly indices: Uint32Array | null
  /** Column-major 4 × 4, as glTF writes it. */
  readonly matrix: readonly number[]
}

export interface Edges {
  /** Edges with a face on one side only: a closed surface has none. */
  readonly open: number
  /** Edges where more than two faces meet. */
  readonly crowded: number
}

const mix = (a: number, b: number, c: number): number => {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return (h ^ (h >>> 13)) >>> 0
}

const tableFor = (items: number): Int32Array =>
  new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, items * 2)))).fill(-1)

/** One number per position: vertices that were split for their normals or UVs are the same point of the surface. */
function weld(places: Float32Array): Uint32Array {
  // Compared as bits; `placesOf` has turned -0 into 0.
  const bits = new Int32Array(places.buffer, places.byteOffset, places.length)
  const count = places.length / 3
  const table = tableFor(count)
  const point = new Uint32Array(count)
  for (let vertex = 0; vertex < count; vertex++) {
    const [x, y, z] = [bits[vertex * 3]!, bits[vertex * 3 + 1]!, bits[vertex * 3 + 2]!]
    let slot = mix(x, y, z) & (table.length - 1)
    for (let other = table[slot]!; other !== -1; other = table[slot]!) {
      if (bits[other * 3] === x && bits[other * 3 + 1] === y && bits[other * 3 + 2] === z) break
      slot = (slot + 1) & (table.length - 1)
    }
    if (table[slot] === -1) table[slot] = vertex
    point[vertex] = table[slot]!
  }
  return point
}

/** All positions in the scene's space, one after another; adding 0 turns -0 into 0. */
function placesOf(parts: readonly PlacedTriangles[]): Float32Array {
  const places = new Float32Array(parts.reduce((sum, { positions }) => sum + positions.length, 0))
  let at = 0
  for (const { positions, matrix: m } of parts) {
    for (let i = 0; i < positions.length; i += 3, at += 3) {
      const [x, y, z] = [positions[i]!, positions[i + 1]!, positions[i + 2]!]
      for (let axis = 0; axis < 3; axis++)
        places[at + axis] = m[axis]! * x + m[4 + axis]! * y + m[8 + axis]! * z + m[12 + axis]! + 0
    }
  }
  return places
}

function cornersOf(parts: readonly PlacedTriangles[]): Uint32Array {
  const corners = new Uint32Array(
    parts.reduce((sum, { indices, positions }) => sum + (indices?.length ?? positions.length / 3), 0),
  )
  let [at, first] = [0, 0]
  for (const { indices, positions } of parts) {
    const count = indices?.length ?? positions.length / 3
    for (let i = 0; i < count; i++) corners[at++] = first + (indices ? indices[i]! : i)
    first += positions.length / 3
  }
  return corners
}

/** Counts the edges that are not shared by exactly two faces; faces without area are left out. */
export function countEdges(parts: readonly PlacedTriangles[]): Edges {
  const point = weld(placesOf(parts))
  const corners = cornersOf(parts)
  const table = tableFor(corners.length)
  const [ends, faces] = [new Uint32Array(corners.length * 2), new Uint8Array(corners.length)]
  let edges = 0
  const add = (p: number, q: number) => {
    const [low, high] = p < q ? [p, q] : [q, p]
    let slot = mix(low, high, 0) & (table.length - 1)
    for (let other = table[slot]!; other !== -1; other = table[slot]!) {
      if (ends[other * 2] === low && ends[other * 2 + 1] === high) break
      slot = (slot + 1) & (table.length - 1)
    }
    if (table[slot] === -1) {
      table[slot] = edges
      ends[edges * 2] = low
      ends[edges * 2 + 1] = high
      edges++
    }
    const edge = table[slot]!
    faces[edge] = Math.min(3, faces[edge]! + 1)
  }
  for (let corner = 0; corner + 2 < corners.length; corner += 3) {
    const [a, b, c] = [point[corners[corner]!]!, point[corners[corner + 1]!]!, point[corners[corner + 2]!]!]
    if (a === b || b === c || c === a) continue
    add(a, b)
    add(b, c)
    add(c, a)
  }
  let [open, crowded] = [0, 0]
  for (let edge = 0; edge < edges; edge++) {
    if (faces[edge] === 1) open++
    if (faces[edge] === 3) crowded++
  }
  return { open, crowded }
}
