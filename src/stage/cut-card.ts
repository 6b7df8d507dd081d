/**
 * A spin's first frame without its backdrop, cropped to the subject. Turntables are rendered before a plain backdrop that
 * changes only from top to bottom, so each row's own edge says what is backdrop there. This is for looking at, not for measuring.
 */

/** Colour distance (0–255 per channel, root of squares) below which a pixel is backdrop, and above which it is subject. */
const BACKDROP_DISTANCE = 16
const SUBJECT_DISTANCE = 48

/** First frame of an image or a video, as the browser decodes it. */
async function firstFrame(src: string, signal: AbortSignal): Promise<ImageBitmap | null> {
  const response = await fetch(src, { signal })
  if (!response.ok) return null
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

/** Makes a backdrop transparent in place; returns the subject's bounds, or null when nothing stands out. */
export function cutBackdrop({ data, width, height }: ImageData): { left: number; top: number; right: number; bottom: number } | null {
  const bounds = { left: width, top: height, right: -1, bottom: -1 }
  for (let y = 0; y < height; y++) {
    const edge = y * width * 4
    for (let x = 0; x < width; x++) {
      const at = edge + x * 4
      const distance = Math.hypot((data[at] ?? 0) - (data[edge] ?? 0), (data[at + 1] ?? 0) - (data[edge + 1] ?? 0), (data[at + 2] ?? 0) - (data[edge + 2] ?? 0))
      const cover = Math.min(1, Math.max(0, (distance - BACKDROP_DISTANCE) / (SUBJECT_DISTANCE - BACKDROP_DISTANCE)))
      data[at + 3] = Math.round((data[at + 3] ?? 0) * cover)
      if (cover < 0.9) continue
      bounds.left = Math.min(bounds.left, x)
      bounds.right = Math.max(bounds.right, x)
      bounds.top = Math.min(bounds.top, y)
      bounds.bottom = y
    }
  }
  return bounds.right < 0 ? null : bounds
}

/** The card's picture, or null when the spin cannot be decoded. */
export async function cutCard(src: string, signal: AbortSignal): Promise<OffscreenCanvas | null> {
  const frame = await firstFrame(src, signal)
  if (!frame) return null
  const whole = new OffscreenCanvas(frame.width, frame.height)
  const context = whole.getContext('2d', { willReadFrequently: true })
  context?.drawImage(frame, 0, 0)
  frame.close()
  const pixels = context?.getImageData(0, 0, whole.width, whole.height)
  const bounds = pixels && cutBackdrop(pixels)
  if (!context || !pixels || !bounds) return whole
  context.putImageData(pixels, 0, 0)
  const card = new OffscreenCanvas(bounds.right - bounds.left + 1, bounds.bottom - bounds.top + 1)
  card.getContext('2d')?.drawImage(whole, -bounds.left, -bounds.top)
  return card
}
