/*
 * What lies behind the object: an even sweep of grey, and the contact shadow looked up on the ground plane (a ray through each
 * pixel met with y = ground) and turned with the object. Rendering a floor as triangles was not chosen: it would be shaded
 * again in all 36 frames, where this is a copy and a lookup for the pixels that the shadow can reach.
 */
import { groundAt, type Camera } from './camera.ts'
import { contactShadow, type ContactShadow } from './contact-shadow.ts'
import type { Model } from './model.ts'
import { SUPERSAMPLES, toned, type Bounds } from './shade.ts'

/** Linear light at top and bottom: a grey a little warmer than neutral, light enough for dark pages and dark enough for light ones. */
const [TOP, BOTTOM] = [0.6, 0.46]
const TINT = [1.01, 1, 0.97] as const

/** What lies behind the object, of which only the shadow changes as the object turns. */
export interface Backdrop {
  /** One RGB frame without a shadow. */
  readonly plain: Uint8Array
  readonly shadow: ContactShadow
  /**
   * First of each pair of pixels side by side that the shadow can reach, their light without it, and where on the ground the
   * pair looks, [x, z]. Two pixels are half as wide as a cell of the shadow, so that a pair shares its darkness unseen.
   */
  readonly pixels: Uint32Array
  /** Around those pixels, in samples. */
  readonly reached: Bounds
  readonly light: Float32Array
  readonly places: Float32Array
}

export function createBackdrop(model: Model, camera: Camera, height: number): Backdrop {
  const sizePx = camera.size / SUPERSAMPLES
  const centred = model.positions.slice()
  for (let k = 0; k < centred.length; k += 3) {
    centred[k]! -= camera.middle[0]
    centred[k + 2]! -= camera.middle[2]
  }
  const shadow = contactShadow(
    { positions: centred, indices: model.indices },
    camera.ground,
    height,
    1.6 * camera.sphere,
  )
  const plain = new Uint8Array(3 * sizePx * sizePx)
  const [pixels, light, places] = [
    new Uint32Array(sizePx * sizePx),
    new Float32Array(sizePx * sizePx),
    new Float32Array(2 * sizePx * sizePx),
  ]
  let count = 0
  let [left, top, right, bottom] = [sizePx, sizePx, 0, 0]
  for (let y = 0, pixel = 0; y < sizePx; y++) {
    const level = TOP + ((BOTTOM - TOP) * y) / (sizePx - 1)
    const [red, green, blue] = TINT.map((tint) => toned(level * tint)) as [number, number, number]
    for (let x = 0; x < sizePx; x++, pixel++) {
      plain[3 * pixel] = red
      plain[3 * pixel + 1] = green
      plain[3 * pixel + 2] = blue
      if (x % 2 === 1 || x === sizePx - 1) continue
      const place = groundAt(camera, SUPERSAMPLES * (x + 1), SUPERSAMPLES * (y + 0.5))
      if (!place || place[0] ** 2 + place[1] ** 2 > shadow.radius ** 2) continue
      pixels[count] = pixel
      light[count] = level
      places[2 * count] = place[0]
      places[2 * count + 1] = place[1]
      count++
      left = Math.min(left, x)
      top = Math.min(top, y)
      right = Math.max(right, x + 2)
      bottom = y + 1
    }
  }
  const reached = {
    left: left * SUPERSAMPLES,
    top: top * SUPERSAMPLES,
    right: right * SUPERSAMPLES,
    bottom: bottom * SUPERSAMPLES,
  }
  return { plain, shadow, pixels: pixels.subarray(0, count), reached, light, places }
}

/** Turns the shadow, and paints the backdrop into one RGB frame at `offset`. */
export function paintBackdrop(
  { plain, shadow, pixels, light, places }: Backdrop,
  turnRad: number,
  out: Uint8Array,
  offset: number,
): void {
  const { cells, darkness } = shadow
  const perCell = (cells - 1) / (2 * shadow.reach),
    middle = (cells - 1) / 2
  const [sin, cos] = [Math.sin(turnRad) * perCell, Math.cos(turnRad) * perCell]
  out.set(plain, offset)
  for (let k = 0; k < pixels.length; k++) {
    const x = places[2 * k]!,
      z = places[2 * k + 1]!
    const u = middle + x * cos - z * sin,
      v = middle + z * cos + x * sin
    const i = u | 0,
      j = v | 0,
      fu = u - i,
      fv = v - j,
      cell = j * cells + i
    const near = darkness[cell]! + (darkness[cell + 1]! - darkness[cell]!) * fu
    const far = darkness[cell + cells]! + (darkness[cell + cells + 1]! - darkness[cell + cells]!) * fu
    const left = light[k]! * (1 - near - (far - near) * fv)
    const at = offset + 3 * pixels[k]!
    out[at] = out[at + 3] = toned(left * TINT[0])
    out[at + 1] = out[at + 4] = toned(left * TINT[1])
    out[at + 2] = out[at + 5] = toned(left * TINT[2])
  }
}
