import sharp from 'sharp'
import type { LightName } from './lamps.ts'
import type { ModelName } from './objects.ts'
import { randomOf, takePhoto, type Photo } from './photo.ts'

/*
 * Photos before whatever happened to be there: shelves, plants, frames, people and windows in any order and any light,
 * sharp or out of focus, with one of our own objects in front. Nothing behind it is of our own objects' making, so what
 * the subject is remains beyond doubt for a person. Drawn as SVG, which has gradients, grain and curves.
 */

export interface ClutterSpec {
  readonly object: ModelName
  /** Another seed is another place. */
  readonly seed: number
  readonly blurred: boolean
  readonly light?: LightName
  readonly encoding: 'jpeg' | 'png'
  readonly side?: number
}

/** Share of the picture's side that the object's square takes, least and most. */
const [SMALLEST, LARGEST] = [0.7, 1]
/** How far out of focus, as a share of the side. */
const OUT_OF_FOCUS = 0.012

/** Takes a photo of an object before clutter; the same spec gives the same bytes. */
export async function takeClutteredPhoto(spec: ClutterSpec): Promise<Photo> {
  const { object, seed, blurred, light = 'softbox', encoding, side = 640 } = spec
  const random = randomOf(`${object} clutter ${seed}`)
  const own = Math.round(side * (SMALLEST + (LARGEST - SMALLEST) * random()))
  const [left, top] = [Math.round((side - own) * random()), Math.round((side - own) * (0.4 + 0.6 * random()))]
  const front = await takePhoto({ object, room: 'none', light, encoding: 'png', side: own })
  const scene = sharp(Buffer.from(drawClutter(side, randomOf(`place ${seed}`))))
  const behind = await (blurred ? scene.blur(OUT_OF_FOCUS * side) : scene).removeAlpha().raw().toBuffer()
  const { data } = await sharp(front.bytes).raw().toBuffer({ resolveWithObject: true })
  const alpha = new Float32Array(side * side)
  const rgb = new Uint8Array(3 * side * side)
  for (let p = 0; p < alpha.length; p++) {
    const [x, y] = [(p % side) - left, Math.floor(p / side) - top]
    const at = x >= 0 && y >= 0 && x < own && y < own ? y * own + x : -1
    alpha[p] = at < 0 ? 0 : front.alpha[at]!
    const grain = 2.2 * (random() + random() + random() - 1.5)
    for (let c = 0; c < 3; c++) {
      const back = Math.min(255, Math.max(0, behind[3 * p + c]! + grain + 2 * (random() - 0.5)))
      rgb[3 * p + c] = Math.round(back + ((at < 0 ? 0 : data[4 * at + c]!) - back) * alpha[p]!)
    }
  }
  const image = sharp(rgb, { raw: { width: side, height: side, channels: 3 } })
  const bytes = await (encoding === 'jpeg' ? image.jpeg({ quality: 85 }) : image.png()).toBuffer()
  return { bytes, width: side, height: side, alpha }
}

type Random = () => number
const between = (random: Random, least: number, most: number): number => least + (most - least) * random()
const pick = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)]!

/** Colours of rooms and clothes: mostly muted, some strong. */
const colour = (random: Random, light = between(random, 22, 80)): string =>
  `hsl(${Math.round(360 * random())} ${Math.round(random() < 0.3 ? between(random, 40, 75) : between(random, 4, 32))}% ${Math.round(light)}%)`

/** Darkens what it lies over towards one side, or towards the ground. */
const SHADES = ['left', 'right', 'down'] as const
const DEFS = `<defs>
<linearGradient id="left"><stop offset="0" stop-opacity=".55"/><stop offset=".7" stop-opacity="0"/></linearGradient>
<linearGradient id="right"><stop offset=".3" stop-opacity="0"/><stop offset="1" stop-opacity=".55"/></linearGradient>
<linearGradient id="down" x2="0" y2="1"><stop offset=".2" stop-opacity="0"/><stop offset="1" stop-opacity=".5"/></linearGradient>
<radialGradient id="round" cx=".35" cy=".3" r=".8"><stop offset="0" stop-color="#fff" stop-opacity=".35"/><stop offset=".4" stop-opacity="0"/><stop offset="1" stop-opacity=".6"/></radialGradient>
<linearGradient id="sky" x2="0" y2="1"><stop offset="0" stop-color="#9fc0e4"/><stop offset="1" stop-color="#f2f4ee"/></linearGradient>
</defs>`

/** A shape in its colour and once more in a shade. `shape` is an element without its closing. */
const solid = (shape: string, fill: string, shade: string): string =>
  `${shape} fill="${fill}"/>${shape} fill="url(#${shade})"/>`

const box = (x: number, y: number, w: number, h: number, round = 0): string =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${w.toFixed(1)}" height="${h.toFixed(1)}" rx="${round.toFixed(1)}"`

