/**
 * A looping turntable of a model as animated WebP: a long lens slightly above the object, soft studio light, a contact
 * shadow on a neutral ground. All readings of one session are framed by the same radius and height, so that they compare.
 * Anti-aliasing is 2 × 2 supersampling in linear light. Frame 0 is a still that reads well on its own: a little from the side.
 */
import sharp from 'sharp'
import { boxOf } from '../contract/vec3.ts'
import { contactShadow, darknessAt, type ContactShadow } from './contact-shadow.ts'
import type { Model } from './model.ts'
import { createCanvas, linearTexture, rasterise, type Canvas } from './rasterise.ts'
import { studioLight } from './studio-light.ts'

/** What the camera frames, in the models' units: the same for every reading of one picture. */
export interface Framing {
  readonly height: number
  /** Half the largest horizontal extent. */
  readonly radius: number
}

export interface TurntableOptions {
  readonly framing: Framing
  readonly frames?: number
  readonly sizePx?: number
  readonly onFrame?: (done: number, frames: number) => void
}

const FRAMES = 36
const SIZE_PX = 360
const SUPERSAMPLES = 2
const FRAME_MS = 80
const FIRST_TURN_RAD = -0.38
const PITCH_RAD = 0.2
/** Distance of the camera in units of the framed sphere's radius: a long lens. */
const DISTANCE = 6
const MARGIN = 1.08
/** Linear light of the background at top and bottom: a warm grey that stands on dark and light pages alike. */
const BACKDROP = [0.6, 0.46] as const
const SHADOW_STRENGTH = 0.75

interface Camera {
  readonly middle: readonly [number, number, number]
  readonly ground: number
  readonly sphere: number
  /** Canvas pixels per unit of slope. */
  readonly focal: number
  readonly distance: number
}

function cameraFor(model: Model, { height, radius }: Framing, size: number): Camera {
  const box = boxOf(model.positions)
  if (!box) throw new Error('A mesh without vertices has no turntable.')
  const middle = [(box.min[0] + box.max[0]) / 2, box.min[1] + height / 2, (box.min[2] + box.max[2]) / 2] as const
  const sphere = Math.max(Math.hypot(radius, height / 2) * 0.92, radius, height / 2) * MARGIN
  const distance = DISTANCE * sphere
  return { middle, ground: box.min[1], sphere, distance, focal: (size / 2 / sphere) * Math.sqrt(distance * distance - sphere * sphere) }
}

const [PITCH_SIN, PITCH_COS] = [Math.sin(PITCH_RAD), Math.cos(PITCH_RAD)]

/** Turns and projects every vertex, and lights it. */
function project({ positions, normals }: Model, camera: Camera, turnRad: number, size: number, screen: Float32Array, light: Float32Array): void {
  const [sin, cos] = [Math.sin(turnRad), Math.cos(turnRad)]
  const { middle, focal, distance } = camera
  for (let v = 0, p = 0; p < positions.length; v++, p += 3) {
    const x = positions[p]! - middle[0]
    const y = positions[p + 1]! - middle[1]
    const z = positions[p + 2]! - middle[2]
    const [rx, rz] = [x * cos + z * sin, z * cos - x * sin]
    const nearness = 1 / (distance - (rz * PITCH_COS + y * PITCH_SIN))
    screen[p] = size / 2 + rx * focal * nearness
    screen[p + 1] = size / 2 - (y * PITCH_COS - rz * PITCH_SIN) * focal * nearness
    screen[p + 2] = nearness
    const nx = normals[p]! * cos + normals[p + 2]! * sin
    const nz = normals[p + 2]! * cos - normals[p]! * sin
    studioLight(nx, normals[p + 1]!, nz, light, 2 * v)
  }
}

/** Where each pixel's ray meets the ground, in the camera's room; NaN where it looks above the horizon. */
function groundUnder(camera: Camera, sizePx: number): Float32Array {
  const places = new Float32Array(2 * sizePx * sizePx)
  const half = sizePx / 2
  const focal = camera.focal / SUPERSAMPLES
  const [eyeY, eyeZ] = [PITCH_SIN * camera.distance, PITCH_COS * camera.distance]
  const groundY = camera.ground - camera.middle[1]
  for (let y = 0, at = 0; y < sizePx; y++) {
    const slope = (half - y - 0.5) / focal
    const dy = slope * PITCH_COS - PITCH_SIN
    const reach = dy < 0 ? (groundY - eyeY) / dy : Number.NaN
    const z = eyeZ - (slope * PITCH_SIN + PITCH_COS) * reach
    for (let x = 0; x < sizePx; x++) {
      places[at++] = ((x + 0.5 - half) / focal) * reach
      places[at++] = z
    }
  }
  return places
}

