import { shareOfTurn } from './use-turns.ts'
import { drawWebpFrame, webpFrames, type WebpAnimation } from '../formats/webp-frames.ts'

/** The frames of an animated picture, by where they are in the turn; nothing is kept decoded. */
export interface FrameSource {
  readonly count: number
  /** Draws the frame of a turn (0–1, any number wraps) over the whole canvas. Of calls that overlap only the last is drawn. */
  draw(canvas: HTMLCanvasElement, turn: number): Promise<void>
  close(): void
}

/** Which of `count` frames shows a turn; a turn of one is a turn of none. */
export const frameOfTurn = (turn: number, count: number): number => Math.floor(shareOfTurn(turn) * count + 1e-9) % count

const hasDecoder = (): boolean => 'ImageDecoder' in globalThis

/** Whether the frames of an animated picture can be had one by one. Safari hands out none; those of a WebP can be had all the same. */
export const takesApart = (type: string): boolean => hasDecoder() || type === 'image/webp'

function paint(canvas: HTMLCanvasElement, picture: VideoFrame | ImageBitmap | OffscreenCanvas): void {
  const [width, height] =
    'displayWidth' in picture ? [picture.displayWidth, picture.displayHeight] : [picture.width, picture.height]
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(picture, 0, 0)
  if ('close' in picture) picture.close()
}

/** One still picture, or the first frame of what this browser does not take apart. */
const still = (blob: Blob): FrameSource => ({
  count: 1,
  draw: async (canvas) => paint(canvas, await createImageBitmap(blob)),
  close: () => {},
})

/** A WebP's frames without the browser's help. */
function webpSource(animation: WebpAnimation): FrameSource {
  const count = animation.frames.length
  let newest = 0
  return {
    count,
    async draw(canvas, turn) {
      const own = ++newest
      const drawn = await drawWebpFrame(animation, frameOfTurn(turn, count))
      if (own === newest) paint(canvas, drawn)
    },
    close: () => {},
  }
}

/** @throws when the bytes are no picture */
export async function openFrames(blob: Blob): Promise<FrameSource> {
  if (!hasDecoder() || !(await ImageDecoder.isTypeSupported(blob.type))) {
    const animation = webpFrames(await blob.arrayBuffer())
    return animation ? webpSource(animation) : still(blob)
  }
  const decoder = new ImageDecoder({ data: await blob.arrayBuffer(), type: blob.type })
  await decoder.tracks.ready
  await decoder.completed
  const count = decoder.tracks.selectedTrack?.frameCount ?? 1
  let newest = 0
  return {
    count,
    async draw(canvas, turn) {
      const own = ++newest
      const { image } = await decoder.decode({ frameIndex: frameOfTurn(turn, count) })
      if (own === newest) paint(canvas, image)
      else image.close()
    },
    close: () => decoder.close(),
  }
}
