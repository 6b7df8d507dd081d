import {
  MathUtils,
  PerspectiveCamera,
  Vector2,
  Vector3,
  type Camera,
  type Object3D,
  type Scene,
  type WebGLRenderer,
} from 'three'

/** On whatever explains the scene and is no part of it: grid, box, gizmo, axes. No picture shows it. */
export const GUIDE = { guide: true } as const

export interface PictureSize {
  readonly widthPx: number
  readonly heightPx: number
}

export interface Taken {
  readonly gl: WebGLRenderer
  readonly scene: Scene
  readonly camera: Camera
  readonly target: Vector3
}

const UP = new Vector3(0, 1, 0)

/** The eye as it stands, walked round by an angle, with a picture of other proportions that loses nothing of what is seen. */
function eyeFor(
  camera: PerspectiveCamera,
  target: Vector3,
  { widthPx, heightPx }: PictureSize,
  turnRad: number,
): PerspectiveCamera {
  const eye = camera.clone()
  eye.aspect = widthPx / heightPx
  if (eye.aspect < camera.aspect)
    eye.fov =
      2 * MathUtils.RAD2DEG * Math.atan((Math.tan(MathUtils.DEG2RAD * camera.fov * 0.5) * camera.aspect) / eye.aspect)
  eye.position.sub(target).applyAxisAngle(UP, turnRad).add(target)
  eye.lookAt(target)
  eye.updateProjectionMatrix()
  eye.updateMatrixWorld()
  return eye
}

function hideGuides(scene: Scene): () => void {
  const hidden: Object3D[] = []
  scene.traverse((object) => {
    if (object.userData.guide !== true || !object.visible) return
    object.visible = false
    hidden.push(object)
  })
  return () => hidden.forEach((object) => (object.visible = true))
}

/**
 * Draws what stands in the stage at any size, on nothing: the ground is transparent but for its shadow. It is drawn by the stage's own canvas,
 * so that it looks the same, and the canvas has its size back before the browser shows it again.
 * @throws {RangeError} when the graphics card draws no picture of that size
 * @throws {Error} while the graphics driver has dropped the stage: nothing would be in the picture
 */
export function takePicture({ gl, scene, camera, target }: Taken, size: PictureSize, turnRad = 0): OffscreenCanvas {
  if (!(camera instanceof PerspectiveCamera)) throw new TypeError('The stage is seen in perspective.')
  if (gl.getContext().isContextLost())
    throw new Error('The graphics driver has dropped the 3D view, so there is nothing to take a picture of.')
  const { widthPx, heightPx } = size
  const [before, ratio] = [gl.getSize(new Vector2()), gl.getPixelRatio()]
  const showGuides = hideGuides(scene)
  try {
    gl.setPixelRatio(1)
    gl.setSize(widthPx, heightPx, false)
    const { drawingBufferWidth, drawingBufferHeight } = gl.getContext()
    if (drawingBufferWidth !== widthPx || drawingBufferHeight !== heightPx)
      throw new RangeError(
        `This graphics card draws at most ${drawingBufferWidth} × ${drawingBufferHeight} pixels here.`,
      )
    gl.render(scene, eyeFor(camera, target, size, turnRad))
    const picture = new OffscreenCanvas(widthPx, heightPx)
    picture.getContext('2d')?.drawImage(gl.domElement, 0, 0)
    return picture
  } finally {
    showGuides()
    gl.setPixelRatio(ratio)
    gl.setSize(before.x, before.y, false)
  }
}
