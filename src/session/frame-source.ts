import { drawWebpFrame, webpFrames, type WebpAnimation } from '../formats/webp-frames.ts'
import { frameAtAngle } from './angle.ts'

/** The frames of an animated picture, each decoded when it is drawn. */
export interface FrameSource {
  /** Draws the frame at an angle over the whole canvas. Of calls that overlap, only the last is drawn. */
  draw(canvas: HTMLCanvasElement, angleDeg: number): Promise<void>
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
const stillSource = (blob: Blob): FrameSource => ({
  draw: async (canvas) => paint(canvas, await createImageBitmap(blob)),
  close: () => {},
})

/** A WebP's frames without the browser's help. */
function webpSource(animation: WebpAnimation): FrameSource {
  const count = animation.frames.length
  let newest = 0
  return {
    async draw(canvas, angleDeg) {
      const call = ++newest
      const drawn = await drawWebpFrame(animation, frameAtAngle(angleDeg, count))
      if (call === newest) paint(canvas, drawn)
    },
    close: () => {},
  }
}

async function decoderSource(blob: Blob): Promise<FrameSource> {
  const decoder = new ImageDecoder({ data: await blob.arrayBuffer(), type: blob.type })
  await decoder.tracks.ready
  await decoder.completed
  const count = decoder.tracks.selectedTrack?.frameCount ?? 1
  let newest = 0
  return {
    async draw(canvas, angleDeg) {
      const call = ++newest
      const { image } = await decoder.decode({ frameIndex: frameAtAngle(angleDeg, count) })
      if (call === newest) paint(canvas, image)
      else image.close()
    },
    close: () => decoder.close(),
  }
}

/** @throws when the bytes are not a picture */
export async function openFrames(blob: Blob): Promise<FrameSource> {
  if (hasDecoder() && (await ImageDecoder.isTypeSupported(blob.type))) return decoderSource(blob)
  const animation = webpFrames(await blob.arrayBuffer())
  return animation ? webpSource(animation) : stillSource(blob)
}
