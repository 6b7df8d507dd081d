import { PerspectiveCamera, Vector3 } from 'three'
import { describe, expect, it } from 'vitest'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { CameraOperator, reachAround, zoomed, type CanvasState } from '../../src/stage/camera-operator.ts'
import type { FramedScene, Scene } from '../../src/stage/scene.ts'
import { createStore } from '../../src/ui/store.ts'

const SCENE: Scene = {
  sizeMetres: [1, 1, 1],
  automatic: [false, false, false],
  pivotNormalised: [0, 0, 0],
  unit: 'm',
  figure: false,
}

/** A camera over a box of 1 m, in a picture of 800 × 400 CSS pixels. */
function operate() {
  const scene = createStore<FramedScene>(SCENE)
  const camera = new PerspectiveCamera(28, 2, 0.01, 100)
  const controls = { target: new Vector3(), enabled: true, minDistance: 0, maxDistance: 0, update() {} }
  const size = { width: 800, height: 400, top: 0, left: 0 }
  const operator = new CameraOperator(
    () => ({ camera, controls, size, gl: null, invalidate() {} }) as unknown as CanvasState,
    scene,
  )
  operator.follow()
  const distance = () => camera.position.distanceTo(controls.target)
  return {
    scene,
    camera,
    controls,
    size,
    operator,
    distance,
    direction: () => new Vector3().subVectors(camera.position, controls.target).normalize(),
  }
}

const aQuarterOf = (widthPx: number, heightPx: number) => ({ widthPx: widthPx / 4, heightPx })

describe('zooming', () => {
  const stand = { eye: [0, 0, 4], target: [0, 0, 0] } as const

  it('keeps the point under the pointer in its place', () => {
    expect(zoomed(stand, [1, 1, 0], 2, { min: 0.1, max: 100 })).toEqual({ eye: [0.5, 0.5, 2], target: [0.5, 0.5, 0] })
  })

  it('stops before the eye is inside the middle of the box, and before the box is a speck', () => {
    const reach = reachAround(2)
    const distance = (nearer: number) => zoomed(stand, [0, 0, 0], nearer, reach).eye[2]
    expect([distance(1e9), distance(1e-9)]).toEqual([expect.closeTo(reach.min), expect.closeTo(reach.max)])
    expect([reach.min < 2, reach.max > 40]).toEqual([true, true])
  })
})

describe('the camera', () => {
  it('frames the box again from the same direction once the box has outgrown the picture, and not before', () => {
    const { scene, operator, distance, direction } = operate()
    operator.orbit(40, 10)
    operator.frame()
    const [before, towards] = [distance(), direction()]
    scene.set({ ...SCENE, sizeMetres: [1.1, 1.1, 1.1] })
    expect(distance()).toBe(before)
    scene.set({ ...SCENE, sizeMetres: [10, 10, 10] })
    expect(distance()).toBeCloseTo(10 * before, 6)
    expect(direction().dot(towards)).toBeCloseTo(1, 9)
  })

  it('frames what is newly shown, whatever was resized before, unless the artist has moved the camera', () => {
    const { scene, operator, distance } = operate()
    const framed = distance()
    const show = (occasion: string, side = 1.2) => scene.set({ ...SCENE, sizeMetres: [side, side, side], occasion })
    scene.set({ ...SCENE, sizeMetres: [1.2, 1.2, 1.2] })
    expect(distance(), 'a size that the artist sets').toBe(framed)
    show('a mesh')
    expect(distance()).toBeCloseTo(1.2 * framed, 6)
    operator.zoom(1.1)
    const own = distance()
    show('another mesh', 1)
    expect(distance()).toBe(own)
    operator.frame()
    show('a third mesh', 1.1)
    expect(distance()).toBeCloseTo(1.1 * framed, 6)
  })

  it('begins anew with another session, wherever the artist has moved it', () => {
    const { scene, operator, camera } = operate()
    const before = camera.position.toArray()
    operator.orbit(50, 20)
    operator.pan(0.3, 0)
    scene.set({ ...SCENE, subject: 'ANOTHER' })
    expect(camera.position.toArray()).toEqual(before.map((each) => expect.closeTo(each, 9) as number))
  })

  it('keeps a view that the artist chose where the picture takes another shape', () => {
    const { scene, operator, controls, direction } = operate()
    operator.orbit(50, 20)
    operator.pan(0.3, 0.1)
    const [towards, target] = [direction(), controls.target.toArray()]
    scene.set({ ...SCENE, occasion: 'four beside each other', pane: aQuarterOf })
    expect(controls.target.toArray()).toEqual(target)
    expect(direction().dot(towards)).toBeCloseTo(1, 9)
  })

  it('stays where it is while something is dragged, whatever changes', () => {
    const { scene, camera, controls, operator } = operate()
    const before = camera.position.toArray()
    operator.hold(true)
    operator.show('top')
    operator.orbit(20, 0)
    operator.pan(1, 0)
    operator.zoom(2)
    scene.set({ ...SCENE, sizeMetres: [10, 10, 10] })
    expect(camera.position.toArray()).toEqual(before)
    expect(controls.enabled).toBe(false)
  })

  it('catches up with a window that was made narrower during a drag once it is let go', () => {
    const { size, operator, controls, distance } = operate()
    const before = distance()
    operator.hold(true)
    size.width = 200
    operator.adapt()
    expect(distance()).toBe(before)
    operator.hold(false)
    expect(distance()).toBeGreaterThan(1.5 * before)
    expect(controls.enabled).toBe(true)
  })

  it('looks straight down and not over the pole', () => {
    const { camera, operator, controls } = operate()
    operator.orbit(0, 500)
    const above: Vec3 = [camera.position.x, camera.position.y, camera.position.z]
    expect(Math.hypot(above[0], above[2])).toBeLessThan(0.1)
    expect(above[1]).toBeGreaterThan(controls.target.y)
  })
})
