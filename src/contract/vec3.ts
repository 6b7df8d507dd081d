/**
 * Three numbers along +X right, +Y up, +Z front: glTF's own right-handed frame. Units are in the name of the value.
 */
export type Vec3 = readonly [x: number, y: number, z: number]

export type Axis = 0 | 1 | 2

export const AXES: readonly Axis[] = [0, 1, 2]

/** Builds a Vec3 from a function of the axis. */
export const vec3 = (at: (axis: Axis) => number): Vec3 => [at(0), at(1), at(2)]

/** An axis-aligned box; empty when any `min` exceeds its `max`. */
export interface Box {
  readonly min: Vec3
  readonly max: Vec3
}

export const boxSize = (box: Box): Vec3 => vec3((axis) => box.max[axis] - box.min[axis])

/** The box around a flat array of x, y, z, x, y, z, …; null when it holds no vertex. */
export function boxOf(positions: ArrayLike<number>): Box | null {
  if (positions.length < 3) return null
  const min: [number, number, number] = [Infinity, Infinity, Infinity]
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity]
  for (let i = 0; i + 2 < positions.length; i += 3) {
    for (const axis of AXES) {
      const value = positions[i + axis]!
      if (value < min[axis]) min[axis] = value
      if (value > max[axis]) max[axis] = value
    }
  }
  return { min, max }
}
