/**
 * A spin's first frame without its backdrop, cropped to the subject. Turntables are rendered before a plain backdrop that
 * changes only from top to bottom, so each row's own edge says what is backdrop there. This is for looking at, not for measuring.
 */

/** Colour distance (0–255 per channel, root of squares) below which a pixel is backdrop, and above which it is subject. */
const BACKDROP_DISTANCE = 30
const SUBJECT_DISTANCE = 76

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

/** A shadow is the backdrop, darker: the same factor in every channel, within this, and no darker than this. */
const SHADOW_SPREAD = 0.05
const DARKEST_SHADOW = 0.4
/** Shadows lie on the ground: only this lowest part of a frame is searched for them, so that grey things stay whole. */
const SHADOW_PART = 0.35

type Pixel = readonly [red: number, green: number, blue: number]

/** The factor by which a pixel is a darker backdrop; null when it is anything else. */
function shadowOf(pixel: Pixel, backdrop: Pixel): number | null {
  const factors = pixel.map((value, c) => value / Math.max(1, backdrop[c] ?? 1))
  const [least, most] = [Math.min(...factors), Math.max(...factors)]
  return most - least < SHADOW_SPREAD && most <= 1.02 && least >= DARKEST_SHADOW ? (least + most) / 2 : null
}

const pixelAt = (data: Uint8ClampedArray, at: number): Pixel => [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]

/** How much of each pixel is subject, 0–1, by its distance from its row's backdrop; and how dark a shadow it is, 0–255. */
function coverOf({ data, width, height }: Frame): { cover: Float32Array; shade: Uint8Array } {
  const [cover, shade] = [new Float32Array(width * height), new Uint8Array(width * height)]
  for (let p = 0; p < cover.length; p++) {
    const y = Math.floor(p / width)
    const backdrop = pixelAt(data, y * width * 4)
    const pixel = pixelAt(data, p * 4)
    const shadow = y > height * (1 - SHADOW_PART) ? shadowOf(pixel, backdrop) : null
    if (shadow !== null) shade[p] = Math.round(Math.max(0, 1 - shadow) * 255)
    else {
      const distance = Math.hypot(...pixel.map((value, c) => value - (backdrop[c] ?? 0)))
      cover[p] = Math.min(1, Math.max(0, (distance - BACKDROP_DISTANCE) / (SUBJECT_DISTANCE - BACKDROP_DISTANCE)))
    }
  }
  return { cover, shade }
}

type Frame = Pick<ImageData, 'data' | 'width' | 'height'>

/** Cover from which a pixel is taken for whole; with eight such neighbours it shows the subject's own colour and no mixture. */
const WHOLE = 0.9
/** A gap that is shut in is backdrop seen through the subject when it is this large a part of the frame and this empty; else a highlight. */
const HOLE_PART = 0.004
const HOLE_COVER = 0.15

/** Gaps that are shut in by the subject and are no holes through it become whole: a grey gleam on a yellow duck is duck. */
function fillGleams(cover: Float32Array, width: number, height: number): void {
  const seen = new Uint8Array(cover.length)
  for (let start = 0; start < cover.length; start++) {
    if (seen[start] || (cover[start] ?? 0) >= WHOLE) continue
    const region = [start]
    let [open, sum] = [false, 0]
    seen[start] = 1
    for (const p of region) {
      sum += cover[p] ?? 0
      const [x, y] = [p % width, Math.floor(p / width)]
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) open = true
      for (const next of [x > 0 ? p - 1 : p, x < width - 1 ? p + 1 : p, p - width, p + width]) {
        if (next < 0 || next >= cover.length || seen[next] || (cover[next] ?? 0) >= WHOLE) continue
        seen[next] = 1
        region.push(next)
      }
    }
    const isHole = region.length > HOLE_PART * cover.length && sum / region.length < HOLE_COVER
    if (!open && !isHole) for (const p of region) cover[p] = 1
  }
}

/**
 * Makes a backdrop transparent in place, and its shadow black and sheer. Returns the subject's bounds, or null when nothing
 * stands out.
 */
export function cutBackdrop(frame: Frame): { left: number; top: number; right: number; bottom: number } | null {
  const { data, width, height } = frame
  const { cover, shade } = coverOf(frame)
  fillGleams(cover, width, height)
  const bounds = { left: width, top: height, right: -1, bottom: -1 }
  for (const [p, share] of cover.entries()) {
    if (share < WHOLE) continue
    const [x, y] = [p % width, Math.floor(p / width)]
    bounds.left = Math.min(bounds.left, x)
    bounds.right = Math.max(bounds.right, x)
    bounds.top = Math.min(bounds.top, y)
    bounds.bottom = y
  }
  cleanRim(data, cover, width, height)
  for (const [p, share] of cover.entries()) {
    const at = p * 4
    if (share === 0 && shade[p]) data.set([0, 0, 0, shade[p]], at)
    else data[at + 3] = Math.round((data[at + 3] ?? 0) * share)
  }
  return bounds.right < 0 ? null : bounds
}

const RIM_REACH = 2

/**
 * The rim is a mixture of subject, backdrop and shadow that no subtraction takes apart cleanly: each of its pixels gets the mean colour of the
 * pure ones within two pixels. One without any goes, unless it is whole itself, as in a thread.
 */
function cleanRim(data: Frame['data'], cover: Float32Array, width: number, height: number): void {
  const around = [-width - 1, -width, -width + 1, -1, 0, 1, width - 1, width, width + 1]
  const pure = Uint8Array.from(cover, (_, p) => (around.every((step) => (cover[p + step] ?? 0) >= WHOLE) ? 1 : 0))
  for (const [p, share] of cover.entries()) {
    if (pure[p] || share === 0) continue
    const [x, y] = [p % width, Math.floor(p / width)]
    const sum = [0, 0, 0]
    let count = 0
    for (let v = Math.max(0, y - RIM_REACH); v <= Math.min(height - 1, y + RIM_REACH); v++) {
      for (let u = Math.max(0, x - RIM_REACH); u <= Math.min(width - 1, x + RIM_REACH); u++) {
        const from = v * width + u
        if (!pure[from]) continue
        count++
        for (const c of [0, 1, 2] as const) sum[c] = (sum[c] ?? 0) + (data[from * 4 + c] ?? 0)
      }
    }
    if (count > 0) data.set(sum.map((total) => total / count), p * 4)
    else if (share < WHOLE) cover[p] = 0
  }
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
