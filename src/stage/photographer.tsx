import { useThree } from '@react-three/fiber'
import { useImperativeHandle, type Ref } from 'react'
import { Vector3 } from 'three'
import { takePicture, type PictureSize } from './take-picture.ts'

/** Takes pictures of what is in the stage. */
export interface PhotoCamera {
  /** From where the eye is now, or turned by an angle about the vertical. */
  take(size: PictureSize, turnRad?: number): OffscreenCanvas
  readonly largestPx: number
}

/** Lends the stage's camera to the parts of the page that make pictures and films. */
export function Photographer({ ref }: { readonly ref: Ref<PhotoCamera> }) {
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
