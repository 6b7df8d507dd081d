import { inMetres, type Unit } from '../contract/length.ts'
import type { MeshFormat } from './file-kind.ts'

/** How a file's numbers are read where its format says neither unit nor up axis. */
export interface Frame {
  readonly unit: Unit
  readonly up: 'Y' | 'Z'
}

/**
 * What each such format goes by: STL comes from CAD and slicers, PLY from scanners, OBJ from modellers. The exports here keep to the same, so
 * that a file opens as it was.
 */
const CUSTOM = {
  stl: { unit: 'mm', up: 'Z' },
  ply: { unit: 'm', up: 'Z' },
  obj: { unit: 'm', up: 'Y' },
} as const satisfies Readonly<Partial<Record<MeshFormat, Frame>>>

export type OpenFormat = keyof typeof CUSTOM

export const customFrame = (format: OpenFormat): Frame => CUSTOM[format]

/** Points to metres, Y up, front +Z, in place: Blender and slicers look along +Y, so their front is -Y. */
export function toMetres(points: Float32Array, { unit, up }: Frame): void {
  const scale = inMetres(1, unit)
  if (scale !== 1) for (let k = 0; k < points.length; k++) points[k] = points[k]! * scale
  if (up === 'Z') turnUp(points)
}

/** Directions from Z up to Y up, in place. */
export function turnUp(points: Float32Array): void {
  for (let k = 0; k < points.length; k += 3) {
    const y = points[k + 1]!
    points[k + 1] = points[k + 2]!
    points[k + 2] = 0 - y
  }
}
