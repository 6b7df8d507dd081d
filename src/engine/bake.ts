/** Size and pivot baked into vertices, by the one affine of contract/fit: no node transform is left for a reader to lose. */
import { fit, type Fit, type FitRequest } from '../contract/fit.ts'
import { AXES, boxOf } from '../contract/vec3.ts'
import type { Model } from './model.ts'

/**
 * The model in metres with its pivot at the origin, and the fit that took it there. Positions are mapped in float64 and
 * rounded once, so the box meets the request to float32's last digit; normals go by the inverse transpose.
 */
export function bake(model: Model, request: FitRequest): { model: Model; fit: Fit } {
  const box = boxOf(model.positions)
  if (!box) throw new Error('A mesh without vertices cannot be given a size.')
  const solved = fit(box, request)
  const positions = new Float32Array(model.positions.length)
  const normals = new Float32Array(model.normals.length)
  for (let v = 0; v < positions.length; v += 3) {
    let length = 0
    for (const axis of AXES) {
      positions[v + axis] = model.positions[v + axis]! * solved.scale[axis] + solved.offsetMetres[axis]
      const normal = model.normals[v + axis]! / solved.scale[axis]
      normals[v + axis] = normal
      length += normal * normal
    }
    for (const axis of AXES) normals[v + axis]! /= Math.sqrt(length)
  }
  return { model: { ...model, positions, normals }, fit: solved }
}
