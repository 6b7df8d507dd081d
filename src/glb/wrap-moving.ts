import type { Document, Node } from '@gltf-transform/core'
import type { Fit } from '../contract/fit.ts'
import { turnedSizes, turnQuaternion, type QuarterTurn } from './quarter-turn.ts'

/** Whether anything in the file moves by itself. */
export const moves = (document: Document): boolean =>
  document.getRoot().listAnimations().length > 0 || document.getRoot().listSkins().length > 0

/** A skinned mesh is placed by its joints alone, so it stays a root. */
const isPlacedByJoints = (node: Node): boolean => node.getSkin() !== null && node.listChildren().length === 0

/** Puts a node above each root, in every scene that has the root: glTF lets scenes share roots. */
export function wrapMoving(document: Document, { scale, offsetMetres }: Fit, turnAbout: QuarterTurn | null): void {
  const scenes = document.getRoot().listScenes()
  for (const root of new Set(scenes.flatMap((scene) => scene.listChildren()))) {
    if (isPlacedByJoints(root)) continue
    const above = document
      .createNode('Fit')
      .setScale([...turnedSizes(turnAbout, scale)])
      .setRotation(turnQuaternion(turnAbout))
      .setTranslation([...offsetMetres])
    const holders = scenes.filter((scene) => scene.listChildren().includes(root))
    above.addChild(root)
    for (const scene of holders) scene.addChild(above)
  }
}
