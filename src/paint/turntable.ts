/**
 * A looping turntable of a model as animated WebP: a long lens slightly above the object, soft studio light, a contact
 * shadow on a neutral ground. All readings of one session are framed by the same radius and height, so that they compare.
 * Outlines are anti-aliased by 2 × 2 samples in linear light; 3 × 3 cost twice as much and could not be told apart.
 * Frame 0 is a still that reads well on its own: a little from the side.
 *
 * WebP at effort 0: the file is well under its limit, and effort 1 or 2 would save 8 % or 25 % of it for a fifth or a half more
 * time in encoding, which takes longest after drawing.
 */
import sharp from 'sharp'
import { createBackdrop, paintBackdrop } from './backdrop.ts'
import { boundsAt, cameraFor, project, type Framing } from './camera.ts'
import { islandsOf } from './islands.ts'
import { joinWebp, type StillFrame } from '../formats/join-webp.ts'
import { mipPyramid } from './mip-pyramid.ts'
import type { Model } from './model.ts'
import { createCanvas, LOOK, rasterise, type Drawn } from './rasterise.ts'
import { shade, SUPERSAMPLES, type Bounds } from './shade.ts'

export type { Framing } from './camera.ts'

export interface TurntableOptions {
  readonly framing: Framing
  readonly sizePx?: number
  /** How far the object is turned in each frame, counter-clockwise from above; by default once round in 36 frames. */
  readonly turnsRad?: readonly number[]
  /** Called for every frame as soon as it is drawn. */
  readonly onFrame?: (done: number, frames: Frames) => void
}

const FRAMES = 36
const SIZE_PX = 360
const FRAME_MS = 80
const QUALITY = 74
const FIRST_TURN_RAD = -0.38

/** The turns of a loop of `frames`, the first a little from the side. */
export const loopOf = (frames: number): number[] =>
  Array.from({ length: frames }, (_, frame) => FIRST_TURN_RAD + (2 * Math.PI * frame) / frames)

/** Rendered frames, and the part of them that changes from one to another. */
export interface Frames {
  /** Raw RGB, frames below one another. */
  readonly rgb: Uint8Array
  readonly sizePx: number
  readonly count: number
  /** Pixels; left and top even. */
  readonly moving: Bounds
}

/** Renders the frames, not yet encoded. */
export function renderFrames(
  model: Model,
  { framing, sizePx = SIZE_PX, turnsRad = loopOf(FRAMES), onFrame }: TurntableOptions,
): Frames {
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
  const bounds = turnsRad.map((turnRad) => boundsAt(model, camera, turnRad))
  const frames = {
    rgb: new Uint8Array(turnsRad.length * frameBytes(sizePx)),
    sizePx,
    count: turnsRad.length,
    moving: inPixels([backdrop.reached, ...bounds]),
  }
  turnsRad.forEach((turnRad, frame) => {
    const [part, offset] = [bounds[frame] ?? frames.moving, frame * frameBytes(sizePx)]
    project(model, camera, turnRad, projected)
    canvas.nearness.fill(0, part.top * camera.size, part.bottom * camera.size)
    canvas.seen.fill(0, part.top * camera.size, part.bottom * camera.size)
    rasterise(canvas, projected, drawn, looks)
    paintBackdrop(backdrop, turnRad, frames.rgb, offset)
    shade(canvas, part, looks, pyramid, frames.rgb, offset)
    onFrame?.(frame + 1, frames)
  })
  return frames
}

const frameBytes = (sizePx: number): number => 3 * sizePx * sizePx

/** Around all bounds, samples to pixels, outward to even ones. */
function inPixels(all: readonly Bounds[]): Bounds {
  const [even, perEven] = [2, 2 * SUPERSAMPLES]
  return {
    left: even * Math.floor(Math.min(...all.map(({ left }) => left)) / perEven),
    top: even * Math.floor(Math.min(...all.map(({ top }) => top)) / perEven),
    right: even * Math.ceil(Math.max(...all.map(({ right }) => right)) / perEven),
    bottom: even * Math.ceil(Math.max(...all.map(({ bottom }) => bottom)) / perEven),
  }
}

/** Renders the frames (36) at `sizePx` (360, even) and joins them as a looping animated WebP; each is encoded on other threads while the next is drawn. */
export async function renderTurntable(model: Model, { onFrame, ...options }: TurntableOptions): Promise<Uint8Array> {
  const stills: Promise<StillFrame>[] = []
  const { sizePx } = renderFrames(model, {
    ...options,
    onFrame(done, frames) {
      stills.push(encodeFrame(frames, done - 1))
      onFrame?.(done, frames)
    },
  })
  return joinWebp(await Promise.all(stills), { widthPx: sizePx, heightPx: sizePx, frameMs: FRAME_MS })
}

/** The first frame whole, the others cropped to what moves. */
async function encodeFrame({ rgb, sizePx, moving }: Frames, frame: number): Promise<StillFrame> {
  const { left, top, right, bottom } = frame === 0 ? { left: 0, top: 0, right: sizePx, bottom: sizePx } : moving
  const place = { left, top, width: Math.min(sizePx, right) - left, height: Math.min(sizePx, bottom) - top }
  const whole = sharp(rgb.subarray(frame * frameBytes(sizePx), (frame + 1) * frameBytes(sizePx)), {
    raw: { width: sizePx, height: sizePx, channels: 3 },
  })
  return { still: await whole.extract(place).webp({ quality: QUALITY, effort: 0 }).toBuffer(), ...place }
}
