/**
 * Relief: a medal of the picture. A low dome from the same Poisson field as round, a rounded edge, and the picture's
 * own light and dark as carving; the back is flat.
 *
 * Carving is the luminance against its surroundings (a difference of Gaussians, each by three box passes after Wells
 * 1986, normalised inside the mask), bounded by tanh, and fades out at the rim. True shape from shading needs a known
 * light and one albedo; with an artist's picture it turns every painted dark into a pit.
 */
import { joinParts, wallBetween } from './close-surface.ts'
import { resample, type Coverage, type Grid } from './coverage-grid.ts'
import { crispStep, evenStep, meshWithin, withinBudget } from './mesh-within.ts'
import { nearestOutline } from './nearest-outline.ts'
import { poissonSlopes, solvePoisson } from './poisson.ts'
import { movedHeight } from './round.ts'
import { bevelHeight, drawToRim, liftSheet, swayed, type Sheet } from './sheet.ts'
import type { Silhouette } from './silhouette.ts'
import { simplifySheet } from './simplify.ts'
import { shorterSide } from './slab.ts'
import type { Subject } from '../cutout/subject.ts'
import type { Surface } from './surface.ts'

/** Parts of the subject's shorter side. */
const WALL = 0.035
const BEVEL = 0.025
const DOME = 0.08
const CARVING = 0.02

/** Finest and broadest detail that is carved: finer is grain and noise, broader is painted shade. */
const FINE = 0.007
const BROAD = 0.06

/** A carved plate of at most `maxTriangles`. */
export async function buildRelief(subject: Subject, { maxTriangles }: { maxTriangles: number }): Promise<Surface> {
  const side = shorterSide(subject)
  const parts = await meshWithin(
    subject,
    Math.max(crispStep(subject, maxTriangles), evenStep(subject, maxTriangles)),
    async (flat) => {
      const carved = carve(flat, subject, side)
      return withinBudget(maxTriangles, FRONT_SHARE * maxTriangles, async (share) => {
        const sheet = await simplifySheet(carved, flat.rimStart, share, 'none')
        const back = await simplifySheet(
          { ...flatBack(flat), indices: sheet.indices },
          flat.rimStart,
          BACK_SHARE * maxTriangles,
          'rim',
        )
        return [
          { panel: 'front', mesh: sheet },
          { panel: 'side', mesh: wallBetween(sheet, flat, WALL * side, 0) },
          { panel: 'back', mesh: back, turned: true, group: 1 },
        ]
      })
    },
  )
  return joinParts(parts)
}

/** Shares of the triangles: the carved front gets most, the flat back needs few. */
const FRONT_SHARE = 0.66
const BACK_SHARE = 0.15

function flatBack(silhouette: Silhouette): Sheet {
  const still = {
    x: silhouette.x,
    y: silhouette.y,
    distance: new Float64Array(silhouette.rimStart).fill(Infinity),
    part: new Float64Array(0),
  }
  return liftSheet(silhouette, swayed(silhouette, still, 0), () => 0, 0)
}

function carve(silhouette: Silhouette, subject: Subject, side: number): Sheet {
  const { grid, gridIndex } = silhouette
  const bevel = BEVEL * side
  const slopes = poissonSlopes(silhouette, solvePoisson(grid).u)
  const nearest = nearestOutline(silhouette, Math.max(2 * bevel, 3 * grid.step))
  const planar = drawToRim(silhouette, nearest, () => (bevel > 2 * grid.step ? bevel : 0))
  const highest = slopes.u.reduce((most, value) => Math.max(most, value), 1)
  const light = carving(subject, grid, side)
  const depth = (v: number) => {
    const t = Math.min(1, planar.distance[v]! / Math.max(2 * bevel, 3 * grid.step))
    const dome = DOME * side * (movedHeight(silhouette, nearest, planar, slopes, v) / highest) ** 0.7
    const carved = CARVING * side * light[gridIndex[v]!]! * t * t * (3 - 2 * t)
    return WALL * side + bevelHeight(planar.distance[v]!, bevel) + dome + Math.max(carved, -0.5 * bevel - dome)
  }
  return liftSheet(silhouette, planar, depth, WALL * side)
}

/** Light against its surroundings, −1…1 per grid vertex. */
function carving(subject: Subject, grid: Coverage, side: number): Float32Array {
  const { width, height, colour, mask } = subject
  const covered = new Float32Array(width * height)
  for (let y = 0; y < height; y++) coveredRow(colour, mask, y * width, covered.subarray(y * width, (y + 1) * width))
  const light = resample(covered, width, height, grid)
  const weight = resample(mask, width, height, grid)
  const fine = blurredRatio(light, weight, grid, Math.max(1, (FINE * side) / grid.step))
  const broad = blurredRatio(light, weight, grid, Math.max(4, (BROAD * side) / grid.step))
  return fine.map((value, at) => Math.tanh((value - broad[at]!) / 0.22))
}

/** Luminance (ITU-R BT.709-6, 3.2) of a row, 0…1, by how much it is covered. */
function coveredRow(colour: Uint8Array, mask: Float32Array, start: number, out: Float32Array): void {
  for (let x = 0, at = start; x < out.length; x++, at++)
    out[x] =
      (mask[at]! * (0.2126 * colour[3 * at]! + 0.7152 * colour[3 * at + 1]! + 0.0722 * colour[3 * at + 2]!)) / 255
}

function blurredRatio(values: Float32Array, weights: Float32Array, grid: Coverage, sigma: number): Float32Array {
  const radius = Math.max(1, Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2))
  const [sum, total] = [boxBlur(values, grid, radius), boxBlur(weights, grid, radius)]
  return sum.map((value, at) => (total[at]! > 1e-6 ? value / total[at]! : 0))
}

/** Three box passes, each along rows and written transposed, so that both directions run along memory. */
function boxBlur(values: Float32Array, { columns, rows }: Grid, radius: number): Float32Array {
  let [from, into] = [values.slice(), new Float32Array(values.length)]
  for (let pass = 0; pass < 6; pass++) {
    const [wide, high] = pass % 2 === 0 ? [columns, rows] : [rows, columns]
    for (let j = 0; j < high; j++) {
      let sum = 0
      for (let i = -radius; i < wide; i++) {
        if (i + radius < wide) sum += from[j * wide + i + radius]!
        if (i > radius) sum -= from[j * wide + i - radius - 1]!
        if (i >= 0) into[i * high + j] = sum / (2 * radius + 1)
      }
    }
    ;[from, into] = [into, from]
  }
  return from
}
