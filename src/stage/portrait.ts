import {
  DirectionalLight,
  HemisphereLight,
  PerspectiveCamera,
  Scene,
  Vector3,
  type Object3D,
  type WebGLRenderer,
} from 'three'
import { takePicture, type PictureSize } from './take-picture.ts'
import { boxSize, vec3, type Box } from '../contract/vec3.ts'

const EYE = new Vector3(0.55, 0.4, 1).normalize()
const FIELD_DEG = 30
/** Air around the subject. */
const MARGIN = 1.08

/** How far away an eye that looks at the middle of a box along `EYE` has all of it in a square picture: each corner is within the field. */
function distanceTo(box: Box, target: Vector3): number {
  const right = new Vector3(0, 1, 0).cross(EYE).normalize()
  const up = EYE.clone().cross(right)
  const slope = Math.tan((FIELD_DEG * Math.PI) / 360)
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((k) =>
    new Vector3(...vec3((axis) => ((k >> axis) & 1 ? box.max : box.min)[axis])).sub(target),
  )
  const needed = corners.map(
    (corner) => corner.dot(EYE) + (MARGIN * Math.max(Math.abs(corner.dot(right)), Math.abs(corner.dot(up)))) / slope,
  )
  return Math.max(...needed) || 1
}

/** The eye of a square picture: the whole box is in it, and fills it. */
export function portraitEye(box: Box): PerspectiveCamera {
  const target = new Vector3(...vec3((axis) => (box.min[axis] + box.max[axis]) / 2))
  const radius = Math.hypot(...boxSize(box)) / 2 || 1
  const away = distanceTo(box, target)
  const eye = new PerspectiveCamera(FIELD_DEG, 1, Math.max(away - radius, away / 100), away + radius)
  eye.position.copy(target).addScaledVector(EYE, away)
  eye.lookAt(target)
  eye.updateMatrixWorld()
  return eye
}

/**
 * A picture of one object alone, from the front, a little from the right and above, in plain light. The object is drawn where it is; it must
 * stand in no other scene, so one that does is given as a clone.
 */
export function takePortrait(gl: WebGLRenderer, object: Object3D, box: Box, size: PictureSize): OffscreenCanvas {
  const scene = new Scene()
  const key = new DirectionalLight(0xffffff, 2)
  key.position.set(-0.6, 1, 0.9)
  scene.add(new HemisphereLight(0xffffff, 0x555555, 1.6), key, object)
  const target = new Vector3(...vec3((axis) => (box.min[axis] + box.max[axis]) / 2))
  try {
    return takePicture({ gl, scene, camera: portraitEye(box), target }, size)
  } finally {
    scene.remove(object)
  }
}
