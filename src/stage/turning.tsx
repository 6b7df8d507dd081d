import { useFrame, useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import { Vector3 } from 'three'
import type { Controls } from './camera-operator.ts'
import { useOnScreen } from '../ui/on-screen.ts'

const SECONDS_PER_TURN = 14
/** The view must not leap when a tab comes back to the front. */
const LONGEST_STEP_SECONDS = 0.1

const UP = new Vector3(0, 1, 0)

/**
 * Circles the camera about its target at an even pace, and pauses while the camera is held. Draws frames only while it
 * is mounted, and on screen.
 */
export function Turning() {
  const invalidate = useThree((state) => state.invalidate)
  const controls = useThree((state) => state.controls) as Controls | null
  const onScreen = useOnScreen(useThree((state) => state.gl.domElement))
  useEffect(() => {
    if (onScreen) invalidate()
  }, [invalidate, onScreen])
  useFrame(({ camera }, seconds) => {
    if (!controls || !onScreen) return
    invalidate()
    if (!controls.enabled) return
    const angleRad = (-2 * Math.PI * Math.min(seconds, LONGEST_STEP_SECONDS)) / SECONDS_PER_TURN
    camera.position.sub(controls.target).applyAxisAngle(UP, angleRad).add(controls.target)
    controls.update()
  })
  return null
}
