import type { RootState } from '@react-three/fiber'
import { PerspectiveCamera, Spherical, Vector3 } from 'three'
import type { Vec3 } from '../contract/vec3.ts'
import { cameraView, rayThrough } from './camera-view.ts'
import { minus, onPlane, plus, times } from './ray.ts'
import { boxRadius, type FramedSource } from './scene.ts'
import { VIEWS, cornersOf, framing, type Stand, type ViewName } from './views.ts'
import { wheelMove } from './wheel-move.ts'

/** How near to its target and how far from it the eye may be, metres. */
export interface Reach {
  readonly min: number
  readonly max: number
}

/** In box radii: the eye never gets inside the middle of the box, and the box never becomes a speck. */
const NEAREST = 0.3
const FARTHEST = 100

export const reachAround = (boxRadiusMetres: number): Reach => ({
  min: NEAREST * boxRadiusMetres,
  max: FARTHEST * boxRadiusMetres,
})

/** Brings the eye `factor` times nearer, within its reach. The point `about` keeps its place in the picture. */
export function zoomed({ eye, target }: Stand, about: Vec3, factor: number, { min, max }: Reach): Stand {
  const distance = Math.hypot(...minus(eye, target))
  const scale = Math.min(max, Math.max(min, distance / factor)) / distance
  const towards = (point: Vec3): Vec3 => plus(about, times(minus(point, about), scale))
  return { eye: towards(eye), target: towards(target) }
}

/** What buttons, keys and the wheel do to the camera. None of it has an effect while the camera is held. */
export interface CameraApi {
  show(view: ViewName): void
  /** Frames the box from the direction in which the eye is now. */
  frame(): void
  /** Turns about the target. */
  orbit(rightDeg: number, upDeg: number): void
  zoom(factor: number): void
  /** Moves eye and target sideways, in parts of the distance between them. */
  pan(right: number, up: number): void
  wheel(event: WheelEvent): void
  /** While something in the stage is dragged, no hand, key or change of the window moves the camera. */
  hold(held: boolean): void
  /** Draws a frame although nothing has moved. */
  redraw(): void
}

/** The part of three's OrbitControls that is used here. */
export interface Controls {
  readonly target: Vector3
  enabled: boolean
  minDistance: number
  maxDistance: number
  update(): void
}

/** What the canvas knows of itself, read anew for every move. */
export type CanvasState = Pick<RootState, 'camera' | 'controls' | 'size' | 'gl' | 'invalidate'>

/**
 * What the artist resizes is framed again once it would fill so much of the picture, or so little, compared to when it
 * was framed: it has outgrown the picture, or is lost in it.
 */
const OUTGROWN = 1.3
const LOST = 1 / 1.7

/** From straight up or down, where left and right are undefined. */
const MIN_POLAR_RAD = 0.01

export const aspectOf = ({ width, height }: { readonly width: number; readonly height: number }): number =>
  width / Math.max(1, height)

const distanceOf = ({ eye, target }: Stand): number => Math.hypot(...minus(eye, target))

/** How the camera last framed, and what for. */
interface Framed {
  readonly subject: string | null | undefined
  readonly occasion: string | undefined
  /** Width over height of the picture, or of the part that one object has. */
  readonly aspect: number
  readonly distance: number
  readonly radius: number
}

/** Moves the camera of a canvas and its controls together. */
export class CameraOperator implements CameraApi {
  readonly #canvas: () => CanvasState
  readonly #scene: FramedSource
  #framed: Framed | null = null
  /** The artist has chosen the view, so that nothing but a request or a new subject changes what is in it. */
  #moved = false
  #held = false

  constructor(canvas: () => CanvasState, scene: FramedSource) {
    this.#canvas = canvas
    this.#scene = scene
  }