/** Things stand with the middle of their foot at x and y; `size` is about their height. All lengths in thousandths of the side. */
type Thing = (random: Random, x: number, y: number, size: number) => string

const cupboard: Thing = (random, x, y, size) => {
  const [w, fill] = [size * between(random, 0.5, 1.2), colour(random)]
  const doors = [0, 1].map((k) => {
    const left = x - w / 2 + (k + 0.06) * (w / 2)
    return `${box(left, y - 0.93 * size, 0.44 * w, 0.84 * size, 4)} fill="none" stroke="#0005" stroke-width="5"/><circle cx="${left + (k === 0 ? 0.38 : 0.06) * w}" cy="${y - size / 2}" r="7" fill="#ddc"/>`
  })
  return solid(box(x - w / 2, y - size, w, size, 3), fill, pick(random, SHADES)) + doors.join('')
}

const shelf: Thing = (random, x, y, size) => {
  const w = size * between(random, 0.6, 1.1)
  let drawn = solid(box(x - w / 2, y - size, w, size), colour(random, between(random, 15, 40)), 'down')
  const boards = 3 + Math.floor(2 * random())
  for (let k = 0; k < boards; k++) {
    const floor = y - size * 0.03 - (k * size) / boards
    for (let at = x - 0.46 * w; at < x + 0.4 * w;) {
      const [thick, tall] = [between(random, 8, 30), (size / boards) * between(random, 0.5, 0.88)]
      if (random() < 0.85) drawn += solid(box(at, floor - tall, thick, tall, 1), colour(random), pick(random, SHADES))
      at += thick + (random() < 0.15 ? 30 : 1)
    }
    drawn += `${box(x - w / 2, floor, w, 9)} fill="#4a382a"/>`
  }
  return drawn
}

const bottle: Thing = (random, x, y, size) => {
  const [r, neck] = [size * between(random, 0.13, 0.2), size * 0.06]
  const shape = `<path d="M${x - r} ${y} V${y - 0.55 * size} Q${x - neck} ${y - 0.68 * size} ${x - neck} ${y - size} H${x + neck} Q${x + neck} ${y - 0.68 * size} ${x + r} ${y - 0.55 * size} V${y} Z"`
  return (
    solid(shape, colour(random), pick(random, ['left', 'right'])) +
    solid(box(x - r, y - 0.42 * size, 2 * r, 0.24 * size), colour(random, 80), 'right')
  )
}

const plant: Thing = (random, x, y, size) => {
  const leaves = Array.from({ length: 26 }, () => {
    const [angle, far] = [between(random, -75, 75), between(random, 0.2, 0.55) * size]
    const fill = `hsl(${Math.round(between(random, 75, 150))} ${Math.round(between(random, 20, 50))}% ${Math.round(between(random, 14, 48))}%)`
    return solid(
      `<ellipse transform="translate(${x} ${y - 0.35 * size}) rotate(${angle.toFixed(1)})" cx="0" cy="${(-far).toFixed(1)}" rx="${(0.05 * size).toFixed(1)}" ry="${(0.16 * size).toFixed(1)}"`,
      fill,
      'left',
    )
  })
  const [r, pot] = [0.17 * size, 0.36 * size]
  return (
    leaves.join('') +
    solid(`<path d="M${x - r} ${y - pot} H${x + r} L${x + 0.75 * r} ${y} H${x - 0.75 * r} Z"`, colour(random), 'right')
  )
}

const ball: Thing = (random, x, y, size) => {
  const r = 0.3 * size
  return solid(`<circle cx="${x}" cy="${y - r}" r="${r}"`, colour(random), 'round')
}

const lamp: Thing = (random, x, y, size) =>
  `${box(x - 4, y - 0.8 * size, 8, 0.8 * size)} fill="#333"/>${box(x - 0.14 * size, y - 12, 0.28 * size, 12, 5)} fill="#444"/>` +
  solid(
    `<path d="M${x - 0.1 * size} ${y - size} H${x + 0.1 * size} L${x + 0.2 * size} ${y - 0.68 * size} H${x - 0.2 * size} Z"`,
    colour(random, 85),
    'right',
  )

