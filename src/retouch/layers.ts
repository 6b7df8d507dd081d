import type { Patch } from './messages.ts'
import type { Size } from './view.ts'

/** The pictures that lie on the easel, one over the other. */
export interface Layers {
  readonly size: Size | null
  readonly picture: ImageBitmap | null
  /** What falls away, below the subject; null until there is a cut-out. */
  readonly dimmed: ImageBitmap | null
  /** The subject in its own colours; null until there is a cut-out. */
  readonly subject: OffscreenCanvas | null
  /** Counts what has changed, so that it is drawn again. */
  readonly version: number
}

export const NO_LAYERS: Layers = { size: null, picture: null, dimmed: null, subject: null, version: 0 }

/** A picture that is closed has no size any more, so the size is kept beside it. */
const sizeOf = ({ width, height }: ImageBitmap): Size => ({ width, height })

export const previewed = (layers: Layers, picture: ImageBitmap): Layers =>
  layers.subject ? layers : { ...layers, size: sizeOf(picture), picture, version: layers.version + 1 }

export function cutOutLayers(layers: Layers, picture: ImageBitmap, dimmed: ImageBitmap): Layers {
  const subject = new OffscreenCanvas(picture.width, picture.height)
  return { size: sizeOf(picture), picture, dimmed, subject, version: layers.version + 1 }
}

export function patched(layers: Layers, { box, picture }: Patch): Layers {
  const [width, height] = [box.right - box.left, box.bottom - box.top]
  const context = layers.subject?.getContext('2d')
  context?.clearRect(box.left, box.top, width, height)
  context?.drawImage(picture, box.left, box.top)
  picture.close()
  return { ...layers, version: layers.version + 1 }
}

export function closeLayers({ picture, dimmed }: Layers): void {
  picture?.close()
  dimmed?.close()
}
