import type { Document, mat4, Mesh, Node } from '@gltf-transform/core'
import { EXTMeshGPUInstancing } from '@gltf-transform/extensions'
import { multiply, upright } from './affine.ts'
import { createBaker, type Baker } from './bake-primitive.ts'
import { endInstances, instancesOf } from './instances-of.ts'

const IDENTITY: mat4 = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
const LIGHT = 'KHR_lights_punctual'

/** A copy that shares no primitive and no morph target. */
function copyMesh(mesh: Mesh): Mesh {
  const copy = mesh.clone()
  for (const primitive of mesh.listPrimitives()) {
    const copied = primitive.clone()
    copy.removePrimitive(primitive).addPrimitive(copied)
    for (const target of primitive.listTargets()) copied.removeTarget(target).addTarget(target.clone())
  }
  return copy
}

function bakeMesh(document: Document, node: Node, meshes: readonly Mesh[], bakers: readonly Baker[]): void {
  endInstances(node)
  for (const [index, bake] of bakers.entries()) {
    const mesh = meshes[index] ?? null
    for (const primitive of mesh?.listPrimitives() ?? []) bake(primitive)
    if (index === 0) node.setMesh(mesh)
    else node.addChild(document.createNode(node.getName()).setMesh(mesh).setWeights(node.getWeights()))
  }
  if (bakers.length === 0) node.setMesh(null)
}

/**
 * Moves a node's camera and light along without stretching them; where the node holds more, onto a node of their own.
 */
function placeCameraAndLight(document: Document, node: Node, world: mat4): void {
  const [camera, light] = [node.getCamera(), node.getExtension(LIGHT)]
  if (!camera && !light) return
  const alone = !node.getMesh() && node.listChildren().length === 0
  const holder = alone ? node : document.createNode(node.getName())
  holder.setMatrix(upright(world))
  if (alone) return
  holder.setCamera(camera).setExtension(LIGHT, light)
  node.setCamera(null).setExtension(LIGHT, null).addChild(holder)
}

/**
 * Bakes every node's transform, and `affine` above them all, into the vertices. Only cameras' and lights' nodes keep a
 * transform.
 */
export function bakeStill(document: Document, affine: mat4): void {
  const nodes = document.getRoot().listNodes()
  const drawn = new Set<Mesh>()
  // A mesh is baked once for every place it is drawn in. The first place takes the mesh itself, so that meshes keep
  // their numbers.
  const meshFor = (mesh: Mesh): Mesh => (drawn.has(mesh) ? copyMesh(mesh) : (drawn.add(mesh), mesh))
  // Everything is read before anything is changed, as a node's world matrix follows from its parents.
  const places = nodes.map((node) => {
    const [mesh, worlds] = [node.getMesh(), instancesOf(node).map((instance) => multiply(affine, instance))]
    return {
      node,
      worlds,
      meshes: mesh && worlds.map(() => meshFor(mesh)),
      world: multiply(affine, node.getWorldMatrix()),
    }
  })
  for (const { node } of places) node.setMatrix(IDENTITY)
  for (const { node, meshes, worlds, world } of places) {
    if (meshes)
      bakeMesh(
        document,
        node,
        meshes,
        worlds.map((instance) => createBaker(document, instance)),
      )
    placeCameraAndLight(document, node, world)
  }
  for (const extension of document.getRoot().listExtensionsUsed())
    if (extension instanceof EXTMeshGPUInstancing) extension.dispose()
}
