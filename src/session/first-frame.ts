import { MOST_FRAMES_SEEN, SEEN_SIDE_PX, showsSomething } from '../contract/shown-frame.ts'
import { givesFrames, openFrames } from './frame-source.ts'

/** Settles with the first of these events; rejects on error and on abort. */
const loaded = (video: HTMLVideoElement, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const once = { once: true } as const
    video.addEventListener('loadeddata', () => resolve(), once)
    video.addEventListener('error', () => reject(new Error('The browser cannot play this video.')), once)
    signal.addEventListener('abort', () => reject(signal.reason), once)
  })

/** Whether a frame shows something, looked at small. */
function isShown(frame: CanvasImageSource, width: number, height: number): boolean {
  const scale = Math.min(1, SEEN_SIDE_PX / Math.max(width, height))
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
  const context = canvas.getContext('2d')
  context?.drawImage(frame, 0, 0, canvas.width, canvas.height)
  return !context || showsSomething(context.getImageData(0, 0, canvas.width, canvas.height).data)
}

/** The first frame after the very first that shows something; null without one. */
async function laterShown(blob: Blob, signal: AbortSignal): Promise<ImageBitmap | null> {
  const frames = await openFrames(blob)
  const canvas = document.createElement('canvas')
  try {
    for (let index = 1; index < Math.min(frames.count, MOST_FRAMES_SEEN); index++) {
      signal.throwIfAborted()
      await frames.drawFrame(canvas, index)
      if (isShown(canvas, canvas.width, canvas.height)) return await createImageBitmap(canvas)
    }
    return null
  } finally {
    frames.close()
  }
}

/** [FRAME-1] A still picture, or the first frame of an animated one that shows something. */
async function firstShown(blob: Blob, signal: AbortSignal): Promise<ImageBitmap> {
  const still = await createImageBitmap(blob)
  if (!givesFrames(blob.type) || isShown(still, still.width, still.height)) return still
  still.close()
  return (await laterShown(blob, signal)) ?? createImageBitmap(blob)
}

/**
 * The first frame of a picture or a video, as the browser decodes it; of an animated picture, the first that shows
 * something.
 * @throws when it cannot be decoded, or on abort
 */
export async function firstFrame(blob: Blob, signal: AbortSignal): Promise<ImageBitmap> {
  signal.throwIfAborted()
  if (!blob.type.startsWith('video/')) return firstShown(blob, signal)
  const video = document.createElement('video')
  const url = URL.createObjectURL(blob)
  try {
    video.muted = true
    video.preload = 'auto'
    video.src = url
    await loaded(video, signal)
    return await createImageBitmap(video)
  } finally {
    video.removeAttribute('src')
    URL.revokeObjectURL(url)
  }
}
