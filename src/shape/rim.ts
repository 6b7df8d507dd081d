/**
 * The border of a sheet as its triangles have it, and the vertices around which they are no single fan. Corners are sorted by vertex
 * (counting sort) and walked; a map of half-edges would have to hash every one.
 */
import type { Sheet } from './sheet.ts'

export interface Rim {
  /** Vertices of the sheet along its outlines. */
  readonly vertices: Uint32Array
  /** For each of those, the place in `vertices` of the next one along its outline, with the inside to the left. */
  readonly next: Uint32Array
  /** Vertices with more than one fan of triangles, or with an edge used twice. */
  readonly faults: number[]
}

/** Walks the triangles around every vertex; in a sound sheet they are one fan, closed inside and open at the rim. */
export function rimOf({ indices, positions }: Pick<Sheet, 'indices' | 'positions'>): Rim {
  const count = positions.length / 3
  const { starts, ahead, behind } = cornersByVertex(indices, count)
  const [vertices, onward, faults]: number[][] = [[], [], []]
  const placeOf = new Int32Array(count).fill(-1)
  for (let v = 0; v < count; v++) {
    const [from, end] = [starts[v]!, starts[v + 1]!]
    if (from === end) continue
    const first = firstOfFan(ahead, behind, from, end)
    if (walkFan(ahead, behind, from, end, first) !== end - from) faults!.push(v)
    if (first < 0) continue
    placeOf[v] = vertices!.push(v) - 1
    onward!.push(ahead[first]!)
  }
  return { vertices: Uint32Array.from(vertices!), next: Uint32Array.from(onward!, (v) => placeOf[v]!), faults: faults! }
}

interface Corners {
  /** Where the corners of each vertex begin; `ahead` and `behind` are a corner's next and previous vertex in its triangle. */
  readonly starts: Uint32Array
  readonly ahead: Uint32Array
  readonly behind: Uint32Array
}

function cornersByVertex(indices: Uint32Array, count: number): Corners {
  const starts = new Uint32Array(count + 1)
  for (let k = 0; k < indices.length; k++) starts[indices[k]! + 1]!++
  for (let v = 0; v < count; v++) starts[v + 1]! += starts[v]!
  const free = starts.slice()
  const [ahead, behind] = [new Uint32Array(indices.length), new Uint32Array(indices.length)]
  for (let k = 0; k < indices.length; k++) {
    const [at, first] = [free[indices[k]!]!++, k - (k % 3)]
    ahead[at] = indices[first + ((k + 1) % 3)]!
    behind[at] = indices[first + ((k + 2) % 3)]!
  }
  return { starts, ahead, behind }
}

/** The corner whose edge ahead no other triangle shares; -1 when the fan is closed. */
function firstOfFan(ahead: Uint32Array, behind: Uint32Array, from: number, end: number): number {
  for (let k = from; k < end; k++) if (find(behind, from, end, ahead[k]!) < 0) return k
  return -1
}

/** How many corners follow one another. */
function walkFan(ahead: Uint32Array, behind: Uint32Array, from: number, end: number, first: number): number {
  let walked = 0
  const begin = first < 0 ? from : first
  for (let k = begin; k >= 0 && walked <= end - from; k = find(ahead, from, end, behind[k]!)) {
    walked++
    if (behind[k] === ahead[begin] && first < 0) break
  }
  return walked
}

function find(values: Uint32Array, from: number, end: number, value: number): number {
  for (let k = from; k < end; k++) if (values[k] === value) return k
  return -1
}
