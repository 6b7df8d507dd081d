import { useThree } from '@react-three/fiber'
import { useImperativeHandle, type Ref } from 'react'
import { Vector3, type Object3D } from 'three'
import { takePortrait } from './portrait.ts'
import type { Box } from '../contract/vec3.ts'
import { takePicture, type PictureSize } from './take-picture.ts'

/** Takes pictures of what is in the stage. */
export interface PhotoCamera {
  /** From where the eye is now, or turned by an angle about the vertical. */
  take(size: PictureSize, turnRad?: number): OffscreenCanvas
  /** A picture of one object alone, in plain light; it must stand in no other scene. */
  portray(object: Object3D, box: Box, size: PictureSize): OffscreenCanvas
  readonly largestPx: number
}

/** Lends the stage's camera to the parts of the page that make pictures and films. */
export function Photographer({ ref }: { readonly ref: Ref<PhotoCamera> }) {
  const get = useThree((state) => state.get)
  useImperativeHandle(
    ref,
    () => ({
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
      portray(object, box, size) {
        const { gl, invalidate } = get()
        try {
          return takePortrait(gl, object, box, size)
        } finally {
          invalidate()
        }
      },
      get largestPx() {
        return Math.min(8192, get().gl.capabilities.maxTextureSize)
      },
    }),
    // The page draws anew with each one that it is given.
    [get],
  )
  return null
}
