/** Size and pivot baked into vertices, by the one affine of contract/fit: no node transform is left for a reader to lose. */
import { boxAroundPivot, fit, type Fit, type SizeAndPivot } from '../contract/fit.ts'
import { DEFAULT_PIVOT } from '../contract/preview-request.ts'
import { AXES, boxOf, type Box } from '../contract/vec3.ts'
import type { Model } from '../paint/model.ts'

/**
 * The model in metres with its pivot at the origin, the fit that took it there, and its box before that. Positions are mapped in float64 and
 * rounded once, from the box's own corner: with p·scale + offset the lowest vertex of a mesh that stands on the floor came
 * out at 1e-14. Normals go by the inverse transpose (Turkowski, "Properties of Surface-Normal Transformations", 1990).
 */
export function bake(model: Model, request: SizeAndPivot): { model: Model; fit: Fit; box: Box } {
  const box = boxOf(model.positions)
  if (!box) throw new Error('A mesh without vertices cannot be given a size.')
  const solved = fit(box, request)
  const { min } = boxAroundPivot(solved.sizeMetres, request.pivotPoint ?? DEFAULT_PIVOT)
  const positions = new Float32Array(model.positions.length)
  const normals = new Float32Array(model.normals.length)
  for (let v = 0; v < positions.length; v += 3) {
    let length = 0
    for (const axis of AXES) {
      positions[v + axis] = (model.positions[v + axis]! - box.min[axis]) * solved.scale[axis] + min[axis]
      const normal = model.normals[v + axis]! / solved.scale[axis]
      normals[v + axis] = normal
      length += normal * normal
    }
    for (const axis of AXES) normals[v + axis]! /= Math.sqrt(length)
  }
  return { model: { ...model, positions, normals }, fit: solved, box }
}
