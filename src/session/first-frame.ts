/** Settles with the first of these events; rejects on error and on abort. */
const loaded = (video: HTMLVideoElement, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const once = { once: true } as const
    video.addEventListener('loadeddata', () => resolve(), once)
    video.addEventListener('error', () => reject(new Error('The browser cannot play this video.')), once)
    signal.addEventListener('abort', () => reject(signal.reason), once)
  })

/**
 * The first frame of a picture or a video, as the browser decodes it.
 * @throws when it cannot be decoded, or on abort
 */
export async function firstFrame(blob: Blob, signal: AbortSignal): Promise<ImageBitmap> {
  signal.throwIfAborted()
  if (!blob.type.startsWith('video/')) return createImageBitmap(blob)
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
