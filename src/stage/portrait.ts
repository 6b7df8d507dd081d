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
/** Air around the subject, as a part of its radius. */
const MARGIN = 1.05

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
  const radius = (Math.hypot(...boxSize(box)) / 2) * MARGIN || 1
  const away = radius / Math.sin((FIELD_DEG * Math.PI) / 360)
  const camera = new PerspectiveCamera(FIELD_DEG, size.widthPx / size.heightPx, away - radius, away + radius)
  camera.position.copy(target).addScaledVector(EYE, away)
  camera.lookAt(target)
  camera.updateMatrixWorld()
  try {
    return takePicture({ gl, scene, camera, target }, size)
  } finally {
    scene.remove(object)
  }
}
