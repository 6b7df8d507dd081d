import { useThree } from '@react-three/fiber'
import { useImperativeHandle, type Ref } from 'react'
import { Vector3 } from 'three'
import { takePicture, type PictureSize } from './take-picture.ts'

/** Takes pictures of what stands in the stage. */
export interface Camera {
  /** As it is seen now, or from an angle further round. */
  take(size: PictureSize, turnRad?: number): OffscreenCanvas
  readonly largestPx: number
}

/** Hands the stage's camera to whoever shows the mesh to others. */
export function Photographer({ ref }: { readonly ref: Ref<Camera> }) {
  const get = useThree((state) => state.get)
  useImperativeHandle(ref, () => ({
    take(size, turnRad = 0) {
      const { gl, scene, camera, controls, invalidate } = get()
      try {
        return takePicture(
          { gl, scene, camera, target: (controls as { target?: Vector3 } | null)?.target ?? new Vector3() },
          size,
          turnRad,
        )
      } finally {
        invalidate()
      }
    },
    get largestPx() {
      return Math.min(8192, get().gl.capabilities.maxTextureSize)
    },
  }))
  return null
}
