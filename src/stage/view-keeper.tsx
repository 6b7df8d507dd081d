import { useFrame, useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import { PerspectiveCamera } from 'three'
import type { Anchors } from './anchors.ts'
import { cameraView } from './camera-view.ts'
import type { SceneSource } from './scene.ts'

export interface ViewKeeperProps {
  readonly scene: SceneSource
  readonly anchors: Anchors
}

/** Moves the page's overlays along with every drawn frame, and draws a frame when the draft changes. */
export function ViewKeeper({ scene, anchors }: ViewKeeperProps) {
  const invalidate = useThree((state) => state.invalidate)
  useEffect(() => scene.subscribe(() => invalidate()), [invalidate, scene])
  useFrame(({ camera, size }) => {
    if (!(camera instanceof PerspectiveCamera)) return
    camera.updateMatrixWorld()
    anchors.update(cameraView(camera, size.width, size.height))
  })
  return null
}
