import type { Document } from '@gltf-transform/core'
import type { Fit } from '../contract/fit.ts'
import { turnedSizes, turnQuaternion, type Turn } from './quarter-turn.ts'

/** Whether anything in the file moves by itself. */
export const moves = (document: Document): boolean => document.getRoot().listAnimations().length > 0 || document.getRoot().listSkins().length > 0

/** One node above the roots of each scene; a skinned mesh stays a root, since its joints alone place it. */
export function wrapMoving(document: Document, { scale, offsetMetres }: Fit, turnAbout: Turn | null): void {
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
