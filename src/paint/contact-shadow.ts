/**
 * Soft shadow of an object on the ground it stands on, as two layers of a height map seen from below: a tight dark one where
 * the object touches the ground, without which thin legs seem to hover, and a broad faint one for the body above. It is ambient
 * occlusion's cheapest cousin. A shadow map of the key light was passed over: it would wander while the object turns.
 */
import type { Model } from './model.ts'

type Shape = Pick<Model, 'positions' | 'indices'>

const CELLS = 128

/** How fast a layer fades with height, per height of the object; its blur in cells; how dark it gets. */
const LAYERS = [
  { fade: 16, radius: 1, strength: 0.75 },
  { fade: 4, radius: 5, strength: 0.65 },
] as const

/** How dark the ground is under a model, 0…1, over a square of `reach` around the vertical axis; `cells` along a side. */
export interface ContactShadow {
  readonly reach: number
  readonly cells: number
  readonly darkness: Float32Array
  /** No place farther than this from the axis is darkened; a cell less than `reach`. */
  readonly radius: number
}

/** The shadow of a model whose vertical axis is x = z = 0, on the ground at y = `ground`. */
export function contactShadow(shape: Shape, ground: number, height: number, reach: number): ContactShadow {
  const lowest = heightMap(shape, ground, reach)
  const light = new Float32Array(CELLS * CELLS).fill(1)
  for (const { fade, radius, strength } of LAYERS) {
    let layer = lowest.map((above) => Math.exp((-fade * above) / height))
    for (let pass = 0; pass < 3; pass++) layer = blurred(blurred(layer, 1, radius), CELLS, radius)
    for (let k = 0; k < light.length; k++) light[k]! *= 1 - strength * layer[k]!
  }
  const darkness = light.map((left) => 1 - left)
  let cells = 0
  for (let j = 0, k = 0; j < CELLS; j++)
    for (let i = 0; i < CELLS; i++, k++)
      if (darkness[k]! > 1 / 512) cells = Math.max(cells, Math.hypot(i - (CELLS - 1) / 2, j - (CELLS - 1) / 2))
  const perCell = (CELLS - 1) / (2 * reach)
  return { reach, cells: CELLS, darkness, radius: Math.min((cells + 1.5) / perCell, reach - 1 / perCell) }
}

/** Lowest height over each cell, Infinity where nothing stands; every triangle is sampled as densely as the cells. */
function heightMap({ positions, indices }: Shape, ground: number, reach: number): Float32Array<ArrayBuffer> {
  const lowest = new Float32Array(CELLS * CELLS).fill(Infinity)
  const perCell = (CELLS - 1) / (2 * reach)
  for (let t = 0; t < indices.length; t += 3) {
    const a = 3 * indices[t]!,
      b = 3 * indices[t + 1]!,
      c = 3 * indices[t + 2]!
    const ax = positions[a]!,
      ay = positions[a + 1]!,
      az = positions[a + 2]!
    const bx = positions[b]! - ax,
      by = positions[b + 1]! - ay,
      bz = positions[b + 2]! - az
    const cx = positions[c]! - ax,
      cy = positions[c + 1]! - ay,
      cz = positions[c + 2]! - az
    const steps = 1 + Math.ceil(perCell * Math.max(Math.abs(bx), Math.abs(bz), Math.abs(cx), Math.abs(cz)))
    for (let i = 0; i <= steps; i++) {
      for (let j = 0; j <= steps - i; j++) {
        const [wb, wc] = [i / steps, j / steps]
        const column = Math.round((ax + wb * bx + wc * cx + reach) * perCell)
        const row = Math.round((az + wb * bz + wc * cz + reach) * perCell)
        if (column < 0 || row < 0 || column >= CELLS || row >= CELLS) continue
        const above = ay + wb * by + wc * cy - ground
        if (above < lowest[row * CELLS + column]!) lowest[row * CELLS + column] = above
      }
    }
  }
  return lowest
}

function blurred(source: Float32Array, stride: number, radius: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(source.length)
  const across = stride === 1 ? CELLS : 1
  for (let line = 0; line < CELLS; line++) {
    let sum = 0
    for (let k = -radius; k < CELLS; k++) {
      if (k + radius < CELLS) sum += source[line * across + (k + radius) * stride]!
      if (k > radius) sum -= source[line * across + (k - radius - 1) * stride]!
      if (k >= 0) out[line * across + k * stride] = sum / (2 * radius + 1)
    }
  }
  return out
}