  /** Frames what is shown now, whenever something else is, and when its size no longer suits the picture. Returns a function that ends this. */
  follow(): () => void {
    this.#frameFrom(VIEWS.threeQuarter.from)
    return this.#scene.subscribe(() => {
      this.#keepFramed()
      this.redraw()
    })
  }

  /** When the window gets other proportions, frames again, or keeps in view what the artist has in view by changing the distance. */
  adapt(): void {
    const framed = this.#framed
    if (this.#held || !framed) return
    const { aspect, distance } = this.#framing()
    if (Math.abs(aspect - framed.aspect) < 1e-6) return
    if (!this.#moved) return this.#frameFrom(this.#direction())
    this.#framed = { ...framed, aspect, distance }
    const { eye, target } = this.#stand()
    this.#moveTo({ eye: plus(target, times(minus(eye, target), distance / framed.distance)), target })
  }

  /** The artist moves the camera by hand. */
  moved(): void {
    this.#moved = true
  }

  show(view: ViewName): void {
    this.#frameFrom(VIEWS[view].from)
  }

  frame(): void {
    this.#frameFrom(this.#direction())
  }

  orbit(rightDeg: number, upDeg: number): void {
    this.moved()
    const { eye, target } = this.#stand()
    const spherical = new Spherical().setFromVector3(new Vector3(...minus(eye, target)))
    spherical.theta += (rightDeg * Math.PI) / 180
    const polarRad = spherical.phi - (upDeg * Math.PI) / 180
    spherical.phi = Math.min(Math.PI - MIN_POLAR_RAD, Math.max(MIN_POLAR_RAD, polarRad))
    this.#moveTo({ eye: plus(target, new Vector3().setFromSpherical(spherical).toArray() as Vec3), target })
  }

  zoom(factor: number): void {
    this.#zoomAbout(this.#stand().target, factor)
  }

  pan(right: number, up: number): void {
    const { eye, target } = this.#stand()
    const distance = Math.hypot(...minus(eye, target))
    this.#panBy(right * distance, up * distance)
  }

  wheel(event: WheelEvent): void {
    const { camera, size, gl } = this.#canvas()
    if (!(camera instanceof PerspectiveCamera)) return
    const { eye, target } = this.#stand()
    const view = cameraView(camera, size.width, size.height)
    const move = wheelMove(event, size.height)
    if (move.kind === 'pan') {
      const metresPerPx = view.metresPerPx(target)
      this.#panBy(-move.rightPx * metresPerPx, move.downPx * metresPerPx)
      return
    }
    const { left, top } = gl.domElement.getBoundingClientRect()
    const ray = rayThrough(view, event.clientX - left, event.clientY - top)
    this.#zoomAbout(onPlane(ray, target, minus(eye, target)) ?? target, move.factor)
  }

  hold(held: boolean): void {
    this.#held = held
    const controls = this.#controls()
    if (controls) controls.enabled = !held
    if (held) return
    this.adapt()
    this.#keepFramed()
  }

  redraw(): void {
    this.#canvas().invalidate()
  }

  #controls(): Controls | null {
    return this.#canvas().controls as Controls | null
  }

  #stand(): Stand {
    return {
      eye: this.#canvas().camera.position.toArray() as Vec3,
      target: (this.#controls()?.target ?? new Vector3()).toArray() as Vec3,
    }
  }

  /** The only place that moves the camera, apart from the controls' own drags. */
  #moveTo({ eye, target }: Stand): void {
    if (this.#held) return
    const { camera, invalidate } = this.#canvas()
    const controls = this.#controls()
    camera.position.set(...eye)
    controls?.target.set(...target)
    controls?.update()
    camera.lookAt(...target)
    camera.updateMatrixWorld()
    invalidate()
  }

  #keepFramed(): void {
    if (this.#held || !this.#framed) return
    const { subject, occasion } = this.#scene.get()
    if (subject !== this.#framed.subject) return this.#frameFrom(VIEWS.threeQuarter.from)
    // Another shape of the picture moves the eye, and with it what it was framed by.
    this.adapt()
    const framed = this.#framed
    const larger = this.#framing().distance / framed.distance
    const isNew = occasion !== framed.occasion && !this.#moved
    if (isNew || larger > OUTGROWN || larger < LOST) this.#frameFrom(this.#direction())
  }

  /** The direction from the target to the eye. */
  #direction(): Vec3 {
    const { eye, target } = this.#stand()
    const from = minus(eye, target)
    return Math.hypot(...from) > 0 ? from : VIEWS.threeQuarter.from
  }

  /** How what is shown would be framed now. */
  #framing(from = this.#direction()): { stand: Stand; distance: number; aspect: number } {
    const { width, height } = this.#canvas().size
    const { hull, sizeMetres, pane } = this.#scene.get()
    const picture = pane?.(width, height) ?? { widthPx: width, heightPx: height }
    const stand = framing(hull ?? cornersOf(sizeMetres), from, picture)
    return { stand, distance: distanceOf(stand), aspect: picture.widthPx / Math.max(1, picture.heightPx) }
  }

  #frameFrom(from: Vec3): void {
    if (this.#held) return
    const { camera } = this.#canvas()
    const { sizeMetres, subject, occasion } = this.#scene.get()
    const { stand, distance, aspect } = this.#framing(from)
    const radius = boxRadius(sizeMetres)
    this.#framed = { subject, occasion, aspect, distance, radius }
    this.#moved = false
    if (camera instanceof PerspectiveCamera) {
      camera.near = radius / 100
      camera.far = radius * 400
      camera.updateProjectionMatrix()
    }
    const { min, max } = reachAround(radius)
    const controls = this.#controls()
    if (controls) Object.assign(controls, { minDistance: min, maxDistance: max })
    this.#moveTo(stand)
  }

  #zoomAbout(about: Vec3, factor: number): void {
    this.moved()
    this.#moveTo(zoomed(this.#stand(), about, factor, reachAround(this.#framed?.radius ?? 0)))
  }

  /** Along the picture's own axes. */
  #panBy(rightMetres: number, upMetres: number): void {
    this.moved()
    const { camera } = this.#canvas()
    const { eye, target } = this.#stand()
    const move = new Vector3()
      .addScaledVector(new Vector3().setFromMatrixColumn(camera.matrix, 0), rightMetres)
      .addScaledVector(new Vector3().setFromMatrixColumn(camera.matrix, 1), upMetres)
      .toArray() as Vec3
    this.#moveTo({ eye: plus(eye, move), target: plus(target, move) })
  }
}
