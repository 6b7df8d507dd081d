/* Between pixels and what the network counts with, as U²-Net's own `u2net_test.py` and `data_loader.py` have it. */
import type { ModelSpec } from './model-spec.ts'

/** Planes of red, green and blue: each value as a part of the picture's brightest, less the mean, over the deviation. */
export function planesOf(rgb: Uint8Array, { mean, deviation }: Pick<ModelSpec, 'mean' | 'deviation'>): Float32Array {
  const count = rgb.length / 3
  const planes = new Float32Array(rgb.length)
  const most = rgb.reduce((a, b) => Math.max(a, b), 1)
  for (let p = 0; p < count; p++)
    for (let c = 0; c < 3; c++) planes[c * count + p] = (rgb[3 * p + c]! / most - mean[c]!) / deviation[c]!
  return planes
}

/** The least value becomes 0 and the largest 1. All are 0 where they are all the same: then nothing was seen. */
export function spread(values: Float32Array): Float32Array {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity)
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity)
  return values.map((value) => (most > least ? (value - least) / (most - least) : 0))
}
