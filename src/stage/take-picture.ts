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

/**
 * User data of objects that explain the scene and are no part of it: grid, box, gizmo, axes. Pictures leave them out.
 */
export const GUIDE = { guide: true } as const

export interface PictureSize {
  readonly widthPx: number
  readonly heightPx: number
}

export interface PictureSource {
  readonly gl: WebGLRenderer
  readonly scene: Scene
  readonly camera: Camera
  readonly target: Vector3
}

const UP = new Vector3(0, 1, 0)

/**
 * The camera turned about the vertical through its target, and widened so that a picture of other proportions loses
 * nothing of the view.
 */
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
 * Draws the stage's contents at any size on a transparent ground, with their shadow. The stage's own canvas draws it,
 * so it looks the same, and has its size back before the browser shows it again.
 * @throws {RangeError} when the graphics card draws no picture of that size
 * @throws {Error} while the graphics driver has dropped the stage: nothing would be in the picture
 */
export function takePicture(
  { gl, scene, camera, target }: PictureSource,
  size: PictureSize,
  turnRad = 0,
): OffscreenCanvas {
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
