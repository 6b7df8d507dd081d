/**
 * Natural proportions are those that a generator gives its mesh by itself, before any size is baked in. A request that gives at most one
 * side keeps them [FIT-2]; one that gives more may stretch the mesh.
 *
 * [NATURAL-1] The local engine tells them, of each spin as `spins[i].proportions` and of the newest mesh as `mesh_proportions`: width,
 * height and depth, the longest being 1. Other upstreams tell nothing, and the page does without.
 */
import * as z from 'zod/mini'
import { AUTOMATIC, DEFAULT_SCALED_BBOX, type PreviewRequest } from './preview-request.ts'
import { AXES, boxSize, vec3, type Box, type Vec3 } from './vec3.ts'

/** What is known of a mesh's natural proportions. */
export interface Natural {
  /** Width, height and depth in any unit; null where it is not known. */
  readonly sides: readonly [width: number | null, height: number | null, depth: number | null]
  /** By so much, as a part, the true ones may differ. */
  readonly within: number
}

/**
 * Of a mesh, its vertices tell; of a spin, the coarser mesh that it was rendered from; and an outline is that of a
 * picture, which perspective widens.
 */
const WITHIN = { mesh: 0.01, spin: 0.03, outline: 0.15 } as const

/** A flat side has no proportion to the others. */
const sidesOf = (size: Vec3): Natural['sides'] => [size[0] || null, size[1] || null, size[2] || null]

export const naturalOfMesh = (size: Vec3): Natural => ({ sides: sidesOf(size), within: WITHIN.mesh })

export const naturalOfSpin = (proportions: Vec3): Natural => ({ sides: sidesOf(proportions), within: WITHIN.spin })

/** A picture does not tell how deep its subject is. */
export const naturalOfOutline = ([width, height]: readonly [width: number, height: number]): Natural => ({
  sides: [width, height, null],
  within: WITHIN.outline,
})

/** Of a mesh whose spin is not known: for another spin it is a hint. */
export const naturalOfAnySpin = (size: Vec3): Natural => ({ sides: sidesOf(size), within: WITHIN.outline })

/** Whether they are known only roughly, or not of every side. */
export const isAbout = ({ sides, within }: Natural): boolean => within > WITHIN.mesh || sides.includes(null)

const side = z.number().check(z.positive())

/** [NATURAL-1] As the engine writes them. */
export const proportionsSchema = z.readonly(z.tuple([side, side, side]))

const DIGITS = 6

/** A mesh's size as [NATURAL-1] has it; null where a side is flat. */
export function proportionsOfSize(size: Vec3): Vec3 | null {
  const longest = Math.max(...size)
  if (!size.every((metres) => metres > 0)) return null
  return vec3((axis) => Number((size[axis] / longest).toPrecision(DIGITS)))
}

export interface MeshFacts {
  readonly request: Pick<PreviewRequest, 'scaled_bbox'>
  /** Of the mesh as it was delivered. */
  readonly box: Box
  /** What its generator told of it [NATURAL-1]. */
  readonly told: Vec3 | null
}

/**
 * A delivered mesh's natural proportions, in any unit: its own box where at most one side was given, else what its
 * generator told; null where that told nothing. Of a flat side they are 0.
 */
export function naturalProportionsOf({
  request: { scaled_bbox = DEFAULT_SCALED_BBOX },
  box,
  told,
}: MeshFacts): Vec3 | null {
  const given = AXES.filter((axis) => scaled_bbox[axis] !== AUTOMATIC)
  return given.length <= 1 ? boxSize(box) : told
}