/** Head, hair, shoulders, arms and legs, standing. */
const person: Thing = (random, x, y, size) => {
  const skin = `hsl(${Math.round(between(random, 15, 32))} ${Math.round(between(random, 28, 50))}% ${Math.round(between(random, 28, 76))}%)`
  const [shirt, trousers, hair] = [
    colour(random),
    colour(random, between(random, 12, 40)),
    colour(random, between(random, 6, 45)),
  ]
  const u = size / 8
  const limb = (x0: number, y0: number, x1: number, y1: number, wide: number, fill: string): string =>
    `<path d="M${x + x0 * u} ${y - y0 * u} L${x + x1 * u} ${y - y1 * u}" stroke="${fill}" stroke-width="${wide * u}" stroke-linecap="round" fill="none"/>`
  const reach = between(random, 0.9, 1.9)
  return (
    limb(-0.35, 3.6, -0.5, 0.2, 0.7, trousers) +
    limb(0.35, 3.6, 0.5, 0.2, 0.7, trousers) +
    limb(-0.9, 6, -reach, 3.8, 0.5, shirt) +
    limb(0.9, 6, reach, 3.8, 0.5, shirt) +
    limb(-reach, 3.8, -reach, 3.5, 0.4, skin) +
    limb(reach, 3.8, reach, 3.5, 0.4, skin) +
    solid(
      `<path d="M${x - 1.1 * u} ${y - 6.3 * u} Q${x} ${y - 6.9 * u} ${x + 1.1 * u} ${y - 6.3 * u} L${x + 0.8 * u} ${y - 3.3 * u} H${x - 0.8 * u} Z"`,
      shirt,
      pick(random, SHADES),
    ) +
    limb(0, 6.9, 0, 6.4, 0.5, skin) +
    `<ellipse cx="${x}" cy="${y - 7.5 * u}" rx="${0.56 * u}" ry="${0.66 * u}" fill="${hair}"/>` +
    solid(`<ellipse cx="${x}" cy="${y - 7.3 * u}" rx="${0.46 * u}" ry="${0.58 * u}"`, skin, 'round')
  )
}

/** Hangs on the wall above y. */
const frame: Thing = (random, x, y, size) => {
  const [w, h] = [size * between(random, 0.35, 0.7), size * between(random, 0.35, 0.6)]
  const [left, top] = [x - w / 2, y - size]
  return (
    `${box(left, top, w, h)} fill="${colour(random, 25)}"/>${box(left + 12, top + 12, w - 24, h - 24)} fill="${colour(random, 88)}"/>` +
    solid(`<circle cx="${x}" cy="${top + h / 2}" r="${0.22 * Math.min(w, h)}"`, colour(random), 'round') +
    solid(box(left + 20, top + 0.6 * h, w - 40, 0.28 * h), colour(random), 'left')
  )
}

const window: Thing = (random, x, y, size) => {
  const w = size * between(random, 0.5, 0.9)
  const [left, top] = [x - w / 2, y - size]
  const trees = Array.from(
    { length: 5 },
    (_, k) =>
      `<circle cx="${left + (w * (k + 0.5)) / 5}" cy="${top + 0.72 * size}" r="${0.1 * w + 12 * random()}" fill="${colour(random, 32)}"/>`,
  )
  return `${box(left, top, w, 0.8 * size)} fill="url(#sky)"/>${trees.join('')}${box(left, top, w, 0.8 * size)} fill="none" stroke="#e8e4dc" stroke-width="16"/>${box(x - 5, top, 10, 0.8 * size)} fill="#e8e4dc"/>`
}

const ON_WALL = [frame, window, frame] as const
const STANDING = [cupboard, shelf, plant, person, lamp, person, bottle, shelf] as const
const NEAR = [bottle, ball, plant, bottle, cupboard] as const

/** Wall and floor with a grain of their own, then what hangs, what stands along the wall, and what stands nearer. */
function drawClutter(side: number, random: Random): string {
  const [line, patterned] = [between(random, 520, 760), random() < 0.4]
  const stripe = colour(random)
  const grain = (id: string, wide: number, high: number): string =>
    `<filter id="${id}"><feTurbulence type="fractalNoise" baseFrequency="${wide} ${high}" numOctaves="4" seed="${Math.floor(1e3 * random())}"/><feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1.6 0 0 0 -.6"/></filter>`
  const stripes = Array.from({ length: 12 }, (_, k) => `${box(k * 90, 0, 34, line)} fill="${stripe}" opacity=".5"/>`)
  const things: string[] = []
  const put = (
    all: readonly Thing[],
    count: number,
    yLeast: number,
    yMost: number,
    least: number,
    most: number,
  ): void => {
    for (let k = 0; k < count; k++) {
      const [x, y] = [between(random, 0, 1000), between(random, yLeast, yMost)]
      things.push(pick(random, all)(random, Math.round(x), Math.round(y), Math.round(between(random, least, most))))
    }
  }
  put(ON_WALL, 3, line - 150, line, 250, 520)
  put(STANDING, 5, line, line + 60, 320, 720)
  put(NEAR, 4, line + 60, 990, 120, 300)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 1000 1000">${DEFS}
${grain('wall', 0.004, 0.006)}${grain('floor', 0.006, 0.09)}
${solid(box(0, 0, 1000, line), colour(random, between(random, 45, 85)), pick(random, SHADES))}${patterned ? stripes.join('') : ''}${box(0, 0, 1000, line)} filter="url(#wall)" opacity=".35"/>
${solid(box(0, line, 1000, 1000 - line), colour(random, between(random, 25, 65)), 'down')}${box(0, line, 1000, 1000 - line)} filter="url(#floor)" opacity=".6"/>
${things.join('\n')}</svg>`
}
