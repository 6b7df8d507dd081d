/**
 * A looping turntable of a model as animated WebP: a long lens slightly above the object, soft studio light, a contact
 * shadow on a neutral ground. All readings of one session are framed by the same radius and height, so that they compare.
 * Outlines are anti-aliased by 2 × 2 samples in linear light; 3 × 3 cost twice as much and could not be told apart.
 * Frame 0 is a still that reads well on its own: a little from the side.
 *
 * WebP at effort 0: higher efforts save 8 % (1) or 25 % (2) of a file that is well under its limit, for a fifth or a half more
 * of the time that is the turntable's second largest. Encoding the frames one by one, cropped, and joining them by hand
 * would save another fifth.
 */
import sharp from 'sharp'
import { createBackdrop, paintBackdrop } from './backdrop.ts'
import { cameraFor, project, type Framing } from './camera.ts'
import { islandsOf } from './islands.ts'
import { mipPyramid } from './mip-pyramid.ts'
import type { Model } from './model.ts'
import { createCanvas, LOOK, rasterise, type Drawn } from './rasterise.ts'
import { shade, SUPERSAMPLES } from './shade.ts'

export type { Framing } from './camera.ts'

export interface TurntableOptions {
  readonly framing: Framing
  readonly sizePx?: number
  /** How far the object is turned in each frame, counter-clockwise from above; by default once round in 36 frames. */
  readonly turnsRad?: readonly number[]
  readonly onFrame?: (done: number, frames: number) => void
}

const FRAMES = 36
const SIZE_PX = 360
const FRAME_MS = 80
const FIRST_TURN_RAD = -0.38

/** The turns of a loop of `frames`, the first a little from the side. */
export const loopOf = (frames: number): number[] => Array.from({ length: frames }, (_, frame) => FIRST_TURN_RAD + (2 * Math.PI * frame) / frames)

/** Raw RGB frames below one another, for the encoder and for tests that count pixels. */
export function renderFrames(model: Model, { framing, sizePx = SIZE_PX, turnsRad = loopOf(FRAMES), onFrame }: TurntableOptions): Uint8Array {
  const { positions, uvs, indices, texture } = model
  const camera = cameraFor(model, framing, sizePx * SUPERSAMPLES)
  const canvas = createCanvas(camera.size)
  const projected = { screen: new Float32Array(positions.length), light: new Float32Array((positions.length / 3) * 2) }
  const drawn: Drawn = {
    indices,
    texels: uvs.map((value, k) => value * (k % 2 === 0 ? texture.width : texture.height)),
    islands: islandsOf(indices, positions.length / 3),
  }
  const looks = new Float32Array((indices.length / 3) * LOOK)
  const pyramid = mipPyramid(texture)
  const backdrop = createBackdrop(model, camera, framing.height)
  const frameBytes = sizePx * sizePx * 3
  const out = new Uint8Array(turnsRad.length * frameBytes)
  turnsRad.forEach((turnRad, frame) => {
    const bounds = project(model, camera, turnRad, projected)
    canvas.nearness.fill(0, bounds.top * camera.size, bounds.bottom * camera.size)
    canvas.seen.fill(0, bounds.top * camera.size, bounds.bottom * camera.size)
    rasterise(canvas, projected, drawn, looks)
    paintBackdrop(backdrop, turnRad, out, frame * frameBytes)
    shade(canvas, bounds, looks, pyramid, out, frame * frameBytes)
    onFrame?.(frame + 1, turnsRad.length)
  })
  return out
}

/** Renders the frames (36) at `sizePx` (360) and joins them as a looping animated WebP. */
export async function renderTurntable(model: Model, options: TurntableOptions): Promise<Uint8Array> {
  const { turnsRad = loopOf(FRAMES), sizePx = SIZE_PX } = options
  return encodeTurntable(renderFrames(model, options), turnsRad.length, sizePx)
}

/** Joins raw RGB frames as a looping animated WebP. */
export function encodeTurntable(raw: Uint8Array, frames: number, sizePx = SIZE_PX): Promise<Uint8Array> {
  return sharp(raw, { raw: { width: sizePx, height: sizePx * frames, channels: 3, pageHeight: sizePx } })
    .webp({ quality: 74, effort: 0, loop: 0, delay: Array.from({ length: frames }, () => FRAME_MS) })
    .toBuffer()
}
