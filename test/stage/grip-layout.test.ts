import { PerspectiveCamera } from 'three'
import { describe, expect, it } from 'vitest'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { screenPoint, type View } from '../../src/stage/anchors.ts'
import { cameraView } from '../../src/stage/camera-view.ts'
import { FOR_FINGER, FOR_MOUSE } from '../../src/stage/gizmo-measures.ts'
import { createGripLayout, faceSide, firstFree, type GripName } from '../../src/stage/grip-layout.ts'
import type { Scene, SceneSource } from '../../src/stage/scene.ts'

const SCENE: Scene = {
  sizeMetres: [1, 0.8, 0.6],
  automatic: [false, false, false],
  pivotNormalised: [0, 0, 0],
  unit: 'm',
  figure: false,
}
const still = (scene: Scene): SceneSource => ({ get: () => scene, subscribe: () => () => {} })

/** Looks at the middle of the box from a direction. */
function viewFrom(eye: Vec3, widthPx = 900, heightPx = 700): View {
  const camera = new PerspectiveCamera(28, widthPx / heightPx, 0.01, 1000)
  camera.position.set(...eye)
  camera.lookAt(0, 0.4, 0)
  camera.updateMatrixWorld()
  return cameraView(camera, widthPx, heightPx)
}

const NAMES: readonly GripName[] = [
  'pivot-free',
  'pivot-x',
  'pivot-y',
  'pivot-z',
  'pivot-xy',
  'pivot-xz',
  'pivot-yz',
  'size-x',
  'size-y',
  'size-z',
]

const sides = (eye: Vec3) => ([0, 1, 2] as const).map((axis) => faceSide(viewFrom(eye), axis))

/** Evenly spread directions (Fibonacci lattice on the sphere). */
const DIRECTIONS = Array.from({ length: 400 }, (_, i): Vec3 => {
  const [y, turn] = [1 - (2 * i + 1) / 400, i * Math.PI * (3 - Math.sqrt(5))]
  return [Math.sqrt(1 - y * y) * Math.cos(turn), y, Math.sqrt(1 - y * y) * Math.sin(turn)]
})

describe.each([
  ['mouse', FOR_MOUSE],
  ['finger', FOR_FINGER],
])('for a %s', (_, measures) => {
  it('no grip covers the 24 px that another has to itself, from any direction and distance', () => {
    const pivots: Vec3[] = [
      [0, 0, 0],
      [0.5, 0, 0],
      [-0.5, 0.5, 0.5],
      [0.13, -0.4, 0.2],
    ]
    for (const pivotNormalised of pivots) {
      const layout = createGripLayout(still({ ...SCENE, pivotNormalised }), measures)
      for (const [i, [x, y, z]] of DIRECTIONS.entries()) {
        const view = viewFrom([x * (2 + (i % 30)), 0.4 + y * (2 + (i % 30)), z * (2 + (i % 30))])
        const points = NAMES.map((name) => layout.grip(name, view)).flatMap(({ offered, place }) =>
          offered ? [screenPoint(view, place) ?? { x: 0, y: 0 }] : [],
        )
        const apart = points.flatMap((one, a) =>
          points.slice(a + 1).map((other) => Math.hypot(one.x - other.x, one.y - other.y)),
        )
        expect(Math.min(...apart)).toBeGreaterThanOrEqual(measures.gripPx / 2 + 12)
      }
    }
  })

  it('the free grip and at least two arrows are offered from everywhere, and all ten grips in the opening view', () => {
    const layout = createGripLayout(still(SCENE), measures)
    for (const [x, y, z] of DIRECTIONS) {
      const view = viewFrom([3.5 * x, 0.4 + 3.5 * y, 3.5 * z])
      expect(layout.grip('pivot-free', view).offered).toBe(true)
      expect(NAMES.slice(1, 4).filter((name) => layout.grip(name, view).offered).length).toBeGreaterThanOrEqual(2)
    }
    const opening = viewFrom([2, 1.8, 3.4])
    expect(NAMES.filter((name) => !layout.grip(name, opening).offered)).toEqual([])
  })
})

describe('a grip', () => {
  it('takes the first of its places that is clear of the others, and none when all are taken', () => {
    const taken = [{ x: 0, y: 0, radiusPx: 14 }]
    expect(
      firstFree(
        [
          { x: 20, y: 0 },
          { x: 28, y: 0 },
          { x: 90, y: 0 },
        ],
        taken,
      ),
    ).toBe(1)
    expect(firstFree([{ x: 20, y: 0 }, null], taken)).toBe(-1)
  })

  it('on a face makes room for a pivot there, and for the lattice’s points', () => {
    const view = viewFrom([2, 1.8, 3.4])
    const at = (pivotNormalised: Vec3, lattice: boolean) => {
      const layout = createGripLayout(still({ ...SCENE, pivotNormalised }), FOR_MOUSE)
      layout.showLattice(lattice)
      return layout.grip('size-x', view)
    }
    expect(at([0, -0.5, 0], false)).toEqual({ place: [0.5, 0.4, 0], offered: true })
    for (const { place, offered } of [at([0.5, 0, 0], false), at([0, -0.5, 0], true)]) {
      expect(offered).toBe(true)
      expect(place[0]).toBe(0.5)
      expect(place).not.toEqual([0.5, 0.4, 0])
    }
  })

  it('stays where it is while it is held, whatever comes near', () => {
    let scene: Scene = SCENE
    const layout = createGripLayout({ get: () => scene, subscribe: () => () => {} }, FOR_MOUSE)
    const before = layout.grip('size-x', viewFrom([2, 1.8, 3.4]))
    layout.hold(true)
    scene = { ...SCENE, pivotNormalised: [0.5, 0, 0] }
    expect(layout.grip('size-x', viewFrom([2, 1.8, 3.4]))).toEqual(before)
    layout.hold(false)
    expect(layout.grip('size-x', viewFrom([2, 1.8, 3.4]))).not.toEqual(before)
  })

  it('on a face is on the side turned to the eye, but on the top even from below', () => {
    expect(sides([3, 2, 4])).toEqual([1, 1, 1])
    expect(sides([-3, -2, -4])).toEqual([-1, 1, -1])
    expect(sides([0, 0.4, 5])).toEqual([1, 1, 1])
  })
})

describe('a point of the stage', () => {
  it('has no place on the screen behind the eye, where it would be mirrored', () => {
    const view = viewFrom([0, 0.4, 3])
    expect(screenPoint(view, [0, 0.4, 0])).toEqual({ x: expect.closeTo(450), y: expect.closeTo(350) })
    expect(screenPoint(view, [0.2, 0.4, 5])).toBeNull()
  })
})
