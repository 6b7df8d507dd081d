import fc from 'fast-check'
import { PerspectiveCamera } from 'three'
import { describe, expect, it } from 'vitest'
import { AXES, type Vec3 } from '../../src/contract/vec3.ts'
import { screenPoint } from '../../src/stage/anchors.ts'
import { edgeLabelPlace } from '../../src/stage/box-edges.ts'
import { cameraView } from '../../src/stage/camera-view.ts'
import { FOR_MOUSE } from '../../src/stage/gizmo-measures.ts'
import { createGripLayout } from '../../src/stage/grip-layout.ts'
import {
  DOT_RADIUS_PX,
  TOOLS_PX,
  covers,
  placeOverlays,
  type LabelWish,
  type Obstacle,
  type Overlays,
} from '../../src/stage/label-layout.ts'
import { LATTICE, type ScreenPoint } from '../../src/stage/lattice.ts'
import { stagePoint } from '../../src/stage/scene.ts'

const PICTURE = { widthPx: 360, heightPx: 300 }
const labelAt = ({ x, y }: ScreenPoint): LabelWish => label(x, y)
const roundAt = ({ x, y }: ScreenPoint, radiusPx: number): Obstacle => ({ x, y, radiusPx })
const label = (x: number, y: number): LabelWish => ({ x, y, widthPx: 70, heightPx: 22 })

const places = (labels: readonly LabelWish[], more: Partial<Overlays> = {}) =>
  placeOverlays({ labels, dots: [], obstacles: [], ...more }, PICTURE)

describe('labels', () => {
  it('stay in their best places as long as there is room', () => {
    expect(places([label(100, 100), label(200, 100), label(100, 140)]).labels).toEqual([
      { x: 100, y: 100 },
      { x: 200, y: 100 },
      { x: 100, y: 140 },
    ])
  })

  it('stay inside the picture, clear of its tools and of each other, wherever their best places are', () => {
    const anywhere = fc.integer({ min: -2000, max: 2000 })
    fc.assert(
      fc.property(fc.array(fc.tuple(anywhere, anywhere), { minLength: 1, maxLength: 5 }), (wished) => {
        const { labels } = places(wished.map(([x, y]) => label(x, y)))
        const placed = labels.flatMap((place) => (place ? [place] : []))
        expect(placed).toHaveLength(wished.length)
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

  it('make way for the gizmo, and for the dots where they can', () => {
    const gizmo = { x: 100, y: 100, radiusPx: 20 }
    const [beside] = places([label(100, 100)], { obstacles: [gizmo] }).labels
    expect(beside && covers({ ...label(0, 0), ...beside }, gizmo)).toBe(false)
    const { labels, dots } = places([label(100, 100)], { dots: [{ x: 110, y: 104 }] })
    expect(labels).not.toEqual([{ x: 100, y: 100 }])
    expect(dots).toEqual([true])
  })

  it('are left out where there is no room at all', () => {
    const everywhere = { x: 180, y: 150, radiusPx: 400 }
    expect(places([label(100, 100)], { obstacles: [everywhere] }).labels).toEqual([null])
  })
})

describe('the points that the pivot snaps to', () => {
  it('are shown where they lie over nothing, and the nearest to the eye of those that coincide', () => {
    const dots = [{ x: 200, y: 200 }, { x: 203, y: 201 }, null, { x: 90, y: 100 }, { x: 250, y: 60 }]
    const shown = places([label(250, 60)], {
      dots,
      // Nothing but this place is left to the label.
      obstacles: [
        { x: 100, y: 100, radiusPx: 20 },
        { x: 250, y: 400, radiusPx: 310 },
        { x: 250, y: -290, radiusPx: 335 },
        { x: 50, y: 60, radiusPx: 120 },
        { x: 400, y: 60, radiusPx: 100 },
      ],
    })
    expect(shown.labels).toEqual([{ x: 250, y: 60 }])
    expect(shown.dots.slice(2)).toEqual([false, false, false])
    expect(places([], { dots }).dots).toEqual([true, false, false, true, true])
  })
})

describe('over a box, from any direction and distance, wherever its pivot is', () => {
  it('no label and no dot lies over the gizmo or over each other, and the three lengths are there', () => {
    const part = fc.double({ min: -0.5, max: 0.5, noNaN: true })
    const pivots = fc.tuple(...([part, part, part] as const)).map(([x, y, z]): Vec3 => [x, y, z])
    const corners = fc.constantFrom<Vec3>([-0.5, -0.5, -0.5], [0.5, 0.5, 0.5], [0, -0.5, 0])
    const eyes = fc.tuple(
      fc.double({ min: -3.1, max: 3.1, noNaN: true }),
      fc.double({ min: -0.3, max: 1.5, noNaN: true }),
      fc.double({ min: 1.5, max: 8, noNaN: true }),
    )
    const windows = fc.constantFrom([360, 330], [856, 828], [280, 240]) as fc.Arbitrary<readonly [number, number]>
    const size: Vec3 = [1, 0.8, 0.6]
    fc.assert(
      fc.property(fc.oneof(pivots, corners), eyes, windows, (pivotNormalised, [turn, lift, away], [width, height]) => {
        const eye = [Math.sin(turn) * Math.cos(lift), Math.sin(lift), Math.cos(turn) * Math.cos(lift)] as const
        const view = look([eye[0] * away, 0.4 + eye[1] * away, eye[2] * away], [0, 0.4, 0], [width, height])
        const scene = {
          sizeMetres: size,
          automatic: [false, false, false],
          pivotNormalised,
          unit: 'm',
          figure: false,
        } as const
        const obstacles = createGripLayout({ get: () => scene, subscribe: () => () => {} }, FOR_MOUSE).drawn(view, true)
        const labels = AXES.map((axis) => labelAt(edgeLabelPlace(view, size, axis)))
        const dots = LATTICE.map((point) => screenPoint(view, stagePoint(size, point)))
        const placed = placeOverlays({ labels, dots, obstacles }, view)
        const texts = placed.labels.map((place) => labelAt(place ?? { x: NaN, y: NaN }))
        const points = dots.flatMap((dot, index) => (dot && placed.dots[index] ? [roundAt(dot, DOT_RADIUS_PX)] : []))
        expect(placed.labels).not.toContain(null)
        for (const [index, text] of texts.entries()) {
          expect(obstacles.some((each) => covers(text, each))).toBe(false)
          expect(points.some((point) => covers(text, point))).toBe(false)
          for (const other of texts.slice(index + 1))
            expect(Math.abs(other.x - text.x) >= 70 || Math.abs(other.y - text.y) >= 22).toBe(true)
        }
        for (const [index, { x, y }] of points.entries())
          for (const other of [...obstacles, ...points.slice(index + 1)])
            expect(Math.hypot(other.x - x, other.y - y)).toBeGreaterThanOrEqual(other.radiusPx + DOT_RADIUS_PX)
      }),
      { numRuns: 60 },
    )
  })
})

function look(
  eye: Vec3,
  at: Vec3,
  [widthPx, heightPx] = [PICTURE.widthPx, PICTURE.heightPx] as readonly [number, number],
) {
  const camera = new PerspectiveCamera(28, widthPx / heightPx, 0.01, 100)
  camera.position.set(...eye)
  camera.lookAt(...at)
  camera.updateMatrixWorld()
  return cameraView(camera, widthPx, heightPx)
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
