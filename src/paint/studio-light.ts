/**
 * The turntable's light, fixed to the camera's room while the object turns: a warm key from the upper left front, a cool
 * fill from the right, a rim from behind, and a hemisphere of sky over ground (Hemisphere lighting, Marschner & Shirley §20).
 * Evaluated per vertex; the meshes are dense enough that per-pixel light could not be told apart at 360 px. Diffuse is Lambert's cosine,
 * the key's wrapped as (n·l + w)/(1 + w) (Green, "Real-time approximations to subsurface scattering", GPU Gems 2004), the highlight
 * Blinn's. An environment map was not chosen: it costs a lookup a vertex and frame, and looks the same on matt things.
 */

type Direction = readonly [number, number, number]

const unit = ([x, y, z]: Direction): Direction => {
  const length = Math.hypot(x, y, z)
  return [x / length, y / length, z / length]
}

const KEY = { towards: unit([-0.55, 0.75, 0.7]), strength: 0.72 }
const FILL = { towards: unit([0.85, 0.2, 0.5]), strength: 0.2 }
const RIM = { towards: unit([0.35, 0.5, -0.85]), strength: 0.3 }
const SKY = 0.5
const GROUND = 0.26
/** Half vector of key and camera, for a soft highlight (Blinn 1977). */
const HALF = unit([KEY.towards[0], KEY.towards[1], KEY.towards[2] + 1])
const SHINE = 0.07
/** Wraps the key a little around the terminator, as a large soft box does. */
const WRAP = 0.25

/** Diffuse factor and added highlight for a unit normal in the camera's room (+Z to the camera). */
export function studioLight(x: number, y: number, z: number, out: Float32Array, at: number): void {
  const key = (x * KEY.towards[0] + y * KEY.towards[1] + z * KEY.towards[2] + WRAP) / (1 + WRAP)
  const fill = x * FILL.towards[0] + y * FILL.towards[1] + z * FILL.towards[2]
  const rim = x * RIM.towards[0] + y * RIM.towards[1] + z * RIM.towards[2]
  const up = 0.5 + 0.5 * y
  out[at] =
    GROUND +
    (SKY - GROUND) * up +
    Math.max(0, key) * KEY.strength +
    Math.max(0, fill) * FILL.strength +
    Math.max(0, rim) * RIM.strength
  const half = Math.max(0, x * HALF[0] + y * HALF[1] + z * HALF[2])
  // To the 24th power by squaring: a general power took a third of the time of projecting a vertex.
  const third = half * half * half
  const sixth = third * third
  const twelfth = sixth * sixth
  out[at + 1] = key > 0 ? SHINE * twelfth * twelfth : 0
}
