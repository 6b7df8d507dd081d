import type { Model } from './model.ts'

const CELLS = 72

/** How dark the ground is under a model: 0…1 over a square of `reach` around the vertical axis, sampled by place. */
export interface ContactShadow {
  readonly reach: number
  readonly darkness: Float32Array
}

/**
 * Soft shadow of an object on the ground it stands on: triangles are splatted onto a coarse grid, weighted down with their
 * height, and blurred. It is ambient occlusion's cheapest cousin; a shadow map of the key would move while the object turns.
 */
export function contactShadow({ positions, indices }: Model, ground: number, height: number, reach: number): ContactShadow {
  let grid = new Float32Array(CELLS * CELLS)
  for (let t = 0; t < indices.length; t += 3) {
    const [a, b, c] = [indices[t]! * 3, indices[t + 1]! * 3, indices[t + 2]! * 3]
    const [x, y, z] = [0, 1, 2].map((k) => (positions[a + k]! + positions[b + k]! + positions[c + k]!) / 3) as [number, number, number]
    const weight = Math.exp((-5 * (y - ground)) / height)
    const i = Math.round(((x / reach) * 0.5 + 0.5) * (CELLS - 1))
    const j = Math.round(((z / reach) * 0.5 + 0.5) * (CELLS - 1))
    if (i < 0 || j < 0 || i >= CELLS || j >= CELLS) continue
    grid[j * CELLS + i] = Math.max(grid[j * CELLS + i]!, weight)
  }
  for (let pass = 0; pass < 3; pass++) grid = blurred(blurred(grid, 1), CELLS)
  return { reach, darkness: grid }
}

const RADIUS = 3

function blurred(source: Float32Array<ArrayBuffer>, stride: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(source.length)
  const across = stride === 1 ? CELLS : 1
  for (let line = 0; line < CELLS; line++) {
    for (let k = 0; k < CELLS; k++) {
      let sum = 0
      for (let d = -RADIUS; d <= RADIUS; d++) if (k + d >= 0 && k + d < CELLS) sum += source[line * across + (k + d) * stride]!
      out[line * across + k * stride] = sum / (2 * RADIUS + 1)
    }
  }
  return out
}

/** Darkness at a place on the ground, bilinear; 0 outside and where there is no ground. */
export function darknessAt({ reach, darkness }: ContactShadow, x: number, z: number): number {
  const u = ((x / reach) * 0.5 + 0.5) * (CELLS - 1)
  const v = ((z / reach) * 0.5 + 0.5) * (CELLS - 1)
  if (!(u >= 0 && v >= 0 && u < CELLS - 1 && v < CELLS - 1)) return 0
  const i = u | 0
  const j = v | 0
  const fu = u - i
  const fv = v - j
  const at = j * CELLS + i
  const near = darkness[at]! * (1 - fu) + darkness[at + 1]! * fu
  const far = darkness[at + CELLS]! * (1 - fu) + darkness[at + CELLS + 1]! * fu
  return near * (1 - fv) + far * fv
}
