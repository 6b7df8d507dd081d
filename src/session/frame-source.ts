import { shareOfTurn } from './use-turns.ts'

/** The frames of an animated picture, by where they are in the turn; nothing is kept decoded. */
export interface FrameSource {
  readonly count: number
  /** Draws the frame of a turn (0–1, any number wraps) over the whole canvas. Of calls that overlap only the last is drawn. */
  draw(canvas: HTMLCanvasElement, turn: number): Promise<void>
  close(): void
}

/** Which of `count` frames shows a turn; a turn of one is a turn of none. */
export const frameOfTurn = (turn: number, count: number): number => Math.floor(shareOfTurn(turn) * count + 1e-9) % count

/** Whether this browser hands out the frames of an animated picture one by one. Safari does not. */
export const takesApart = (): boolean => 'ImageDecoder' in globalThis

function paint(canvas: HTMLCanvasElement, picture: VideoFrame | ImageBitmap): void {
  const [width, height] = 'displayWidth' in picture ? [picture.displayWidth, picture.displayHeight] : [picture.width, picture.height]
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(picture, 0, 0)
  picture.close()
}

/** One still picture, or the first frame of what this browser does not take apart. */
const still = (blob: Blob): FrameSource => ({
  count: 1,
  draw: async (canvas) => paint(canvas, await createImageBitmap(blob)),
  close: () => {},
})

/** @throws when the bytes are no picture */
export async function openFrames(blob: Blob): Promise<FrameSource> {
  if (!takesApart() || !(await ImageDecoder.isTypeSupported(blob.type))) return still(blob)
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
