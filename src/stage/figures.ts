import { Path, Shape } from 'three'
import type { Vec3 } from '../contract/vec3.ts'
import type { Scene } from './scene.ts'

/** Something whose size everybody knows: a flat outline in metres that stands on the floor with its middle at x = 0. */
export interface Figure {
  readonly name: string
  readonly heightMetres: number
  readonly widthMetres: number
  readonly outline: () => Shape[]
}

const polygon = (points: readonly (readonly [x: number, y: number])[]): Shape => {
  const shape = new Shape()
  points.forEach(([x, y], index) => (index === 0 ? shape.moveTo(x, y) : shape.lineTo(x, y)))
  shape.closePath()
  return shape
}

const hole = (points: readonly (readonly [x: number, y: number])[]): Path => {
  const path = new Path()
  points.forEach(([x, y], index) => (index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)))
  path.closePath()
  return path
}

function disc(x: number, y: number, radius: number): Shape {
  const shape = new Shape()
  shape.absarc(x, y, radius, 0, 2 * Math.PI, false)
  return shape
}

function mug(): Shape[] {
  const body = new Shape()
  body.moveTo(-0.0465, 0.095)
  body.lineTo(-0.0435, 0.006)
  body.quadraticCurveTo(-0.043, 0, -0.036, 0)
  body.lineTo(0.02, 0)
  body.quadraticCurveTo(0.027, 0, 0.0275, 0.006)
  body.lineTo(0.0305, 0.095)
  body.closePath()
  const handle = new Shape()
  handle.moveTo(0.03, 0.08)
  handle.bezierCurveTo(0.058, 0.086, 0.058, 0.018, 0.0285, 0.022)
  handle.lineTo(0.0288, 0.031)
  handle.bezierCurveTo(0.046, 0.03, 0.046, 0.074, 0.03, 0.07)
  handle.closePath()
  return [body, handle]
}

const chair = (): Shape[] => [
  polygon([
    [-0.22, 0],
    [-0.18, 0],
    [-0.175, 0.42],
    [0.175, 0.42],
    [0.18, 0],
    [0.22, 0],
    [0.215, 0.47],
    [-0.18, 0.47],
    [-0.215, 0.9],
    [-0.255, 0.9],
  ]),
]

function person(): Shape[] {
  const body = new Shape()
  body.moveTo(-0.14, 0)
  body.lineTo(-0.035, 0)
  body.lineTo(-0.01, 0.78)
  body.lineTo(0.01, 0.78)
  body.lineTo(0.035, 0)
  body.lineTo(0.14, 0)
  body.lineTo(0.165, 0.85)
  body.lineTo(0.19, 0.8)
  body.quadraticCurveTo(0.235, 0.76, 0.25, 0.83)
  body.lineTo(0.225, 1.38)
  body.quadraticCurveTo(0.21, 1.46, 0.12, 1.48)
  body.lineTo(-0.12, 1.48)
  body.quadraticCurveTo(-0.21, 1.46, -0.225, 1.38)
  body.lineTo(-0.25, 0.83)
  body.quadraticCurveTo(-0.235, 0.76, -0.19, 0.8)
  body.lineTo(-0.165, 0.85)
  body.closePath()
  return [body, disc(0, 1.63, 0.12)]
}

const opening = (x: number, y: number, width: number, height: number): Path =>
  hole([
    [x, y],
    [x, y + height],
    [x + width, y + height],
    [x + width, y],
  ])

function house(): Shape[] {
  const wall = polygon([
    [-4, 0],
    [4, 0],
    [4, 4.8],
    [4.6, 4.8],
    [0, 8],
    [-4.6, 4.8],
    [-4, 4.8],
  ])
  wall.holes.push(
    opening(-0.5, 0.02, 1, 2.05),
    opening(-3, 0.95, 1.3, 1.3),
    opening(1.7, 0.95, 1.3, 1.3),
    opening(-3, 3.2, 1.3, 1.2),
    opening(1.7, 3.2, 1.3, 1.2),
  )
  return [wall]
}

/** Smallest first. The coin is a 2 euro coin (Regulation (EU) 729/2014: 25.75 mm). */
export const FIGURES: readonly [Figure, ...Figure[]] = [
  { name: 'Coin', heightMetres: 0.02575, widthMetres: 0.02575, outline: () => [disc(0, 0.012875, 0.012875)] },
  { name: 'Mug', heightMetres: 0.095, widthMetres: 0.1, outline: mug },
  { name: 'Chair', heightMetres: 0.9, widthMetres: 0.48, outline: chair },
  { name: 'Person', heightMetres: 1.75, widthMetres: 0.5, outline: person },
  { name: 'House', heightMetres: 8, widthMetres: 9.2, outline: house },
]

/** A figure stands upright, so it is compared with the box's height, unless the box lies flat. */
const LYING = 0.75

const standing = (sizeMetres: Vec3): number => Math.max(sizeMetres[1], LYING * Math.max(...sizeMetres))

/** A figure that overtops the box by more would be the first thing that is seen. */
const LARGEST_PART = 1.125
/** Before an audience the object fills the picture, and the figure has what is left beside it. */
export const PRESENTED_PART = 0.5

/** The figure that suits a box: the largest that is no more than a part of its height. */
export function figureFor(sizeMetres: Vec3, largestPart = LARGEST_PART): Figure {
  const [smallest, ...others] = FIGURES
  const most = largestPart * standing(sizeMetres)
  return others.reduce((best, figure) => (figure.heightMetres <= most ? figure : best), smallest)
}

/** How far a figure overtops a box: 1 for one that does not. It stands back by that. */
export const excessOf = ({ sizeMetres }: Scene, { heightMetres }: Figure): number =>
  Math.max(1, heightMetres / standing(sizeMetres))

/** The figure that the scene shows, or null when it is hidden. */
export const shownFigure = ({ figure, sizeMetres }: Scene, largestPart?: number): Figure | null =>
  figure ? figureFor(sizeMetres, largestPart) : null

/** Between box and figure, as a fraction of the larger of their widths. */
const GAP = 0.15

/** The middle of the figure's base: left of the box and behind it, so that it hides nothing; the farther the more it overtops the box. */
export function figurePlace(scene: Scene, figure: Figure): [number, number, number] {
  const [width, , depth] = scene.sizeMetres
  const behind = figure.widthMetres / 2 + (excessOf(scene, figure) - 1) * Math.max(...scene.sizeMetres)
  const gap = GAP * Math.max(width, figure.widthMetres)
  return [-(width / 2 + figure.widthMetres / 2 + gap), 0, -depth / 2 - behind]
}

/**
 * The same as the view circles: left of the box as it is seen, behind it, and turned to the eye. `angleRad` is that of
 * the eye about the vertical, from the front.
 */
export function presentedPlace({ sizeMetres: [width, , depth] }: Scene, figure: Figure, angleRad: number): Vec3 {
  const radius = Math.hypot(width, depth) / 2
  const [x, z] = [-(radius + figure.widthMetres * (0.5 + GAP)), -radius / 2]
  const [sine, cosine] = [Math.sin(angleRad), Math.cos(angleRad)]
  return [x * cosine + z * sine, 0, z * cosine - x * sine]
}
