import type { Document, mat4, Mesh, Node } from '@gltf-transform/core'
import { EXTMeshGPUInstancing } from '@gltf-transform/extensions'
import { multiply, upright } from './affine.ts'
import { createBaker, type Baker } from './bake-primitive.ts'
import { endInstances, instancesOf } from './instances-of.ts'

const IDENTITY: mat4 = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
const LIGHT = 'KHR_lights_punctual'

/** With primitives and targets of its own. */
function copyMesh(mesh: Mesh): Mesh {
  const copy = mesh.clone()
  for (const primitive of mesh.listPrimitives()) {
    const own = primitive.clone()
    copy.removePrimitive(primitive).addPrimitive(own)
    for (const target of primitive.listTargets()) own.removeTarget(target).addTarget(target.clone())
  }
  return copy
}

function bakeMesh(document: Document, node: Node, meshes: readonly Mesh[], bakers: readonly Baker[]): void {
  endInstances(node)
  for (const [index, bake] of bakers.entries()) {
    const own = meshes[index] ?? null
    for (const primitive of own?.listPrimitives() ?? []) bake(primitive)
    if (index === 0) node.setMesh(own)
    else node.addChild(document.createNode(node.getName()).setMesh(own).setWeights(node.getWeights()))
  }
  if (bakers.length === 0) node.setMesh(null)
}

/** A camera or a light goes along and is not stretched, on a node of its own where its node holds more. */
function placeHanging(document: Document, node: Node, world: mat4): void {
  const [camera, light] = [node.getCamera(), node.getExtension(LIGHT)]
  if (!camera && !light) return
  const alone = !node.getMesh() && node.listChildren().length === 0
  const holder = alone ? node : document.createNode(node.getName())
  holder.setMatrix(upright(world))
  if (alone) return
  holder.setCamera(camera).setExtension(LIGHT, light)
  node.setCamera(null).setExtension(LIGHT, null).addChild(holder)
}

/** Bakes every node's place and an affine above all into the vertices; no node keeps a transform but those of cameras and lights. */
export function bakeStill(document: Document, affine: mat4): void {
  const nodes = document.getRoot().listNodes()
  const drawn = new Set<Mesh>()
  // Each place a mesh is drawn in is baked apart. The first takes the mesh itself, so that the file's meshes keep their numbers.
  const meshFor = (mesh: Mesh): Mesh => (drawn.has(mesh) ? copyMesh(mesh) : (drawn.add(mesh), mesh))
  // All is taken in before anything is changed: a node's world follows from its parents.
  const places = nodes.map((node) => {
    const [mesh, worlds] = [node.getMesh(), instancesOf(node).map((each) => multiply(affine, each))]
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
        worlds.map((each) => createBaker(document, each)),
      )
    placeHanging(document, node, world)
  }
  for (const extension of document.getRoot().listExtensionsUsed())
    if (extension instanceof EXTMeshGPUInstancing) extension.dispose()
}
