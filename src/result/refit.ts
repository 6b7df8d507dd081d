/**
 * [REFIT-1] Size and origin of a delivered mesh, corrected in the file: the affine of `contract/fit` is applied in the world of the scene
 * that the file opens with, and what it does not touch stays as it is.
 * [REFIT-2] A file that stands still gets it baked into its vertices, with no node transform left.
 * [REFIT-3] A file that moves (skins, animations) gets it as one node above its roots: under an uneven scale a rotating joint has no
 * exact counterpart among translations, rotations and scales, so baking would be right in one pose only.
 */
import { Logger, type Document, type mat4, type Mesh, type Node, PropertyType, type Scene } from '@gltf-transform/core'
import { prune, unpartition } from '@gltf-transform/functions'
import { fit, type Fit } from '../contract/fit.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import type { Axis, Box } from '../contract/vec3.ts'
import { matrixOfFit, multiply } from './affine.ts'
import { bakePrimitive } from './bake-primitive.ts'
import { dropCompression, glbIo, type DracoDecoder } from './glb-io.ts'
import { endInstances, instancesOf } from './instances-of.ts'
import { posedBox } from './posed-box.ts'
import { preflightGlb } from './preflight-glb.ts'
import { RefitError } from './refit-error.ts'
import { quarterTurn, turnedBox, turnedSizes, turnQuaternion } from './quarter-turn.ts'

export interface Refitted {
  readonly glb: Uint8Array<ArrayBuffer>
  /** Of the file's own vertices in the pose it opens with, before and measured again after. */
  readonly before: Box
  readonly after: Box
  readonly fit: Fit
}

export interface RefitRequest extends Pick<PreviewRequest, 'scaled_bbox' | 'pivot_point'> {
  /** A quarter turn about this axis before the fit, for a mesh whose axes were exchanged. */
  readonly turnAbout?: Axis | null
}

const sceneOf = (document: Document): Scene | undefined => document.getRoot().getDefaultScene() ?? document.getRoot().listScenes()[0]

function boxOfScene(document: Document): Box {
  const scene = sceneOf(document)
  const box = scene && posedBox(scene)
  if (!box) throw new RefitError('The file holds no mesh with a size, so there is nothing to refit.')
  return box
}

/** A mesh of its own for each place it is drawn in, as each is baked apart. */
function copyMesh(mesh: Mesh): Mesh {
  const copy = mesh.clone()
  for (const primitive of mesh.listPrimitives()) {
    const own = primitive.clone()
    copy.removePrimitive(primitive).addPrimitive(own)
    for (const target of primitive.listTargets()) own.removeTarget(target).addTarget(target.clone())
  }
  return copy
}

/** All is taken in before anything is changed: a node's world follows from its parents. */
function bakeStill(document: Document, affine: mat4): void {
  const nodes = document.getRoot().listNodes()
  const places = nodes.map((node) => ({ node, mesh: node.getMesh(), worlds: instancesOf(node), world: multiply(affine, node.getWorldMatrix()) }))
  for (const { node } of places) node.setMatrix([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
  for (const { node, mesh, worlds, world } of places) {
    if (mesh) bakeMesh(document, node, mesh, worlds.map((each) => multiply(affine, each)))
    else if (hangsOn(node)) node.setMatrix(unscaled(world))
  }
}

/** A camera or a light goes along, and is not stretched. */
const hangsOn = (node: Node): boolean => node.getCamera() !== null || node.listExtensions().length > 0

/** The same place and turn, without a scale. */
function unscaled(m: mat4): mat4 {
  const out = [...m] as mat4
  for (let column = 0; column < 3; column++) {
    const length = Math.hypot(m[column * 4]!, m[column * 4 + 1]!, m[column * 4 + 2]!) || 1
    for (let row = 0; row < 3; row++) out[column * 4 + row] = m[column * 4 + row]! / length
  }
  return out
}

function bakeMesh(document: Document, node: Node, mesh: Mesh, worlds: readonly mat4[]): void {
  endInstances(node)
  for (const [index, world] of worlds.entries()) {
    const own = copyMesh(mesh)
    for (const primitive of own.listPrimitives()) bakePrimitive(document, primitive, world)
    if (index === 0) node.setMesh(own)
    else node.addChild(document.createNode(node.getName()).setMesh(own))
  }
  if (worlds.length === 0) node.setMesh(null)
}

/** One node above the roots of each scene; a skinned mesh stays a root, since its joints alone place it. */
function wrapMoving(document: Document, { scale, offsetMetres }: Fit, turnAbout: Axis | null): void {
  for (const scene of document.getRoot().listScenes()) {
    const above = document.createNode('Fit').setScale([...turnedSizes(turnAbout, scale)]).setRotation(turnQuaternion(turnAbout)).setTranslation([...offsetMetres])
    for (const child of scene.listChildren()) {
      if (child.getSkin() && child.listChildren().length === 0) continue
      scene.removeChild(child)
      above.addChild(child)
    }
    scene.addChild(above)
  }
}

const moves = (document: Document): boolean => document.getRoot().listAnimations().length > 0 || document.getRoot().listSkins().length > 0

/**
 * @param bytes a GLB
 * @throws {RefitError} for a file without a mesh, {UnsafeGlbError} for one that is refused, and what glTF-Transform throws for one it cannot read
 */
export async function refit(bytes: Uint8Array, request: RefitRequest, draco?: DracoDecoder): Promise<Refitted> {
  preflightGlb(bytes)
  const io = await glbIo(draco)
  const document = await io.readBinary(bytes)
  document.setLogger(new Logger(Logger.Verbosity.ERROR))
  const before = boxOfScene(document)
  const turnAbout = request.turnAbout ?? null
  const solved = fit(turnedBox(turnAbout, before), { scaledBbox: request.scaled_bbox, pivotPoint: request.pivot_point })
  dropCompression(document)
  if (moves(document)) wrapMoving(document, solved, turnAbout)
  else {
    bakeStill(document, multiply(matrixOfFit(solved), quarterTurn(turnAbout)))
    // Meshes and accessors that only the old places used.
    await document.transform(prune({ propertyTypes: [PropertyType.MESH, PropertyType.PRIMITIVE, PropertyType.PRIMITIVE_TARGET, PropertyType.ACCESSOR], keepAttributes: true, keepIndices: true, keepLeaves: true }))
  }
  await document.transform(unpartition())
  const glb = (await io.writeBinary(document)) as Uint8Array<ArrayBuffer>
  return { glb, before, after: boxOfScene(document), fit: solved }
}
