import { flood, PixelQueue } from './flood.ts'

/**
 * The pixels around regions of a mask, up to `reach` steps from them, as long as their coverage goes on as it began.
 * @param regions runs
 * @param goesOn whether a pixel of that coverage belongs to the rim beyond one of the other
 */
export function softRim(
  mask: Float32Array,
  regions: readonly Int32Array[],
  width: number,
  reach: number,
  goesOn: (coverage: number, before: number) => boolean,
): Iterable<number> {
  const steps = new Map<number, number>()
  const queue = new PixelQueue()
  for (const runs of regions)
    for (let k = 0; k < runs.length; k += 2) for (let p = runs[k]!; p <= runs[k + 1]!; p++) queue.add(p)
  flood(queue, width, mask.length / width, (p, from) => {
    const step = (steps.get(from) ?? 0) + 1
    if (step > reach || steps.has(p) || !goesOn(mask[p]!, mask[from]!)) return false
    steps.set(p, step)
    return true
  })
  return steps.keys()
}
