import { OrbitControls } from '@react-three/drei'
import { useThree } from '@react-three/fiber'
import { useCallback, useEffect, useImperativeHandle, useRef, type ComponentRef, type Ref } from 'react'
import { MOUSE, PerspectiveCamera, Spherical, Vector3 } from 'three'
import type { Vec3 } from '../contract/vec3.ts'
import { reachAround, zoomed, type Stand } from './camera-moves.ts'
import { cameraView, rayThrough } from './camera-view.ts'
import { minus, onPlane, plus, times } from './ray.ts'
import { boxRadius, type SceneSource } from './scene.ts'
import { VIEWS, framing, type ViewName } from './views.ts'
import { wheelMove } from './wheel-move.ts'

/** What buttons, keys and the wheel do to the camera. Nothing of it does anything while the camera is held. */
export interface CameraApi {
  show(view: ViewName): void
  /** Frames the box from where the eye stands. */
  frame(): void
  /** Turns about the target, degrees to the right and up. */
  orbit(rightDeg: number, upDeg: number): void
  zoom(factor: number): void
  /** Moves the view by a part of what is seen of the target. */
  pan(right: number, up: number): void
  wheel(event: WheelEvent): void
  /** No hand, key or change of the window moves the camera while something in the stage is dragged. */
  hold(held: boolean): void
  /** Draws a frame in which nothing has moved. */
  redraw(): void
}

/** By these factors the box has outgrown the picture, which leaves it little room, or become lost in it: it is framed again. */
const OUTGROWN = 1.2
const LOST = 1 / 1.7

const MIN_POLAR_RAD = 0.01

/** The middle button pans, as in other 3D tools; the wheel is for zooming. */
const BUTTONS = { LEFT: MOUSE.ROTATE, MIDDLE: MOUSE.PAN, RIGHT: MOUSE.PAN }

export interface CameraRigProps {
  readonly scene: SceneSource
  readonly ref: Ref<CameraApi>
}

/** Orbit, pan and zoom, and the views; it frames the box when it opens and when its size leaves the picture. */
export function CameraRig({ scene, ref }: CameraRigProps) {
  const controls = useRef<ComponentRef<typeof OrbitControls>>(null)
  const { camera, gl, size, invalidate } = useThree()
  const framedRadius = useRef(0)
  const framedAspect = useRef(0)
  const held = useRef(false)
  const aspectNow = size.width / Math.max(1, size.height)
  const aspect = useRef(aspectNow)
  aspect.current = aspectNow

  const stand = useCallback(
    (): Stand => ({
      eye: camera.position.toArray() as Vec3,
      target: (controls.current?.target ?? new Vector3()).toArray() as Vec3,
    }),
    [camera],
  )
  /** The one place where the camera is moved by anything but the controls' own drags. */
  const moveTo = useCallback(
    ({ eye, target }: Stand) => {
      if (held.current) return
      camera.position.set(...eye)
      controls.current?.target.set(...target)
      controls.current?.update()
      camera.lookAt(...target)
      camera.updateMatrixWorld()
      invalidate()
    },
    [camera, invalidate],
  )

  const frameFrom = useCallback(
    (from: Vec3) => {
      if (held.current) return
      const { sizeMetres } = scene.get()
      const radius = boxRadius(sizeMetres)
      framedRadius.current = radius
      framedAspect.current = aspect.current
      if (camera instanceof PerspectiveCamera) {
        camera.near = radius / 100
        camera.far = radius * 400
        camera.updateProjectionMatrix()
      }
      if (controls.current) {
        const { min, max } = reachAround(radius)
        controls.current.minDistance = min
        controls.current.maxDistance = max
      }
      moveTo(framing(sizeMetres, from, aspect.current))
    },
    [camera, moveTo, scene],
  )
  const frame = useCallback(() => {
    const { eye, target } = stand()
    const from = minus(eye, target)
    frameFrom(Math.hypot(...from) > 0 ? from : VIEWS.threeQuarter.from)
  }, [frameFrom, stand])

  useEffect(() => {
    frameFrom(VIEWS.threeQuarter.from)
    return scene.subscribe(() => {
      const ratio = boxRadius(scene.get().sizeMetres) / framedRadius.current
      if (ratio > OUTGROWN || ratio < LOST) frame()
      invalidate()
    })
  }, [frame, frameFrom, invalidate, scene])

  /** A window of other proportions shows what the artist had in view, from as much farther as it takes. */
  const adapt = useCallback(() => {
    if (held.current || framedAspect.current === 0) return
    const { sizeMetres } = scene.get()
    const distanceAt = (of: number) =>
      Math.hypot(...minus(framing(sizeMetres, [0, 0, 1], of).eye, framing(sizeMetres, [0, 0, 1], of).target))
    const { eye, target } = stand()
    const farther = distanceAt(aspect.current) / distanceAt(framedAspect.current)
    framedAspect.current = aspect.current
    moveTo({ eye: plus(target, times(minus(eye, target), farther)), target })
  }, [moveTo, scene, stand])
  useEffect(adapt, [adapt, aspectNow])

  const turn = (change: (spherical: Spherical) => void) => {
    const { eye, target } = stand()
    const spherical = new Spherical().setFromVector3(new Vector3(...minus(eye, target)))
    change(spherical)
    spherical.phi = Math.min(Math.PI - MIN_POLAR_RAD, Math.max(MIN_POLAR_RAD, spherical.phi))
    moveTo({ eye: plus(target, new Vector3().setFromSpherical(spherical).toArray() as Vec3), target })
  }
  /** Along the picture's own axes, metres. */
  const pan = (rightMetres: number, upMetres: number) => {
    const { eye, target } = stand()
    const across = new Vector3().setFromMatrixColumn(camera.matrix, 0).multiplyScalar(rightMetres)
    const move = new Vector3()
      .setFromMatrixColumn(camera.matrix, 1)
      .multiplyScalar(upMetres)
      .add(across)
      .toArray() as Vec3
    moveTo({ eye: plus(eye, move), target: plus(target, move) })
  }
  const zoom = (factor: number, about: Vec3) =>
    moveTo(zoomed(stand(), about, factor, reachAround(framedRadius.current)))
  const wheel = (event: WheelEvent) => {
    if (!(camera instanceof PerspectiveCamera)) return
    const { eye, target } = stand()
    const view = cameraView(camera, size.width, size.height)
    const move = wheelMove(event, size.height)
    if (move.kind === 'pan') {
      const metresPerPx = view.metresPerPx(target)
      return pan(-move.rightPx * metresPerPx, move.downPx * metresPerPx)
    }
    const { left, top } = gl.domElement.getBoundingClientRect()
    const under = onPlane(rayThrough(view, event.clientX - left, event.clientY - top), target, minus(eye, target))
    zoom(move.factor, under ?? target)
  }
  useImperativeHandle(ref, () => ({
    show: (view) => frameFrom(VIEWS[view].from),
    frame,
    orbit: (rightDeg, upDeg) =>
      turn((spherical) => {
        spherical.theta += (rightDeg * Math.PI) / 180
        spherical.phi -= (upDeg * Math.PI) / 180
      }),
    pan(right, up) {
      const { eye, target } = stand()
      const distance = Math.hypot(...minus(eye, target))
      pan(right * distance, up * distance)
    },
    zoom: (factor) => zoom(factor, stand().target),
    wheel,
    hold(now) {
      held.current = now
      if (controls.current) controls.current.enabled = !now
      if (!now) adapt()
    },
    redraw: () => invalidate(),
  }))

  return <OrbitControls ref={controls} makeDefault enableDamping={false} mouseButtons={BUTTONS} />
}
