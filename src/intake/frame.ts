import { UNITS, inMetres } from '../contract/length.ts'
import { OWN_FRAME, type FileFrame } from '../formats/file-frame.ts'
import { PLY_FRAME } from '../formats/ply.ts'
import { STL_FRAME } from '../formats/stl.ts'
import type { MeshFormat } from './file-kind.ts'

/**
 * How the numbers of a format without unit and up axis are read: as its exports here are written, so that a file opens as it was. STL comes
 * from CAD and slicers, PLY from scanners, OBJ from modellers.
 */
const CUSTOM = { stl: STL_FRAME, ply: PLY_FRAME, obj: OWN_FRAME } as const satisfies Readonly<
  Partial<Record<MeshFormat, FileFrame>>
>

export type OpenFormat = keyof typeof CUSTOM

const HEAD_BYTES = 1024
/** What the exports here write into a header or comment. */
const SAID = /Plinth[,.] (\w+), ([YZ]) up/

/** The frame that a file says it has, where it was written here; else the one its format goes by. */
export function frameOf(format: OpenFormat, bytes: Uint8Array): FileFrame {
  const [, name, up] = SAID.exec(new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES))) ?? []
  const unit = UNITS.find((known) => known.name === name)?.unit
  return unit ? { unit, up: up === 'Z' ? 'Z' : 'Y' } : CUSTOM[format]
}

/** Points to metres, Y up, front +Z, in place: Blender and slicers look along +Y, so their front is -Y. */
export function toMetres(points: Float32Array, { unit, up }: FileFrame): void {
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
