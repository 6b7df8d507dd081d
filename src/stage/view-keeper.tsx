import { useFrame, useThree } from '@react-three/fiber'
import { useEffect, type RefObject } from 'react'
import { PerspectiveCamera } from 'three'
import type { Anchors, View } from './anchors.ts'
import { cameraView } from './camera-view.ts'
import type { SceneSource } from './scene.ts'

export interface ViewKeeperProps {
  readonly scene: SceneSource
  readonly anchors: Anchors
  readonly view: RefObject<View | null>
}

/** Hands the camera to the page's overlays once a drawn frame, and has a frame drawn when the draft changes. */
export function ViewKeeper({ scene, anchors, view }: ViewKeeperProps) {
  const invalidate = useThree((state) => state.invalidate)
  useEffect(() => scene.subscribe(() => invalidate()), [invalidate, scene])
  useFrame(({ camera, size }) => {
    if (!(camera instanceof PerspectiveCamera)) return
    camera.updateMatrixWorld()
    view.current = cameraView(camera, size.width, size.height)
    anchors.update(view.current)
  })
  return null
}
