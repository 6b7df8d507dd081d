import { joinWebp, type StillFrame } from '../formats/join-webp.ts'

/** Draws the mesh with the camera turned about it, counter-clockwise from above. */
export type Draw = (turnRad: number) => OffscreenCanvas

export interface RecordOptions {
  readonly widthPx: number
  readonly heightPx: number
  readonly draw: Draw
  readonly onFrame: (done: number, of: number) => void
  readonly signal: AbortSignal
}

const FPS = 25
const SECONDS = 4
export const FRAMES = FPS * SECONDS

/** The camera goes round clockwise, seen from above, so that the mesh seems to turn as it does in the spins. */
const turnRadAt = (frame: number): number => (-2 * Math.PI * frame) / FRAMES

/** Gives the page a moment, so that it stays usable and the work can be stopped. */
const breathe = (ms = 0): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

/** One turn as an animated WebP with a transparent background. */
export async function turntableWebp({ widthPx, heightPx, draw, onFrame, signal }: RecordOptions): Promise<Blob> {
  const whole = { left: 0, top: 0, width: widthPx, height: heightPx }
  const frames: StillFrame[] = []
  for (let frame = 0; frame < FRAMES; frame++) {
    signal.throwIfAborted()
    const blob = await draw(turnRadAt(frame)).convertToBlob({ type: 'image/webp', quality: 0.88 })
    if (blob.type !== 'image/webp') throw new Error('This browser writes no WebP. Take the WebM instead.')
    frames.push({ still: new Uint8Array(await blob.arrayBuffer()), ...whole })
    onFrame(frame + 1, FRAMES)
    await breathe()
  }
  return new Blob([joinWebp(frames, { widthPx, heightPx, frameMs: 1000 / FPS })], { type: 'image/webp' })
}

const WEBM_TYPES = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm']

/** The kind of WebM that this browser records, or null. */
export const webmType = (): string | null =>
  typeof MediaRecorder === 'undefined' ? null : (WEBM_TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? null)

/**
 * One turn as a video with the stage's background. A recorder keeps wall-clock time, so on a slow machine the mesh turns more slowly;
 * it never jumps, as every frame has the next angle.
 */
export async function turntableWebm(turn: RecordOptions, ground: string): Promise<Blob> {
  const mimeType = webmType()
  if (!mimeType) throw new Error('This browser records no WebM. Take the WebP instead.')
  const screen = document.createElement('canvas')
  screen.width = turn.widthPx
  screen.height = turn.heightPx
  const pen = screen.getContext('2d')
  if (!pen) throw new Error('This browser draws on no canvas.')
  const stream = screen.captureStream(0)
  const [track] = stream.getVideoTracks() as CanvasCaptureMediaStreamTrack[]
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: 12e6 })
  const pieces: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data))
  const stopped = new Promise((resolve) => void recorder.addEventListener('stop', resolve, { once: true }))
  recorder.start()
  try {
    let due = performance.now()
    for (let frame = 0; frame < FRAMES; frame++) {
      turn.signal.throwIfAborted()
      pen.fillStyle = ground
      pen.fillRect(0, 0, turn.widthPx, turn.heightPx)
      pen.drawImage(turn.draw(turnRadAt(frame)), 0, 0)
      track?.requestFrame()
      turn.onFrame(frame + 1, FRAMES)
      due = Math.max(performance.now(), due + 1000 / FPS)
      await breathe(due - performance.now())
    }
  } finally {
    recorder.stop()
    await stopped
    track?.stop()
  }
  return new Blob(pieces, { type: 'video/webm' })
}
