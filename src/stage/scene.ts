import type { Unit } from '../contract/length.ts'
import { AXES, vec3, type Axis, type Vec3 } from '../contract/vec3.ts'
import type { Picture } from './views.ts'

/** What the stage draws of the draft. */
export interface Scene {
  /** Automatic axes have the size that they resolve to at present. */
  readonly sizeMetres: Vec3
  readonly automatic: readonly [boolean, boolean, boolean]
  readonly pivotNormalised: Vec3
  /** The unit that lengths are shown in. */
  readonly unit: Unit
  /** Whether something of known size is shown beside the box. */
  readonly figure: boolean
}

/** The draft as the stage reads it. `get` returns the same object until something changes. */
export interface SceneSource {
  get(): Scene
  subscribe(listener: () => void): () => void
}

/** What the camera frames. */
export interface FramedScene extends Scene {
  /** Points around what is seen, where that is less than its box. */
  readonly hull?: readonly Vec3[]
  /** What was opened: with another, the camera begins anew. */
  readonly subject?: string | null
  /** What is shown of it: with another, it fills the picture again unless the artist has moved the camera. */
  readonly occasion?: string
  /** The part of the picture that one object has, where several stand side by side. */
  readonly pane?: (widthPx: number, heightPx: number) => Picture
}

export interface FramedSource {
  get(): FramedScene
  subscribe(listener: () => void): () => void
}

/** What a handle in the stage changes. */
export type StageEdit =
  | { readonly kind: 'pivot'; readonly pivotNormalised: Vec3 }
  | { readonly kind: 'size'; readonly axis: Axis; readonly metres: number }

/**
 * A normalised point of the box in stage metres. The box stands on the floor, its middle over the stage's origin,
 * whatever the pivot.
 */
export const stagePoint = (sizeMetres: Vec3, normalised: Vec3): Vec3 =>
  vec3((axis) => (normalised[axis] + (axis === 1 ? 0.5 : 0)) * sizeMetres[axis])

/** The inverse of `stagePoint`; 0 along an axis without extent. */
export const normalisedPoint = (sizeMetres: Vec3, stage: Vec3): Vec3 =>
  vec3((axis) => (sizeMetres[axis] > 0 ? stage[axis] / sizeMetres[axis] - (axis === 1 ? 0.5 : 0) : 0))

/** Half the box's diagonal: the radius that the camera frames. */
export const boxRadius = (sizeMetres: Vec3): number => Math.hypot(...sizeMetres) / 2

/** Metres between the grid's strong lines: the power of ten below the box's diagonal. */
export const gridStepMetres = (boxRadiusMetres: number): number =>
  10 ** Math.floor(Math.log10(Math.max(boxRadiusMetres, 1e-6) * 2))

export const sameVec3 = (a: Vec3, b: Vec3): boolean => AXES.every((axis) => a[axis] === b[axis])

/**
 * What a gesture in the stage does to the draft: many changes, then one commit, or a cancel that restores the values
 * exactly.
 */
export interface StageHands {
  readonly onChange: (edit: StageEdit) => void
  readonly onCommit: () => void
  readonly onCancel: () => void
}
