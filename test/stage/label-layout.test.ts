import fc from 'fast-check'
import { PerspectiveCamera } from 'three'
import { describe, expect, it } from 'vitest'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { edgeLabelPlace } from '../../src/stage/box-edges.ts'
import { cameraView } from '../../src/stage/camera-view.ts'
import { TOOLS_PX, placeLabels, type LabelWish } from '../../src/stage/label-layout.ts'

const PICTURE = { widthPx: 360, heightPx: 300 }
const label = (x: number, y: number): LabelWish => ({ x, y, widthPx: 70, heightPx: 22 })

describe('labels', () => {
  it('stay in their best places as long as there is room', () => {
    expect(placeLabels([label(100, 100), label(200, 100), label(100, 140)], PICTURE)).toEqual([
      { x: 100, y: 100 },
      { x: 200, y: 100 },
      { x: 100, y: 140 },
    ])
  })

  it('stay inside the picture, clear of its tools and of each other, wherever their best places are', () => {
    const anywhere = fc.integer({ min: -2000, max: 2000 })
    fc.assert(
      fc.property(fc.array(fc.tuple(anywhere, anywhere), { minLength: 1, maxLength: 5 }), (places) => {
        const placed = placeLabels(
          places.map(([x, y]) => label(x, y)),
          PICTURE,
        )
        for (const [i, { x, y }] of placed.entries()) {
          expect(x).toBeGreaterThanOrEqual(35)
          expect(x).toBeLessThanOrEqual(360 - 35)
          expect(y).toBeGreaterThanOrEqual(11)
          expect(y).toBeLessThanOrEqual(300 - TOOLS_PX - 11)
          for (const other of placed.slice(i + 1))
            expect(Math.abs(other.x - x) >= 70 || Math.abs(other.y - y) >= 22).toBe(true)
        }
      }),
    )
  })
})

const look = (eye: Vec3, at: Vec3) => {
  const camera = new PerspectiveCamera(28, 1.2, 0.01, 100)
  camera.position.set(...eye)
  camera.lookAt(...at)
  camera.updateMatrixWorld()
  return cameraView(camera, PICTURE.widthPx, PICTURE.heightPx)
}
const onScreen = ({ x, y }: { x: number; y: number }) =>
  x >= 0 && x <= PICTURE.widthPx && y >= 0 && y <= PICTURE.heightPx

describe('the length of an axis', () => {
  const SIZE: Vec3 = [2, 1, 1]
  it('is written at the middle of its edge, or of the visible part of it', () => {
    const whole = edgeLabelPlace(look([0, 0.5, 12], [0, 0.5, 0]), SIZE, 0)
    expect(whole.x).toBeCloseTo(180, 6)
    expect(whole.y).toBeGreaterThan(150)
    // Near the right end of the lower front edge, whose left end is outside the picture.
    expect(onScreen(edgeLabelPlace(look([0.9, 0, 1.5], [0.9, 0, 0.5]), SIZE, 0))).toBe(true)
  })

  it('is written on another edge when the first one is out of sight', () => {
    expect(onScreen(edgeLabelPlace(look([0, 1, 2], [0, 1, 0.5]), SIZE, 0))).toBe(true)
  })

  it('is written towards its edge when none is visible, even if the edge is behind the eye', () => {
    const { y } = edgeLabelPlace(look([0, 0.5, 1.2], [0, 0.5, 0]), [20, 10, 1], 0)
    expect(y).toBeGreaterThan(300)
    expect(Number.isFinite(edgeLabelPlace(look([0, 0.5, 9], [0, 0.5, 20]), SIZE, 0).x)).toBe(true)
  })
})
