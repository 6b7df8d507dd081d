/** What a morph target adds, and how much of it. */
export type Morph = readonly [deltas: Float32Array | null, weight: number]

/** A flat array with the weighted deltas of its morph targets; the array itself where none counts. */
export function morphedBy(base: Float32Array, morphs: readonly Morph[]): Float32Array {
  const counting = morphs.filter(([deltas, weight]) => deltas !== null && weight !== 0)
  if (counting.length === 0) return base
  const sum = base.slice()
  for (const [deltas, weight] of counting) {
    if (deltas) for (let i = 0; i < sum.length; i++) sum[i]! += weight * deltas[i]!
  }
  return sum
}
