import { describe, expect, it } from 'vitest'
import type { Rgba } from '../../src/formats/png.ts'
import { composeCutOut } from '../../src/strokes/compose-cut-out.ts'
import { cutOutPng } from '../../src/strokes/cut-out-png.ts'
import { openRetouch, type Retouch } from '../../src/strokes/retouch.ts'
import { drawnSubject } from '../fixtures/masks.ts'

const SIDE = 120

const drawn = new Map<number, Float32Array>()

/** How far a flower covers each pixel of a square, drawn for any side. */
function flower(side: number): Float32Array {
  const isInside = (x: number, y: number): boolean => {
    const [u, v] = [x / side - 0.5, y / side - 0.5]
    return Math.hypot(u, v) < 0.3 + 0.07 * Math.sin(5 * Math.atan2(v, u))
  }
  const mask = drawn.get(side) ?? drawnSubject(side, side, isInside).mask
  drawn.set(side, mask)
  return mask
}

/** A red flower, shaded and a little noisy, before blue with a grain. */
function pictured(side: number): Rgba {
  const truth = flower(side)
  const rgba = new Uint8Array(4 * side * side)
  for (let p = 0; p < truth.length; p++) {
    const [x, y] = [(p % side) / side, Math.floor(p / side) / side]
    const noise = ((Math.imul(p + 1, 2654435761) >>> 16) % 11) - 5
    const front = [200 - 60 * y, 60 + 40 * x, 50]
    const back = [70, 100 + 12 * Math.sin(40 * x), 160 + 12 * Math.sin(90 * y)]
    for (let c = 0; c < 3; c++) rgba[4 * p + c] = Math.round(front[c]! * truth[p]! + back[c]! * (1 - truth[p]!) + noise)
    rgba[4 * p + 3] = 255
  }
  return { rgba, width: side, height: side }
}

const bytesOf = (coverage: Float32Array): Uint8Array => Uint8Array.from(coverage, (a) => Math.round(255 * a))
const alphaOf = ({ rgba }: Rgba): Uint8Array => Uint8Array.from({ length: rgba.length / 4 }, (_, p) => rgba[4 * p + 3]!)

/** Mean difference of two coverages, in pixels for each pixel of the border. */
function offBy(alpha: Uint8Array, truth: Float32Array): number {
  const border = truth.filter((a) => a > 0 && a < 1).length
  return alpha.reduce((sum, byte, p) => sum + Math.abs(byte / 255 - truth[p]!), 0) / border
}

const workedOn = (alpha = bytesOf(flower(SIDE))): Retouch => openRetouch(pictured(SIDE), alpha)
const asItIs = { colours: 'picture', ownAlpha: false } as const

describe('a corrected outline on the picture at its full size', () => {
  it.each([1.7, 2, 3])('is as crisp as the picture, at %f times the size', (times) => {
    const side = Math.round(times * SIDE)
    const alpha = alphaOf(composeCutOut(pictured(side), workedOn(), asItIs))
    expect(offBy(alpha, flower(side))).toBeLessThan(0.12)
  })

  it('is the outline byte for byte at the size that was worked on', () => {
    const retouch = workedOn()
    retouch.apply({ mode: 'erase', hard: true, radiusPx: 5, points: [[60, 45]] })
    expect(alphaOf(composeCutOut(pictured(SIDE), retouch, asItIs))).toEqual(retouch.alpha)
  })

  it('leaves a veil as soft as it is', () => {
    const veil = Uint8Array.from(flower(SIDE), (a, p) => Math.round(a * (60 + (100 * (p % SIDE)) / SIDE)))
    const alpha = alphaOf(composeCutOut(pictured(2 * SIDE), workedOn(veil), asItIs))
    const middle = alpha[SIDE * 2 * SIDE + SIDE]
    expect(middle).toBeGreaterThan(100)
    expect(middle).toBeLessThan(120)
  })

  it('keeps the picture’s own colours, or has none of the background', () => {
    const [picture, retouch] = [pictured(2 * SIDE), workedOn()]
    const own = composeCutOut(picture, retouch, asItIs)
    expect(own.rgba.filter((byte, k) => k % 4 !== 3 && byte !== picture.rgba[k])).toHaveLength(0)
    const grown = composeCutOut(picture, retouch, { colours: 'subject', ownAlpha: false })
    const blue = Array.from({ length: grown.rgba.length / 4 }, (_, p) => grown.rgba[4 * p + 2]!)
    expect(blue.filter((value) => value > 90)).toHaveLength(0)
  })

  it('is the picture’s own alpha wherever nothing was corrected', () => {
    const picture = pictured(2 * SIDE)
    const truth = flower(2 * SIDE)
    for (let p = 0; p < truth.length; p++) picture.rgba[4 * p + 3] = Math.round(127 * truth[p]!)
    const retouch = workedOn()
    retouch.apply({ mode: 'erase', hard: true, radiusPx: 5, points: [[60, 45]] })
    const alpha = alphaOf(composeCutOut(picture, retouch, { colours: 'picture', ownAlpha: true }))
    const isNear = (p: number): boolean => Math.hypot((p % (2 * SIDE)) - 120, Math.floor(p / (2 * SIDE)) - 90) < 20
    const others = alpha.filter((byte, p) => !isNear(p) && Math.abs(byte - 255 * truth[p]!) > 1.6)
    expect(others).toHaveLength(0)
    expect(alpha[90 * 2 * SIDE + 120]).toBe(0)
  })
})

describe('the file of a cut-out', () => {
  it('is as large as the picture where that fits, else it says by how much it is smaller', async () => {
    const picture = pictured(SIDE)
    const whole = await cutOutPng(picture, 1e6)
    expect(whole).toMatchObject({ width: SIDE, height: SIDE, scale: 1 })
    const small = await cutOutPng(picture, Math.round(0.6 * whole.bytes.length))
    expect(small.bytes.length).toBeLessThanOrEqual(0.6 * whole.bytes.length)
    expect(small.scale).toBeGreaterThan(0.6)
    expect(small.scale).toBeLessThan(0.85)
    expect(small.width).toBe(Math.round(SIDE * small.scale))
  })
})
