/**
 * Numbers each triangle's part of the surface, 0…127: triangles that share vertices share a number. Vertices are split where
 * panels or creases meet, so a change of number is an edge that shows. Union-find with path halving (Tarjan & van Leeuwen 1984).
 */
export function islandsOf(indices: Uint32Array, vertexCount: number): Uint8Array {
  const parents = Uint32Array.from({ length: vertexCount }, (_, v) => v)
  const root = (v: number): number => {
    while (parents[v] !== v) v = parents[v] = parents[parents[v]!]!
    return v
  }
  for (let k = 0; k < indices.length; k += 3) {
    const a = root(indices[k]!)
    parents[root(indices[k + 1]!)] = a
    parents[root(indices[k + 2]!)] = a
  }
  const numbers = new Map<number, number>()
  const islands = new Uint8Array(indices.length / 3)
  for (let t = 0; t < islands.length; t++) {
    const first = root(indices[3 * t]!)
    const number = numbers.get(first) ?? numbers.size
    numbers.set(first, number)
    // With more islands than numbers, some share one; only an edge between two that do is drawn less smoothly.
    islands[t] = number & 127
  }
  return islands
}
