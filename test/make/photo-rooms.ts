import type { Vec3 } from '../../src/contract/vec3.ts'
import { noise, smoothstep } from './field.ts'

/** What a surface throws back of the light, linear RGB, at a place given in lengths of the object. */
export type Covering = (across: number, along: number) => Vec3

/** What stands behind and under the object. Lengths are in lengths of the object's longest side. */
export interface PhotoRoom {
  /** The ground at x and z, and the wall at x and its height. */
  readonly ground: Covering
  readonly wall: Covering
  /** How far behind the object the wall stands. */
  readonly wallBehind: number
  /** Paper rolled from wall to ground without an edge between them. */
  readonly seamless: boolean
  /** How much darker it is two lengths away from the middle of the light, 0…1. */
  readonly falloff: number
  /** How much darker the lens makes the corners, 0…1. */
  readonly vignette: number
  readonly exposure: number
}

const tinted = ([r, g, b]: Vec3, by: number): Vec3 => [r * by, g * by, b * by]
const mix = (a: Vec3, b: Vec3, share: number): Vec3 => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
]
/** Distance to the nearest whole number. */
const toEdge = (value: number): number => Math.abs(value - Math.round(value))

const paper = (colour: Vec3, falloff: number, vignette: number, exposure = 1): PhotoRoom => {
  const fibre: Covering = (x, z) => tinted(colour, 1 + 0.006 * noise(x * 90, z * 90))
  return { ground: fibre, wall: fibre, wallBehind: 1.4, seamless: true, falloff, vignette, exposure }
}

/** Square tiles with bevelled edges between pale joints, each a shade of its own. */
const tiles =
  (side: number, glaze: Vec3, joint: Vec3): Covering =>
  (x, y) => {
    const [u, v] = [x / side, y / side]
    const edge = Math.min(toEdge(u), toEdge(v))
    const shade = 1 + 0.07 * noise(Math.floor(u), Math.floor(v)) + 0.03 * noise(u * 5, v * 5)
    const bevel = 1 + 0.16 * (1 - smoothstep(0.02, 0.07, edge)) * Math.sign(v - Math.floor(v) - 0.5)
    return mix(joint, tinted(glaze, shade * bevel), smoothstep(0.014, 0.022, edge))
  }

/** Boards along x, with rings, streaks and the dark lines between them. */
const boards =
  (width: number, light: Vec3, dark: Vec3): Covering =>
  (x, z) => {
    const row = Math.floor(z / width)
    const shift = 7 * noise(row * 3.7 + 0.5, 2.5)
    const ring = noise(x * 0.9 + shift, z * 11 + 1.8 * noise(x * 0.7 + shift, z * 2))
    const streak = noise((x + shift) * 5, z * 70)
    const grain = 0.5 + 0.38 * Math.sin(9 * ring) + 0.22 * streak
    const tone = 1 + 0.14 * noise(row * 5.3, 8.1)
    const gap = smoothstep(0.008, 0.022, toEdge(z / width) * width)
    return tinted(mix(dark, light, Math.min(1, Math.max(0, grain))), tone * (0.25 + 0.75 * gap))
  }

/** Short blocks of wood, laid in squares that turn by a quarter. */
const parquet = (light: Vec3, dark: Vec3): Covering => {
  const [square, strips] = [0.56, 4]
  const wood = boards(square / strips, light, dark)
  return (x, z) => {
    const [i, j] = [Math.floor(x / square), Math.floor(z / square)]
    const turned = (i + j) % 2 === 0
    const end = Math.min(toEdge(x / square), toEdge(z / square)) * square
    return tinted(turned ? wood(x, z) : wood(z, x), 0.5 + 0.5 * smoothstep(0.004, 0.016, end))
  }
}

/** Stripes of paper above a white skirting board. */
const wallpaper =
  (pale: Vec3, strong: Vec3): Covering =>
  (x, y) => {
    if (y < 0.22) return tinted([0.7, 0.68, 0.63], y > 0.195 ? 0.72 : 1 - 0.25 * smoothstep(0.17, 0.18, y))
    const stripe = smoothstep(-0.12, 0.12, Math.sin(x * 13))
    const sprig = smoothstep(0.075, 0.06, Math.hypot(toEdge(x * 2.07 - 0.24), toEdge(y * 2.6) * 0.8))
    return mix(mix(pale, strong, stripe), [0.32, 0.18, 0.14], sprig * (1 - stripe) * 0.7)
  }

const stone: Covering = (x, z) => {
  const cloud = noise(x * 2, z * 2) + 0.5 * noise(x * 6, z * 6)
  const speck = noise(x * 60, z * 60) * 0.5 + noise(x * 31 + 5, z * 29) * 0.5
  return tinted([0.3, 0.29, 0.28], 1 + 0.14 * cloud + 0.5 * speck)
}

const plaster =
  (colour: Vec3): Covering =>
  (x, y) =>
    tinted(colour, 1 + 0.06 * noise(x * 1.5, y * 1.5) + 0.05 * noise(x * 9, y * 7) + 0.03 * noise(x * 40, y * 40))

/** A woven rug: bands of colour with the weave in them. */
const rug: Covering = (x, z) => {
  const weave = 1 + 0.22 * Math.sin(x * 95) * Math.sin(z * 80) + 0.12 * noise(x * 40, z * 90)
  const band = Math.floor(z * 3.2 + 0.2 * Math.round(toEdge(x * 2) * 4))
  const colours: readonly Vec3[] = [
    [0.42, 0.09, 0.07],
    [0.55, 0.46, 0.31],
    [0.06, 0.1, 0.2],
    [0.42, 0.09, 0.07],
    [0.5, 0.3, 0.08],
  ]
  return tinted(colours[((band % 5) + 5) % 5]!, weave)
}

const furnished = { seamless: false, falloff: 0.25, vignette: 0.12 } as const

/** Papers of a studio, which are plain, and furnished rooms, which are not. */
export const PHOTO_ROOMS = {
  'white paper': paper([0.88, 0.88, 0.87], 0.04, 0.02, 1.12),
  'grey paper': paper([0.4, 0.4, 0.41], 0.22, 0.1),
  'blue paper': paper([0.14, 0.27, 0.44], 0.16, 0.22),
  'sand paper': paper([0.56, 0.46, 0.34], 0.12, 0.28),
  kitchen: {
    ...furnished,
    ground: stone,
    wall: tiles(0.42, [0.62, 0.68, 0.66], [0.4, 0.39, 0.37]),
    wallBehind: 1.2,
    exposure: 1.1,
  },
  workbench: {
    ...furnished,
    ground: boards(0.36, [0.5, 0.29, 0.13], [0.2, 0.09, 0.035]),
    wall: plaster([0.48, 0.45, 0.4]),
    wallBehind: 1.7,
    exposure: 1.15,
  },
  parlour: {
    ...furnished,
    ground: parquet([0.46, 0.25, 0.1], [0.19, 0.08, 0.03]),
    wall: wallpaper([0.62, 0.58, 0.46], [0.3, 0.4, 0.33]),
    wallBehind: 1.3,
    exposure: 1.1,
  },
  den: { ...furnished, ground: rug, wall: plaster([0.2, 0.26, 0.27]), wallBehind: 1.6, exposure: 1.25 },
} satisfies Readonly<Record<string, PhotoRoom>>

export type PhotoRoomName = keyof typeof PHOTO_ROOMS
