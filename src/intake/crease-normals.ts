import { weld } from './weld.ts'

/** Faces that meet at a smaller angle are shaded as one surface, as modellers do by default. */
const CREASE = Math.cos((40 * Math.PI) / 180)
/** Around a vertex of more faces than that each is shaded flat, so that no file takes for ever. */
const MOST_AROUND = 128

/** Normals of the faces, as long as twice their area, so that sums weigh by area. */
function faceNormals(p: Float32Array): Float32Array {
  const normals = new Float32Array(p.length / 3)
  for (let corner = 0; corner < normals.length; corner += 3) {
    const [a, b, c] = [corner * 3, corner * 3 + 3, corner * 3 + 6]
    const [ux, uy, uz] = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!, p[b + 2]! - p[a + 2]!]
    const [vx, vy, vz] = [p[c]! - p[a]!, p[c + 1]! - p[a + 1]!, p[c + 2]! - p[a + 2]!]
    normals[corner] = uy * vz - uz * vy
    normals[corner + 1] = uz * vx - ux * vz
    normals[corner + 2] = ux * vy - uy * vx
  }
  return normals
}

/** The corners at each place: those of place `p` are `corners` from `starts[p]` to `starts[p + 1]`. */
function cornersByPlace(placeOf: Uint32Array, places: number): { starts: Uint32Array; corners: Uint32Array } {
  const starts = new Uint32Array(places + 1)
  for (const place of placeOf) starts[place + 1]!++
  for (let place = 0; place < places; place++) starts[place + 1]! += starts[place]!
  const fill = starts.slice()
  const corners = new Uint32Array(placeOf.length)
  for (const [corner, place] of placeOf.entries()) corners[fill[place]!++] = corner
  return { starts, corners }
}

/**
 * A unit normal for each corner, of the faces around it that lie in one surface with its own; weighed by area.
 * @param positions flat xyz, three corners for each triangle
 */
export function creaseNormals(positions: Float32Array): Float32Array<ArrayBuffer> {
  const faces = faceNormals(positions)
  const lengths = new Float32Array(faces.length / 3)
  for (let face = 0; face < lengths.length; face++)
    lengths[face] = Math.hypot(faces[face * 3]!, faces[face * 3 + 1]!, faces[face * 3 + 2]!)
  const { numberOf, first } = weld([{ values: positions, width: 3 }], faces.length)
  const { starts, corners } = cornersByPlace(numberOf, first.length)
  const normals = new Float32Array(positions.length)
  const sum = new Float64Array(3)
  for (let place = 0; place < first.length; place++) {
    const [from, to] = [starts[place]!, starts[place + 1]!]
    for (let at = from; at < to; at++) {
      const corner = corners[at]!
      const face = (corner / 3) | 0
      sum.fill(0)
      const isCrowded = to - from > MOST_AROUND
      for (let other = isCrowded ? at : from; other < (isCrowded ? at + 1 : to); other++) {
        const otherFace = (corners[other]! / 3) | 0
        let along = 0
        for (let k = 0; k < 3; k++) along += faces[face * 3 + k]! * faces[otherFace * 3 + k]!
        if (other === at || along > CREASE * lengths[face]! * lengths[otherFace]!)
          for (let k = 0; k < 3; k++) sum[k] = sum[k]! + faces[otherFace * 3 + k]!
      }
      const length = Math.hypot(sum[0]!, sum[1]!, sum[2]!)
      // A face without area has no side, but a normal must have a length.
      if (length > 0) for (let k = 0; k < 3; k++) normals[corner * 3 + k] = sum[k]! / length
      else normals[corner * 3 + 1] = 1
    }
  }
  return normals
}
