import type { Object3D } from 'three'
import { chair } from './chair.ts'
import { duck } from './duck.ts'
import { key } from './key.ts'
import { mug } from './mug.ts'
import { rocket } from './rocket.ts'
import { sun } from './sun.ts'
import { vase } from './vase.ts'

/** A thing to photograph, and how it is set before the camera. */
export interface Model {
  /** Models it in its own units, +Y up and +Z front; `detail` 1 is for close looks, less is coarser and faster. */
  readonly build: (detail: number) => Object3D
  /** The detail that a photo of some 600 pixels needs. */
  readonly detail: number
  /** Turn about the upright axis, in radians. */
  readonly turnRad: number
  /** Flat things lie on their backs and are taken from above; the others stand. */
  readonly lies: boolean
  /** How far the camera looks down, in radians. */
  readonly downRad: number
}

const stands = { lies: false, downRad: 0.3 } as const
const lies = { lies: true, downRad: 1.3 } as const

export const MODELS = {
  duck: { ...stands, build: duck, detail: 0.4, turnRad: 0.35 },
  vase: { ...stands, build: vase, detail: 0.22, turnRad: 0, downRad: 0.2 },
  mug: { ...stands, build: mug, detail: 0.45, turnRad: 0.3, downRad: 0.42 },
  chair: { ...stands, build: chair, detail: 0.45, turnRad: 0.62 },
  rocket: { ...stands, build: rocket, detail: 0.45, turnRad: 0.8, downRad: 0.2 },
  key: { ...lies, build: key, detail: 0.3, turnRad: 0.3 },
  sun: { ...lies, build: sun, detail: 0.22, turnRad: 0 },
} satisfies Readonly<Record<string, Model>>

export type ModelName = keyof typeof MODELS
