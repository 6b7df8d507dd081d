import { inUnit, unitName, type Unit } from '../contract/length.ts'
import type { MeshGeometry } from './mesh-part.ts'

/** How a file's numbers are to be read: its unit, and which axis points up. */
export interface FileFrame {
  readonly unit: Unit
  readonly up: 'Y' | 'Z'
}

/** The frame of `MeshGeometry`, and of every format that says its own or has one by custom. */
export const OWN_FRAME: FileFrame = { unit: 'm', up: 'Y' }

/** `millimetres, Z up, front -Y`, for the comment or header of formats that cannot say it otherwise. */
export const frameText = ({ unit, up }: FileFrame): string =>
  `${unitName(unit)}, ${up} up, front ${up === 'Y' ? '+Z' : '-Y'}`

/**
 * Y up to Z up is a quarter turn about +X: (x, y, z) becomes (x, -z, y). So the front, +Z, comes to face -Y, as in
 * Blender's front view, and no triangle changes its winding.
 */
function turned(xyz: Float32Array, { up }: FileFrame, scale: number): Float32Array {
  const out = new Float32Array(xyz.length)
  for (let at = 0; at < xyz.length; at += 3) {
    const [y, z] = [xyz[at + 1]! * scale, xyz[at + 2]! * scale]
    out[at] = xyz[at]! * scale
    out[at + 1] = up === 'Y' ? y : -z
    out[at + 2] = up === 'Y' ? z : y
  }
  return out
}

/** The part with its numbers in that frame; the origin stays where it is. */
export function inFrame<Part extends MeshGeometry>(part: Part, frame: FileFrame): Part {
  if (frame.unit === OWN_FRAME.unit && frame.up === OWN_FRAME.up) return part
  return {
    ...part,
    positions: turned(part.positions, frame, inUnit(1, frame.unit)),
    normals: part.normals && turned(part.normals, frame, 1),
  }
}
