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

/** Backdrop with the shadow on the ground, linear light, one value a pixel of the finished frame. */
function backdrop(camera: Camera, shadow: ContactShadow, turnRad: number, sizePx: number, out: Float32Array): void {
  const [sin, cos] = [Math.sin(turnRad), Math.cos(turnRad)]
  const half = sizePx / 2
  const focal = camera.focal / SUPERSAMPLES
  const eyeY = PITCH_SIN * camera.distance
  const eyeZ = PITCH_COS * camera.distance
  const groundY = camera.ground - camera.middle[1]
  for (let y = 0; y < sizePx; y++) {
    const plain = BACKDROP[0] + (BACKDROP[1] - BACKDROP[0]) * (y / (sizePx - 1))
    const slope = (half - y - 0.5) / focal
    const dy = slope * PITCH_COS - PITCH_SIN
    const dz = -slope * PITCH_SIN - PITCH_COS
    const reach = dy < 0 ? (groundY - eyeY) / dy : 0
    const z = eyeZ + dz * reach
    for (let x = 0; x < sizePx; x++) {
      const groundX = ((x + 0.5 - half) / focal) * reach
      const darkness = reach > 0 ? darknessAt(shadow, groundX * cos - z * sin, z * cos + groundX * sin) : 0
      out[y * sizePx + x] = plain * (1 - SHADOW_STRENGTH * Math.min(1, darkness))
    }
  }
}

const ENCODED = 4096
const TO_SRGB = Uint8Array.from({ length: ENCODED + 1 }, (_, k) => Math.round(255 * (k / ENCODED) ** (1 / 2.2)))

/** Rolls highlights off instead of clipping them, then encodes. */
function encode(linear: number): number {
  const soft = linear <= 0.7 ? linear : 1 - 0.3 * Math.exp(-(linear - 0.7) / 0.3)
  return TO_SRGB[(soft * ENCODED) | 0]!
}

function resolve(canvas: Canvas, behind: Float32Array, sizePx: number, out: Uint8Array, offset: number): void {
  const { size, rgb, nearness } = canvas
  const share = 1 / (SUPERSAMPLES * SUPERSAMPLES)
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      let [red, green, blue, open] = [0, 0, 0, 0]
      for (let s = 0; s < SUPERSAMPLES * SUPERSAMPLES; s++) {
        const at = (SUPERSAMPLES * y + ((s / SUPERSAMPLES) | 0)) * size + SUPERSAMPLES * x + (s % SUPERSAMPLES)
        if (nearness[at] === 0) open += share
        else {
          red += rgb[3 * at]! * share
          green += rgb[3 * at + 1]! * share
          blue += rgb[3 * at + 2]! * share
        }
      }
      const back = behind[y * sizePx + x]! * open
      const at = offset + (y * sizePx + x) * 3
      out[at] = encode(red + back * 1.01)
      out[at + 1] = encode(green + back)
      out[at + 2] = encode(blue + back * 0.97)
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
  const behind = new Float32Array(sizePx * sizePx)
  const texture = linearTexture(model.texture, 3 * sizePx)
  const centred: Model = { ...model, positions: model.positions.map((value, k) => value - (k % 3 === 1 ? 0 : camera.middle[k % 3]!)) }
  const shadow = contactShadow(centred, camera.ground, framing.height, 1.6 * camera.sphere)
  const out = new Uint8Array(frames * sizePx * sizePx * 3)
  for (let frame = 0; frame < frames; frame++) {
    const turnRad = FIRST_TURN_RAD + (2 * Math.PI * frame) / frames
    canvas.nearness.fill(0)
    project(model, camera, turnRad, size, screen, light)
    rasterise(canvas, { screen, light }, model.uvs, model.indices, texture)
    backdrop(camera, shadow, turnRad, sizePx, behind)
    resolve(canvas, behind, sizePx, out, frame * sizePx * sizePx * 3)
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
