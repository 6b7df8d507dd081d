/**
 * One atlas for a surface: the picture's front, an invented back and the sides, each cropped to the subject with a gutter
 * of its own grown colours, so that no mipmap mixes panels or shows a background. Back and sides have half the front's
 * resolution: nothing in them is sharp. Unwrapping the surface instead was passed over: the front is a picture already,
 * and charts would cut it up and cost a second to pack.
 */
import { maskBounds } from '../shape/coverage-grid.ts'
import { inventPanels, withoutFringe } from './invent-panels.ts'
import type { Model, Texture } from './model.ts'
import { cropped, halved, type Crop, type Plane } from '../cutout/plane.ts'
import type { Subject } from '../cutout/subject.ts'
import { PANELS, type Panel, type Surface } from '../shape/surface.ts'

/** Pixels of the picture kept around the subject, of its own colours grown outward. */
const GUTTER = 8

function cropOf(subject: Subject): Crop {
  const [left, top, right, bottom] = maskBounds(subject)
  return { left: left - GUTTER, top: top - GUTTER, width: right - left + 2 * GUTTER, height: bottom - top + 2 * GUTTER }
}

function place(rgb: Uint8Array, width: number, panel: Plane, x: number, y: number): void {
  for (let row = 0; row < panel.height; row++)
    placeRow(panel.values, 3 * row * panel.width, 3 * panel.width, rgb, 3 * ((y + row) * width + x))
}

function placeRow(values: Float32Array, from: number, count: number, rgb: Uint8Array, to: number): void {
  for (let k = 0; k < count; k++) {
    const value = values[from + k]! + 0.5
    rgb[to + k] = value < 255 ? value : 255
  }
}

/** The panels of one subject side by side, and where they lie. */
interface Atlas {
  readonly texture: Texture
  readonly crop: Crop
  /** Per panel: its left and top in the atlas, and its pixels per pixel of the picture. */
  readonly panels: Readonly<Record<Panel, readonly [left: number, top: number, scale: number]>>
}

/** The atlas depends on the subject alone: the readings of one picture share it. */
const atlases = new WeakMap<Subject, Map<number, Atlas>>()

function atlasOf(subject: Subject, size: number): Atlas {
  const ofSubject = atlases.get(subject) ?? new Map<number, Atlas>()
  atlases.set(subject, ofSubject)
  const atlas = ofSubject.get(size) ?? drawAtlas(subject, size)
  ofSubject.set(size, atlas)
  return atlas
}

function drawAtlas(subject: Subject, size: number): Atlas {
  const crop = cropOf(subject)
  // Sides come out even, so up to two pixels longer a panel.
  const scale = Math.min(1, (size - 4) / Math.max(1.5 * crop.width, crop.height))
  const coverage = cropped(subject.mask, 1, subject, crop, scale)
  const front = withoutFringe(cropped(subject.colour, 3, subject, crop, scale), coverage)
  const half = halved(front)
  const { back, side } = inventPanels(half, halved(coverage))
  const [width, height] = [front.width + half.width, front.height]
  const rgb = new Uint8Array(width * height * 3)
  place(rgb, width, front, 0, 0)
  place(rgb, width, back, front.width, 0)
  place(rgb, width, side, front.width, half.height)
  const panels = {
    front: [0, 0, scale],
    back: [front.width, 0, scale / 2],
    side: [front.width, half.height, scale / 2],
  } as const
  return { texture: { width, height, rgb }, crop, panels }
}

/**
 * Textures a surface with one atlas whose longer side is at most `size` pixels; positions stay in pixel units.
 * The picture is made as small as that asks for, never larger.
 */
export function textureSurface(surface: Surface, subject: Subject, { size }: { size: number }): Model {
  const { texture, crop, panels } = atlasOf(subject, size)
  const { positions, normals, indices, texels } = surface
  const uvs = new Float32Array(surface.panels.length * 2)
  for (let v = 0; v < surface.panels.length; v++) {
    const [left, top, scale] = panels[PANELS[surface.panels[v]!]!]
    uvs[2 * v] = (left + (texels[2 * v]! - crop.left) * scale) / texture.width
    uvs[2 * v + 1] = (top + (texels[2 * v + 1]! - crop.top) * scale) / texture.height
  }
  return { positions, normals, uvs, indices, texture }
}
