/** Column-major 4 × 4 matrices, as glTF writes them. */
import type { mat4, vec3 as Triple } from '@gltf-transform/core'
import type { Fit } from '../contract/fit.ts'

export type { mat4 }

/** `p' = p * scale + offset` as a matrix. */
export const matrixOfFit = ({ scale, offsetMetres }: Pick<Fit, 'scale' | 'offsetMetres'>): mat4 => [
  scale[0],
  0,
  0,
  0,
  0,
  scale[1],
  0,
  0,
  0,
  0,
  scale[2],
  0,
  offsetMetres[0],
  offsetMetres[1],
  offsetMetres[2],
  1,
]

/** a · b: first b, then a. */
export function multiply(a: mat4, b: mat4): mat4 {
  const out = Array.from({ length: 16 }, () => 0)
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      let sum = 0
      for (let k = 0; k < 4; k++) sum += a[k * 4 + row]! * b[column * 4 + k]!
      out[column * 4 + row] = sum
    }
  }
  return out as mat4
}

/** Determinant of the linear part; negative mirrors. */
export const determinant = (m: mat4): number =>
  m[0] * (m[5] * m[10] - m[6] * m[9]) - m[4] * (m[1] * m[10] - m[2] * m[9]) + m[8] * (m[1] * m[6] - m[2] * m[5])

/**
 * Nine numbers, column-major: the cofactors of the linear part, which are its inverse transpose times the determinant.
 * Source: Akenine-Möller et al., Real-Time Rendering §4.1.7.
 */
export const cofactors = (m: mat4): number[] => [
  m[5] * m[10] - m[6] * m[9],
  m[6] * m[8] - m[4] * m[10],
  m[4] * m[9] - m[5] * m[8],
  m[2] * m[9] - m[1] * m[10],
  m[0] * m[10] - m[2] * m[8],
  m[1] * m[8] - m[0] * m[9],
  m[1] * m[6] - m[2] * m[5],
  m[2] * m[4] - m[0] * m[6],
  m[0] * m[5] - m[1] * m[4],
]

/** The linear part, nine numbers, column-major. */
export const linearPart = (m: mat4): number[] => [m[0], m[1], m[2], m[4], m[5], m[6], m[8], m[9], m[10]]

/** Translation, rotation (quaternion) and scale as one matrix. */
export function compose([tx, ty, tz]: Triple, [x, y, z, w]: readonly number[], [sx, sy, sz]: Triple): mat4 {
  const [qx = 0, qy = 0, qz = 0, qw = 1] = [x, y, z, w]
  return [
    (1 - 2 * (qy * qy + qz * qz)) * sx,
    2 * (qx * qy + qz * qw) * sx,
    2 * (qx * qz - qy * qw) * sx,
    0,
    2 * (qx * qy - qz * qw) * sy,
    (1 - 2 * (qx * qx + qz * qz)) * sy,
    2 * (qy * qz + qx * qw) * sy,
    0,
    2 * (qx * qz + qy * qw) * sz,
    2 * (qy * qz - qx * qw) * sz,
    (1 - 2 * (qx * qx + qy * qy)) * sz,
    0,
    tx,
    ty,
    tz,
    1,
  ]
}

type Unit = readonly [number, number, number]

const unit = (x: number, y: number, z: number): Unit => {
  const length = Math.hypot(x, y, z) || 1
  return [x / length, y / length, z / length]
}

const cross = (a: Unit, b: Unit): Unit =>
  unit(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])

/**
 * The same place and direction (looking along -Z, +Y up) without scale, shear or mirroring, as cameras and lights need
 * it.
 */
export function upright(m: mat4): mat4 {
  const z = unit(m[8], m[9], m[10])
  const x = cross([m[4], m[5], m[6]], z)
  return [...x, 0, ...cross(z, x), 0, ...z, 0, m[12], m[13], m[14], 1] as unknown as mat4
}
