/** Finds equal vertices. */

/** Attributes of the vertices, each with so many numbers a vertex. */
export interface Rows {
  readonly values: Float32Array
  readonly width: number
}

export interface Welded {
  /** For each vertex the number of the first one like it, counted among the different ones. */
  readonly numberOf: Uint32Array
  /** For each different one the first vertex like it. */
  readonly first: Uint32Array
}

/** The murmur finaliser, which spreads nearby bit patterns. */
function mixed(hash: number, bits: number): number {
  let next = Math.imul(hash ^ bits, 0x85ebca6b)
  next ^= next >>> 13
  return Math.imul(next, 0xc2b2ae35) ^ (next >>> 16)
}

/** Vertices with the same bits in every attribute are one; 0 and -0 are the same. An open hash table, as a Map of strings takes ten times as long. */
export function weld(rows: readonly Rows[], count: number): Welded {
  const plain = rows.map(({ values, width }) => {
    const positive = values.map((value) => value + 0)
    return { bits: new Uint32Array(positive.buffer), width }
  })
  let size = 16
  while (size < count * 2) size *= 2
  const table = new Int32Array(size).fill(-1)
  const numberOf = new Uint32Array(count)
  const first = new Uint32Array(count)
  let found = 0
  const same = (a: number, b: number) => {
    for (const { bits, width } of plain)
      for (let k = 0; k < width; k++) if (bits[a * width + k] !== bits[b * width + k]) return false
    return true
  }
  for (let vertex = 0; vertex < count; vertex++) {
    let hash = 0
    for (const { bits, width } of plain) for (let k = 0; k < width; k++) hash = mixed(hash, bits[vertex * width + k]!)
    let at = hash & (size - 1)
    while (table[at] !== -1 && !same(first[table[at]!]!, vertex)) at = (at + 1) & (size - 1)
    if (table[at] === -1) {
      table[at] = found
      first[found++] = vertex
    }
    numberOf[vertex] = table[at]!
  }
  return { numberOf, first: first.slice(0, found) }
}

/** The rows of some vertices. */
export function pick(values: Float32Array, width: number, vertices: Uint32Array): Float32Array<ArrayBuffer> {
  const picked = new Float32Array(vertices.length * width)
  for (let to = 0; to < vertices.length; to++) {
    const from = vertices[to]! * width
    for (let k = 0; k < width; k++) picked[to * width + k] = values[from + k]!
  }
  return picked
}
