/**
 * One atlas for a surface: the picture's front, an invented back and a rim for the sides, each cropped to the subject
 * with a gutter of its own grown colours, so that no mipmap mixes panels or shows a background.
 *
 * Only the front is known. The back samples the front's own places, which from behind is its mirror image; towards the
 * outline it is the front itself, so that no seam shows where they meet, and inwards it is blurred until nothing in it
 * reads as a face, a label or a window. A back blurred throughout was tried first: the seam ran down every lathe.
 * The side is blurred and darkened more: the sharp rim was tried too, and smears into streaks along the depth.
 */
import { maskBounds } from './coverage-grid.ts'
import type { Model } from './model.ts'
import type { Subject } from './subject.ts'
import type { Surface } from './surface.ts'

/** Pixels of the picture kept around the subject, of its own colours grown outward. */
const GUTTER = 8

/** Blurs as parts of the crop's longer side, and how much darker than the front. */
const BACK = { blur: 0.012, gain: 0.93, blend: 0.05 } as const
const SIDE = { blur: 0.02, gain: 0.8 } as const

interface Crop {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Channels side by side, values as in the source; halved and blurred as floats, so that nothing bands. */
interface Plane {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly values: Float32Array<ArrayBuffer>
}

function cropOf(subject: Subject): Crop {
  const [left, top, right, bottom] = maskBounds(subject).map(Math.round) as [number, number, number, number]
  // Even sides halve without a remainder.
  const even = (length: number) => length + 2 * GUTTER + (length % 2)
  return { left: left - GUTTER, top: top - GUTTER, width: even(right - left), height: even(bottom - top) }
}

const clamp = (value: number, length: number): number => Math.min(length - 1, Math.max(0, value))

/** A crop of a raster; beyond the raster its edge goes on. */
function cropped(source: ArrayLike<number>, channels: number, { width, height }: Subject, crop: Crop): Plane {
  const values = new Float32Array(crop.width * crop.height * channels)
  for (let y = 0, to = 0; y < crop.height; y++) {
    const row = clamp(crop.top + y, height) * width
    for (let x = 0; x < crop.width; x++) {
      const from = (row + clamp(crop.left + x, width)) * channels
      for (let c = 0; c < channels; c++) values[to++] = source[from + c]!
    }
  }
  return { width: crop.width, height: crop.height, channels, values }
}

function halved({ width, height, channels, values }: Plane): Plane {
  const [w, h] = [width >> 1, height >> 1]
  const half = new Float32Array(w * h * channels)
  const row = width * channels
  for (let y = 0, to = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const from = 2 * (y * row + x * channels)
      for (let c = 0; c < channels; c++) {
        const at = from + c
        half[to++] = (values[at]! + values[at + channels]! + values[at + row]! + values[at + row + channels]!) / 4
      }
    }
  }
  return { width: w, height: h, channels, values: half }
}

/** One pass of a running mean over `count` places `stride` apart, for each of `lines` lines. */
function boxPass(source: Float32Array, lines: number, lineStride: number, count: number, stride: number, channels: number, radius: number) {
  const out = new Float32Array(source.length)
  const share = 1 / (2 * radius + 1)
  for (let line = 0; line < lines; line++) {
    for (let c = 0; c < channels; c++) {
      const start = line * lineStride + c
      let sum = 0
      for (let k = -radius; k <= radius; k++) sum += source[start + clamp(k, count) * stride]!
      for (let k = 0; k < count; k++) {
        out[start + k * stride] = sum * share
        const [ahead, behind] = [k + radius + 1, k - radius]
        sum += source[start + (ahead < count ? ahead : count - 1) * stride]! - source[start + (behind > 0 ? behind : 0) * stride]!
      }
    }
  }
  return out
}

/** Three box passes a direction come within 3 % of a Gaussian (Wells 1986), at a cost that does not grow with the radius. */
function blurred(plane: Plane, radius: number): Plane {
  const { width, height, channels } = plane
  let { values } = plane
  const passes = radius > 0 ? 3 : 0
  for (let pass = 0; pass < passes; pass++) {
    values = boxPass(values, height, width * channels, width, channels, channels, radius)
    values = boxPass(values, width, channels, height, width * channels, channels, radius)
  }
  return { ...plane, values }
}

/** The front at the outline, the blurred and darker front inside; `depth` is 0.5 on the outline and 1 well within. */
function invented(front: Plane, soft: Plane, depth: Plane): Plane {
  const values = new Float32Array(front.values.length)
  for (let p = 0, at = 0; p < depth.values.length; p++) {
    const inward = Math.min(1, Math.max(0, 2 * depth.values[p]! - 1))
    const weight = inward * inward * (3 - 2 * inward)
    const gain = 1 + (BACK.gain - 1) * weight
    for (let c = 0; c < 3; c++, at++) values[at] = gain * (front.values[at]! + (soft.values[at]! - front.values[at]!) * weight)
  }
  return { ...front, values }
}

/**
 * Textures a surface with one atlas whose longer side is at most `size` pixels; positions stay in pixel units.
 * The picture is halved until it fits, never enlarged.
 */
export function textureSurface(surface: Surface, subject: Subject, { size }: { size: number }): Model {
  const crop = cropOf(subject)
  let front = cropped(subject.colour, 3, subject, crop)
  let coverage = cropped(subject.mask, 1, subject, crop)
  let scale = 1
  while (Math.max(front.width * 1.5, front.height) > size) {
    front = halved(front)
    coverage = halved(coverage)
    scale /= 2
  }
  const half = halved(front)
  const pixels = (part: number) => Math.max(1, Math.round(part * Math.max(half.width, half.height)))
  const back = invented(half, blurred(half, pixels(BACK.blur)), blurred(halved(coverage), pixels(BACK.blend / 2)))
  const side = blurred(half, pixels(SIDE.blur))

  const [width, height] = [front.width + half.width, front.height]
  const rgb = new Uint8Array(width * height * 3)
  const place = ({ width: w, height: h, values }: Plane, x: number, y: number, gain = 1) => {
    for (let row = 0, from = 0; row < h; row++) {
      for (let k = 0, to = ((y + row) * width + x) * 3; k < 3 * w; k++) rgb[to++] = values[from++]! * gain + 0.5
    }
  }
  place(front, 0, 0)
  place(back, front.width, 0)
  place(side, front.width, half.height, SIDE.gain)

  const { positions, normals, indices, texels, panels } = surface
  const uvs = new Float32Array(panels.length * 2)
  for (let v = 0; v < panels.length; v++) {
    const panel = panels[v]!
    const perPixel = panel === 0 ? scale : scale / 2
    uvs[2 * v] = ((panel === 0 ? 0 : front.width) + (texels[2 * v]! - crop.left) * perPixel) / width
    uvs[2 * v + 1] = ((panel === 2 ? half.height : 0) + (texels[2 * v + 1]! - crop.top) * perPixel) / height
  }
  return { positions, normals, uvs, indices, texture: { width, height, rgb } }
}
