/**
 * three.js's composer of USD, taught two things: a texture is only named, since its bytes are kept and not drawn, and vertices keep their
 * colours, of which it takes the first for all. On the prototype, as a layer that is referred to gets a composer of its own.
 */
/* oxlint-disable no-underscore-dangle -- the composer has no other names for its steps */
import { BufferAttribute, MeshPhysicalMaterial, Texture, type Mesh } from 'three'
import { USDComposer } from 'three/addons/loaders/usd/USDComposer.js'

/** Path of the picture that a texture stands for. */
export const PICTURE_PATH = 'picturePath'

USDComposer.prototype._createTextureFromData = function (data, attributes, transform) {
  if (typeof data !== 'string') return null
  const texture = new Texture()
  texture.userData[PICTURE_PATH] = data
  texture.userData.moved = transform !== null
  texture.wrapS = this._getWrapMode(attributes?.['inputs:wrapS'])
  texture.wrapT = this._getWrapMode(attributes?.['inputs:wrapT'])
  return texture
}

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && typeof value[0] === 'number'

/** Colours of the vertices, for the corners that the composer made of them. */
function colour(composer: USDComposer, mesh: Mesh, fields: Readonly<Record<string, unknown>>): void {
  const { points, faceVertexIndices: corners, faceVertexCounts: counts, 'primvars:displayColor': colours } = fields
  if (![points, corners, counts, colours].every(isNumbers) || Array.isArray(mesh.material)) return
  const [places, shown] = [points as number[], colours as number[]]
  if (shown.length !== places.length || shown.length <= 3) return
  const { indices } = composer._triangulateIndicesWithPattern(corners as number[], counts as number[], places)
  const { material } = mesh
  if (indices.length !== mesh.geometry.getAttribute('position').count || !(material instanceof MeshPhysicalMaterial))
    return
  mesh.geometry.setAttribute(
    'color',
    new BufferAttribute(new Float32Array(composer._expandAttribute(shown, indices, 3)), 3),
  )
  if (!material.map) material.color.set(1, 1, 1)
}

const buildMesh = USDComposer.prototype._buildMesh
USDComposer.prototype._buildMesh = function (path, spec) {
  const mesh = buildMesh.call(this, path, spec)
  colour(this, mesh, this._getAttributes(path))
  return mesh
}

export { USDComposer }
