import fc from 'fast-check'
import { PerspectiveCamera, Vector3 } from 'three'
import { describe, expect, it } from 'vitest'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { PRESENTED_PART, excessOf, figureFor, figurePlace, presentedPlace } from '../../src/stage/figures.ts'
import { FOV_DEG, VIEWS, cornersOf, framing, type Picture } from '../../src/stage/views.ts'

/** What an object takes of the picture, measured by three's own camera: parts of its height and width, and its middle from the top. */
function seen(points: readonly Vec3[], from: Vec3, picture: Picture) {
  const { eye, target } = framing(points, from, picture)
  const camera = new PerspectiveCamera(FOV_DEG, picture.widthPx / picture.heightPx, 1e-6, 1e6)
  camera.position.set(...eye)
  camera.lookAt(...target)
  camera.updateMatrixWorld()
  const places = points.map((point) => new Vector3(...point).project(camera))
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)]
  return {
    height: (Math.max(...ys) - Math.min(...ys)) / 2,
    side: Math.max(...xs.map(Math.abs)),
    middle: (1 - (Math.max(...ys) + Math.min(...ys)) / 2) / 2,
    inFront: places.every(({ z }) => z < 1),
  }
}

/** From a pea to a house, flat, thin and square: up to a hundred times as long as thin. */
const part = fc.double({ min: Math.log(0.01), max: 0, noNaN: true }).map(Math.exp)
const sizes = fc
  .tuple(part, part, part, fc.constantFrom(0.01, 0.3, 30))
  .map(([x, y, z, longest]): Vec3 => [x * longest, y * longest, z * longest])
const views = fc.oneof(
  fc.constantFrom(...Object.values(VIEWS).map(({ from }): Vec3 => from)),
  fc
    .tuple(fc.double({ min: -3.1, max: 3.1, noNaN: true }), fc.double({ min: -1, max: 1.5, noNaN: true }))
    .map(([turn, lift]): Vec3 => [Math.sin(turn) * Math.cos(lift), Math.sin(lift), Math.cos(turn) * Math.cos(lift)]),
)
const pictures = fc.record({
  widthPx: fc.integer({ min: 170, max: 3840 }),
  heightPx: fc.integer({ min: 160, max: 2160 }),
})

describe('an object of any shape, from any direction, in a picture of any proportions', () => {
  it('fills two thirds of the height, or of the width where that is tighter, and never more of the other', () => {
    fc.assert(
      fc.property(sizes, views, pictures, (size, from, picture) => {
        const { height, side: width, inFront } = seen(cornersOf(size), from, picture)
        expect(inFront).toBe(true)
        expect(height).toBeLessThan(0.72)
        expect(width).toBeLessThan(0.72)
        expect(Math.max(height, width)).toBeGreaterThan(0.6)
      }),
      { numRuns: 500 },
    )
  })

  it('is near the middle of the height, and never near an edge', () => {
    fc.assert(
      fc.property(sizes, pictures, (size, picture) => {
        for (const { from } of Object.values(VIEWS)) {
          const { middle, height } = seen(cornersOf(size), from, picture)
          expect(Math.abs(middle - 0.5)).toBeLessThan(0.12)
          expect(Math.abs(middle - 0.5) + height / 2).toBeLessThan(0.44)
        }
      }),
    )
  })

  it('stands between what lies over the picture’s top and foot, as large as before where there is room', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const picture = { widthPx: 480, heightPx: 400 }
        const look = (over: Partial<Picture>) => seen(cornersOf(size), VIEWS.threeQuarter.from, { ...picture, ...over })
        const [plain, low, tight] = [look({}), look({ footPx: 80 }), look({ topPx: 60, footPx: 140 })]
        expect(Math.max(low.height, low.side)).toBeCloseTo(Math.max(plain.height, plain.side), 5)
        expect(low.middle + low.height / 2).toBeLessThan(0.8)
        expect(tight.middle + tight.height / 2).toBeLessThan(1 - 140 / 400)
        expect(tight.middle - tight.height / 2).toBeGreaterThan(60 / 400)
      }),
    )
  })
})

describe('the figure beside a box', () => {
  it('never overtops it by much, unless the box is smaller than a coin, and then stands back', () => {
    fc.assert(
      fc.property(sizes, (sizeMetres) => {
        const figure = figureFor(sizeMetres)
        const scene = {
          sizeMetres,
          automatic: [false, false, false],
          pivotNormalised: [0, 0, 0],
          unit: 'm',
          figure: true,
        } as const
        const excess = excessOf(scene, figure)
        expect(excess < 1.13 || figure.name === 'Coin').toBe(true)
        const [x, y, z] = figurePlace(scene, figure)
        expect(x + figure.widthMetres / 2).toBeLessThan(-sizeMetres[0] / 2)
        expect(y).toBe(0)
        expect(z).toBeLessThanOrEqual(-sizeMetres[2] / 2 - (excess - 1) * Math.max(...sizeMetres))
      }),
    )
  })

  it('before an audience is small, and stays to the left of the box and behind it as the view circles', () => {
    const scene = {
      sizeMetres: [2, 1.9, 0.5],
      automatic: [false, false, false],
      pivotNormalised: [0, 0, 0],
      unit: 'm',
      figure: true,
    } as const
    const figure = figureFor(scene.sizeMetres, PRESENTED_PART)
    expect(figure.heightMetres).toBeLessThan(1)
    for (const angle of [0, 1, 2.5, -2]) {
      const [x, , z] = presentedPlace(scene, figure, angle)
      const right = x * Math.cos(angle) - z * Math.sin(angle)
      const towards = x * Math.sin(angle) + z * Math.cos(angle)
      expect(right + figure.widthMetres / 2).toBeLessThan(-1)
      expect(towards).toBeLessThan(0)
    }
  })
})
