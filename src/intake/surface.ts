import type { MeshGeometry, MeshMaterial, MeshPart } from '../formats/mesh-part.ts'
import { MAX_TRIANGLES } from '../glb/preflight-glb.ts'
import { creaseNormals } from './crease-normals.ts'
import { IntakeError } from './intake-error.ts'
import type { Report } from './report.ts'
import { pick, weld, type Rows } from './weld.ts'

/** Of formats that cannot say: nothing in them tells a back from a front, so no side disappears. */
export const PLAIN_MATERIAL: MeshMaterial = {
  name: '',
  colour: [0.55, 0.55, 0.55],
  alpha: 1,
  alphaMode: 'OPAQUE',
  alphaCutoff: 0.5,
  metallic: 0,
  roughness: 0.6,
  emissive: [0, 0, 0],
  doubleSided: true,
  textures: {},
}

/** Colours of the vertices multiply the material's. */
export const WHITE_MATERIAL: MeshMaterial = { ...PLAIN_MATERIAL, colour: [1, 1, 1] }

/** @throws {IntakeError} before memory for that many is taken */
export function refuseMany(triangles: number, name: string): void {
  if (triangles > MAX_TRIANGLES)
    throw new IntakeError(
      `${name} has ${(triangles / 1e6).toFixed(0)} million triangles, too many to open here. Reduce the mesh first.`,
    )
}

/** V8 holds no longer string. */
const MAX_TEXT_BYTES = 500_000_000

/** @throws {IntakeError} for bytes that are too many for one text */
export function refuseText(bytes: Uint8Array, name: string): void {
  if (bytes.length > MAX_TEXT_BYTES)
    throw new IntakeError(
      `${name} is larger than ${MAX_TEXT_BYTES / 1e6} MB, too large to read as text. Export it as GLB.`,
    )
}

/** The triangles whose corners are vertices with a place; the others are reported. */
function soundTriangles({ positions, indices }: MeshGeometry, report: Report): Uint32Array {
  const vertices = positions.length / 3
  const isSound = (vertex: number) =>
    vertex < vertices &&
    Number.isFinite(positions[vertex * 3]) &&
    Number.isFinite(positions[vertex * 3 + 1]) &&
    Number.isFinite(positions[vertex * 3 + 2])
  const kept = new Uint32Array(indices.length)
  let length = 0
  for (let corner = 0; corner + 2 < indices.length; corner += 3) {
    const [a, b, c] = [indices[corner]!, indices[corner + 1]!, indices[corner + 2]!]
    if (!isSound(a) || !isSound(b) || !isSound(c)) continue
    kept[length++] = a
    kept[length++] = b
    kept[length++] = c
  }
  const lost = (indices.length - length) / 3
  if (lost > 0)
    report.add(
      `${lost === 1 ? 'One triangle was' : `${Math.floor(lost)} triangles were`} left out: their corners are missing or no numbers.`,
    )
  return kept.subarray(0, length)
}

/** Unit normals; null where one has no direction, since then none can be trusted. */
function unitNormals(normals: Float32Array): Float32Array | null {
  const units = new Float32Array(normals.length)
  for (let at = 0; at < normals.length; at += 3) {
    const length = Math.hypot(normals[at]!, normals[at + 1]!, normals[at + 2]!)
    if (!(length > 0 && Number.isFinite(length))) return null
    for (let k = 0; k < 3; k++) units[at + k] = normals[at + k]! / length
  }
  return units
}

/** Rows of finite numbers; null for others, which cannot be drawn. */
const finiteRows = (values: Float32Array | null, width: number): Rows | null =>
  values?.every(Number.isFinite) ? { values, width } : null

/**
 * A part as it is written: sound triangles, a unit normal for each corner (by the faces around it where the file has none), equal vertices
 * one, unused ones gone. Null when nothing is left of it. Only the rows of its own corners are looked at, as parts share their arrays.
 */
export function soundPart(part: MeshPart, report: Report): MeshPart | null {
  const corners = soundTriangles(part, report)
  if (corners.length === 0) return null
  const vertices = part.positions.length / 3
  const at = (values: Float32Array | null, width: number): Float32Array | null =>
    values?.length === vertices * width ? pick(values, width, corners) : null
  const positions = pick(part.positions, 3, corners)
  const given = at(part.normals, 3)
  const rows = {
    positions: { values: positions, width: 3 },
    normals: { values: (given && unitNormals(given)) ?? creaseNormals(positions), width: 3 },
    uvs: finiteRows(at(part.uvs, 2), 2),
    colours: finiteRows(at(part.colours, 4), 4),
  }
  const { numberOf, first } = weld(
    Object.values(rows).filter((entry) => entry !== null),
    corners.length,
  )
  const kept = ({ values, width }: Rows) => pick(values, width, first)
  return {
    ...part,
    positions: kept(rows.positions),
    normals: kept(rows.normals),
    uvs: rows.uvs && kept(rows.uvs),
    colours: rows.colours && kept(rows.colours),
    indices: numberOf,
  }
}
