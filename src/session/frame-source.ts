import { drawWebpFrame, webpFrames, type WebpAnimation } from '../formats/webp-frames.ts'
import { frameAtAngle } from './angle.ts'

/** The frames of an animated picture, each decoded when it is drawn. */
export interface FrameSource {
  readonly count: number
  /** Draws the frame at an angle over the whole canvas. Of calls that overlap, only the last is drawn. */
  draw(canvas: HTMLCanvasElement, angleDeg: number): Promise<void>
  /** Draws one of the `count` frames. Of calls that overlap, only the last is drawn. */
  drawFrame(canvas: HTMLCanvasElement, index: number): Promise<void>
  close(): void
}

const hasDecoder = (): boolean => 'ImageDecoder' in globalThis

/** Whether single frames of an animated picture can be shown. Safari gives none; those of a WebP can be read without its help. */
export const givesFrames = (type: string): boolean => hasDecoder() || type === 'image/webp'

function paint(canvas: HTMLCanvasElement, picture: VideoFrame | ImageBitmap | OffscreenCanvas): void {
  const [width, height] =
    'displayWidth' in picture ? [picture.displayWidth, picture.displayHeight] : [picture.width, picture.height]
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(picture, 0, 0)
  if ('close' in picture) picture.close()
}

/** A still picture, or the first frame of one whose frames cannot be had. */
const stillSource = (blob: Blob): FrameSource =>
  sourceOf(
    1,
    () => createImageBitmap(blob),
    () => {},
  )

function sourceOf(
  count: number,
  decode: (index: number) => Promise<VideoFrame | ImageBitmap | OffscreenCanvas>,
  close: () => void,
): FrameSource {
  let newest = 0
  const drawFrame = async (canvas: HTMLCanvasElement, index: number): Promise<void> => {
    const call = ++newest
    const decoded = await decode(index)
    if (call === newest) paint(canvas, decoded)
    else if ('close' in decoded) decoded.close()
  }
  return { count, drawFrame, draw: (canvas, angleDeg) => drawFrame(canvas, frameAtAngle(angleDeg, count)), close }
}

/** A WebP's frames without the browser's help. */
const webpSource = (animation: WebpAnimation): FrameSource =>
  sourceOf(
    animation.frames.length,
    (index) => drawWebpFrame(animation, index),
    () => {},
  )

async function decoderSource(blob: Blob): Promise<FrameSource> {
  const decoder = new ImageDecoder({ data: await blob.arrayBuffer(), type: blob.type })
  await decoder.tracks.ready
  await decoder.completed
  const count = decoder.tracks.selectedTrack?.frameCount ?? 1
  return sourceOf(
    count,
    async (index) => (await decoder.decode({ frameIndex: index })).image,
    () => decoder.close(),
  )
}

/** @throws when the bytes are not a picture */
export async function openFrames(blob: Blob): Promise<FrameSource> {
  if (hasDecoder() && (await ImageDecoder.isTypeSupported(blob.type))) return decoderSource(blob)
  const animation = webpFrames(await blob.arrayBuffer())
  return animation ? webpSource(animation) : stillSource(blob)
}
