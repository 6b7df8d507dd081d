import { apiUrl } from '../contract/answer.ts'
import { IMAGE_ASSET, assetPath } from '../contract/assets.ts'

const LOOKED_AT_PX = 256
const SOLID_ALPHA = 128

/** Width and height of what is not transparent, in pixels of a small copy; null when nothing is transparent, or nothing is there. */
export function outlineOf(rgba: Uint8ClampedArray, width: number, height: number): [number, number] | null {
  let [left, right, top, bottom, solid] = [width, -1, height, -1, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((rgba[(y * width + x) * 4 + 3] ?? 0) < SOLID_ALPHA) continue
      solid++
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
  }
  return solid === 0 || solid === width * height ? null : [right - left + 1, bottom - top + 1]
}

/**
 * The subject's outline as far as its picture tells: by its transparency. A photo with a background tells nothing here, and neither does a
 * picture that cannot be had; both are null.
 */
export async function fetchOutline(code: string, signal?: AbortSignal): Promise<[number, number] | null> {
  try {
    const response = await fetch(apiUrl(assetPath(code, IMAGE_ASSET)), signal ? { signal } : {})
    if (!response.ok) return null
    const bitmap = await createImageBitmap(await response.blob())
    const scale = Math.min(1, LOOKED_AT_PX / Math.max(bitmap.width, bitmap.height))
    const [width, height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))]
    const context = new OffscreenCanvas(width, height).getContext('2d')
    context?.drawImage(bitmap, 0, 0, width, height)
    bitmap.close()
    return context ? outlineOf(context.getImageData(0, 0, width, height).data, width, height) : null
  } catch {
    return null
  }
}
