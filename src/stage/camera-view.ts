import type { PerspectiveCamera } from 'three'
import { Vector3 } from 'three'
import type { Vec3 } from '../contract/vec3.ts'
import type { View } from './anchors.ts'
import type { Ray } from './ray.ts'

const scratch = new Vector3()

/** A camera and the size of its picture, CSS pixels, as overlays and drags need them. */
export function cameraView(camera: PerspectiveCamera, widthPx: number, heightPx: number): View {
  return {
    camera,
    widthPx,
    heightPx,
    metresPerPx(place) {
      const depth = -scratch.set(...place).applyMatrix4(camera.matrixWorldInverse).z
      return (2 * Math.max(depth, camera.near) * Math.tan((camera.fov * Math.PI) / 360)) / heightPx
    },
  }
}

/** The ray from the eye through a place on the screen, CSS pixels from the picture's top left. */
export function rayThrough({ camera, widthPx, heightPx }: View, x: number, y: number): Ray {
  const origin = camera.getWorldPosition(new Vector3())
  const direction = new Vector3((x / widthPx) * 2 - 1, 1 - (y / heightPx) * 2, 0.5).unproject(camera).sub(origin)
  return { origin: origin.toArray() as Vec3, direction: direction.normalize().toArray() as Vec3 }
}

/** The direction in which the camera looks. */
export const viewDirection = ({ camera }: View): Vec3 => camera.getWorldDirection(new Vector3()).toArray() as Vec3

/** The vector from the eye to a place, metres. */
export const sightTo = ({ camera }: View, place: Vec3): Vec3 =>
  new Vector3(...place).sub(camera.getWorldPosition(scratch)).toArray() as Vec3
