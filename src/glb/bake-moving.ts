import type { Accessor, Animation, Document, Node, Skin } from '@gltf-transform/core'
import type { InstancedMesh } from '@gltf-transform/extensions'
import type { Fit } from '../contract/fit.ts'
import type { Vec3 } from '../contract/vec3.ts'
import { matrixOfFit } from './affine.ts'
import { createBaker } from './bake-primitive.ts'
import { floatsOf } from './floats-of.ts'
import type { QuarterTurn } from './quarter-turn.ts'

/** By so much, as a part, two scales may differ and count as one: far less than a vertex's float can hold. */
const SAME_SCALE = 1e-9

/**
 * Whether a fit can be baked into a file that moves: only with one scale for all axes has every joint and key an exact
 * counterpart.
 */
export const isEven = ({ scale: [x, y, z] }: Fit, turnAbout: QuarterTurn | null): boolean =>
  turnAbout === null && Math.abs(y / x - 1) < SAME_SCALE && Math.abs(z / x - 1) < SAME_SCALE

/** A flat xyz array, scaled; to each triple is added what `add` gives for its index. */
function movedTriples(
  source: Float32Array,
  scale: number,
  add: (index: number) => Vec3 | null,
): Float32Array<ArrayBuffer> {
  const out = Float32Array.from(source)
  for (let at = 0; at < out.length; at += 3) {
    const by = add(at / 3)
    for (let axis = 0; axis < 3; axis++) out[at + axis] = out[at + axis]! * scale + (by?.[axis] ?? 0)
  }
  return out
}

/**
 * Scales the translations in an animation's keys, and moves those of roots by the offset. In a cubic spline's triples
 * only the middle one is a place; the others are tangents (glTF 2.0 appendix C.5).
 */
function bakeKeys(animation: Animation, scale: number, offsetOf: (node: Node) => Vec3 | null): void {
  for (const channel of animation.listChannels()) {
    const [node, sampler] = [channel.getTargetNode(), channel.getSampler()]
    const output = sampler?.getOutput()
    if (!node || !sampler || !output || channel.getTargetPath() !== 'translation') continue
    const cubic = sampler.getInterpolation() === 'CUBICSPLINE'
    const values = movedTriples(floatsOf(output), scale, (index) => (cubic && index % 3 !== 1 ? null : offsetOf(node)))
    // A copy, as other channels may use the same sampler.
    const copy = sampler.clone().setOutput(output.clone().setArray(values))
    animation.addSampler(copy)
    channel.setSampler(copy)
  }
  const used = new Set(animation.listChannels().map((channel) => channel.getSampler()))
  for (const sampler of animation.listSamplers()) if (!used.has(sampler)) sampler.dispose()
}

function bakeSkin(skin: Skin, scale: number): void {
  const inverse = skin.getInverseBindMatrices()
  if (!inverse) return
  skin.setInverseBindMatrices(
    inverse
      .clone()
      .setArray(
        floatsOf(inverse).map((value, index) =>
          index % 16 >= 12 && index % 16 <= 14 ? value * scale : value,
        ) as Float32Array<ArrayBuffer>,
      ),
  )
}

/** False for a skinned mesh: its joints place it, and its own transform counts for nothing. */
const isPlacedByItself = (node: Node): boolean => node.getSkin() === null || node.listChildren().length > 0

/**
 * Bakes a fit with one scale for all axes into a file that moves: vertices, joints, inverse bind matrices, keys and
 * instances. With D the scale, each matrix M of the file becomes D·M·D⁻¹: same rotation and scale, its translation
 * times D.
 */
export function bakeMoving(document: Document, fit: Fit): void {
  const root = document.getRoot()
  const [scale] = fit.scale
  const bake = createBaker(document, matrixOfFit({ scale: fit.scale, offsetMetres: [0, 0, 0] }))
  for (const primitive of new Set(root.listMeshes().flatMap((mesh) => mesh.listPrimitives()))) bake(primitive)
  const roots = new Set(root.listScenes().flatMap((scene) => scene.listChildren()))
  const offsetOf = (node: Node): Vec3 | null => (roots.has(node) && isPlacedByItself(node) ? fit.offsetMetres : null)
  const batches = new Set<Accessor>()
  for (const node of root.listNodes()) {
    const offset = offsetOf(node) ?? [0, 0, 0]
    node.setTranslation(
      node.getTranslation().map((value, axis) => value * scale + (offset[axis] ?? 0)) as [number, number, number],
    )
    const places = node.getExtension<InstancedMesh>('EXT_mesh_gpu_instancing')?.getAttribute('TRANSLATION')
    if (places) batches.add(places)
  }
  for (const places of batches) places.setArray(movedTriples(floatsOf(places), scale, () => null)).setNormalized(false)
  for (const skin of root.listSkins()) bakeSkin(skin, scale)
  for (const animation of root.listAnimations()) bakeKeys(animation, scale, offsetOf)
}
