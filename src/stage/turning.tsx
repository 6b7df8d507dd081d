import { useFrame, useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import { Vector3 } from 'three'

const SECONDS_PER_TURN = 14
/** A tab that comes back to the front must not leap. */
const LONGEST_STEP_SECONDS = 0.1

const UP = new Vector3(0, 1, 0)

/** Walks the eye round what it looks at, at an even pace, and stands still while the camera is held; frames are drawn only while it is in the scene. */
export function Turning() {
  const invalidate = useThree((state) => state.invalidate)
  const controls = useThree((state) => state.controls) as {
    readonly target: Vector3
    readonly enabled: boolean
    update(): void
  } | null
  useEffect(() => invalidate(), [invalidate])
  useFrame(({ camera }, seconds) => {
    if (!controls) return
    invalidate()
    if (!controls.enabled) return
    const angleRad = (-2 * Math.PI * Math.min(seconds, LONGEST_STEP_SECONDS)) / SECONDS_PER_TURN
    camera.position.sub(controls.target).applyAxisAngle(UP, angleRad).add(controls.target)
    controls.update()
  })
  return null
}
