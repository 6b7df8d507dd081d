import type { Unit } from '../contract/length.ts'
import { AXES, vec3, type Axis, type Vec3 } from '../contract/vec3.ts'

/** What the stage draws of the draft. */
export interface Scene {
  /** Automatic axes as they are resolved for now. */
  readonly sizeMetres: Vec3
  readonly automatic: readonly [boolean, boolean, boolean]
  readonly pivotNormalised: Vec3
  /** What lengths are shown in. */
  readonly unit: Unit
  /** Whether a thing of known size stands beside the box. */
  readonly figure: boolean
}

/** Where the stage reads the draft while it moves; the snapshot is the same object until something changes. */
export interface SceneSource {
  get(): Scene
  subscribe(listener: () => void): () => void
}

/** What a handle in the stage changes. */
export type StageEdit =
  | { readonly kind: 'pivot'; readonly pivotNormalised: Vec3 }
  | { readonly kind: 'size'; readonly axis: Axis; readonly metres: number }

/** The box rests on the floor, its middle above the stage's origin; so the pivot may move while the box stands still. */
export const stagePoint = (sizeMetres: Vec3, normalised: Vec3): Vec3 =>
  vec3((axis) => (normalised[axis] + (axis === 1 ? 0.5 : 0)) * sizeMetres[axis])

/** The inverse of `stagePoint`; 0 along an axis without extent. */
export const normalisedPoint = (sizeMetres: Vec3, stage: Vec3): Vec3 =>
  vec3((axis) => (sizeMetres[axis] > 0 ? stage[axis] / sizeMetres[axis] - (axis === 1 ? 0.5 : 0) : 0))

/** Half the box's diagonal, the radius a camera has to frame. */
export const boxRadius = (sizeMetres: Vec3): number => Math.hypot(...sizeMetres) / 2

/** Metres between the grid's strong lines: the power of ten below the box's diagonal. */
export const gridStepMetres = (boxRadiusMetres: number): number =>
  10 ** Math.floor(Math.log10(Math.max(boxRadiusMetres, 1e-6) * 2))

export const sameVec3 = (a: Vec3, b: Vec3): boolean => AXES.every((axis) => a[axis] === b[axis])

/** What a hand in the stage does to the draft: many changes, and at the end one commit, or a cancel that puts back what was there to the last digit. */
export interface StageHands {
  readonly onChange: (edit: StageEdit) => void
  readonly onCommit: () => void
  readonly onCancel: () => void
}