const ENCODED = 4096
const TO_SRGB = Uint8Array.from({ length: ENCODED + 1 }, (_, k) => Math.round(255 * (k / ENCODED) ** (1 / 2.2)))
/** Highlights roll off instead of clipping; the table holds that and the encoding for 0…2. */
const TONED = Uint8Array.from({ length: 2 * ENCODED + 1 }, (_, k) => {
  const linear = k / ENCODED
  const soft = linear <= 0.7 ? linear : 1 - 0.3 * Math.exp(-(linear - 0.7) / 0.3)
  return TO_SRGB[Math.round(soft * ENCODED)]!
})
const toned = (linear: number): number => TONED[linear >= 2 ? 2 * ENCODED : (linear * ENCODED) | 0]!

/** Averages the samples over the backdrop with its shadow, and encodes one finished frame into `out`. */
function resolve(canvas: Canvas, places: Float32Array, shadow: ContactShadow, turnRad: number, sizePx: number, out: Uint8Array, offset: number): void {
  const { size, rgb, nearness } = canvas
  const [sin, cos] = [Math.sin(turnRad), Math.cos(turnRad)]
  for (let y = 0, p = 0, at = offset; y < sizePx; y++) {
    const plain = BACKDROP[0] + (BACKDROP[1] - BACKDROP[0]) * (y / (sizePx - 1))
    for (let x = 0; x < sizePx; x++, p++, at += 3) {
      const first = SUPERSAMPLES * (y * size + x)
      let red = 0
      let green = 0
      let blue = 0
      let open = 0
      for (let s = 0; s < 4; s++) {
        const sample = first + (s >> 1) * size + (s & 1)
        if (nearness[sample] === 0) open += 0.25
        else {
          red += rgb[3 * sample]!
          green += rgb[3 * sample + 1]!
          blue += rgb[3 * sample + 2]!
        }
      }
      let back = 0
      if (open > 0) {
        const groundX = places[2 * p]!
        const groundZ = places[2 * p + 1]!
        const darkness = darknessAt(shadow, groundX * cos - groundZ * sin, groundZ * cos + groundX * sin)
        back = open * plain * (1 - SHADOW_STRENGTH * (darkness < 1 ? darkness : 1))
      }
      out[at] = toned(red / 4 + back * 1.01)
      out[at + 1] = toned(green / 4 + back)
      out[at + 2] = toned(blue / 4 + back * 0.97)
    }
  }
}

/** Raw RGB frames below one another, for the encoder and for tests that count pixels. */
export function renderFrames(model: Model, { framing, frames = FRAMES, sizePx = SIZE_PX, onFrame }: TurntableOptions): Uint8Array {
  const size = sizePx * SUPERSAMPLES
  const camera = cameraFor(model, framing, size)
  const canvas = createCanvas(size)
  const screen = new Float32Array(model.positions.length)
  const light = new Float32Array((model.positions.length / 3) * 2)
  const places = groundUnder(camera, sizePx)
  const texture = linearTexture(model.texture, 3 * sizePx)
  const centred: Model = { ...model, positions: model.positions.map((value, k) => value - (k % 3 === 1 ? 0 : camera.middle[k % 3]!)) }
  const shadow = contactShadow(centred, camera.ground, framing.height, 1.6 * camera.sphere)
  const out = new Uint8Array(frames * sizePx * sizePx * 3)
  for (let frame = 0; frame < frames; frame++) {
    const turnRad = FIRST_TURN_RAD + (2 * Math.PI * frame) / frames
    canvas.nearness.fill(0)
    project(model, camera, turnRad, size, screen, light)
    rasterise(canvas, { screen, light }, model.uvs, model.indices, texture)
    resolve(canvas, places, shadow, turnRad, sizePx, out, frame * sizePx * sizePx * 3)
    onFrame?.(frame + 1, frames)
  }
  return out
}

/** Renders `frames` (36) frames of `sizePx` (360) and joins them as a looping animated WebP. */
export async function renderTurntable(model: Model, options: TurntableOptions): Promise<Uint8Array> {
  const { frames = FRAMES, sizePx = SIZE_PX } = options
  const raw = renderFrames(model, options)
  return sharp(raw, { raw: { width: sizePx, height: sizePx * frames, channels: 3, pageHeight: sizePx } })
    .webp({ quality: 74, effort: 1, loop: 0, delay: Array.from({ length: frames }, () => FRAME_MS) })
    .toBuffer()
}
