/**
 * First frame of an image or a video, as the browser decodes it.
 * @throws when it cannot be had now: not answered, not a picture, or cut off
 */
export async function firstFrame(src: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(src, { signal })
  if (!response.ok) throw new Error(`${src} was answered with ${response.status}.`)
  const blob = await response.blob()
  if (!blob.type.startsWith('video/')) return createImageBitmap(blob)
  const video = document.createElement('video')
  const url = URL.createObjectURL(blob)
  try {
    video.muted = true
    video.preload = 'auto'
    video.src = url
    await new Promise((resolve, reject) => {
      video.addEventListener('loadeddata', resolve, { once: true, signal })
      video.addEventListener('error', reject, { once: true, signal })
    })
    return await createImageBitmap(video)
  } finally {
    URL.revokeObjectURL(url)
  }
}
