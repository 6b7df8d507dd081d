import { OrbitControls } from '@react-three/drei/core/OrbitControls'
import { useThree } from '@react-three/fiber'
import { useEffect, useImperativeHandle, useMemo, useRef, type Ref } from 'react'
import { MOUSE } from 'three'
import { CameraOperator, aspectOf, type CameraApi } from './camera-operator.ts'
import type { FramedSource } from './scene.ts'

/** The middle button pans, as in other 3D tools; the wheel zooms. */
const BUTTONS = { LEFT: MOUSE.ROTATE, MIDDLE: MOUSE.PAN, RIGHT: MOUSE.PAN }

export interface CameraRigProps {
  readonly scene: FramedSource
  readonly ref: Ref<CameraApi>
}

/**
 * Orbit, pan, zoom and the named views. It frames the box when it opens and when its size no longer suits the picture.
 */
export function CameraRig({ scene, ref }: CameraRigProps) {
  const canvas = useThree((state) => state.get)
  const aspect = useThree(({ size }) => aspectOf(size))
  const operator = useMemo(() => new CameraOperator(canvas, scene), [canvas, scene])
  useImperativeHandle(ref, () => operator, [operator])
  useEffect(() => operator.follow(), [operator])
  useEffect(() => void (aspect > 0 && operator.adapt()), [operator, aspect])
  // A press alone moves nothing.
  const byHand = useRef(false)
  return (
    <OrbitControls
      makeDefault
      enableDamping={false}
      mouseButtons={BUTTONS}
      onStart={() => void (byHand.current = true)}
      onChange={() => byHand.current && operator.moved()}
      onEnd={() => void (byHand.current = false)}
    />
  )
}
