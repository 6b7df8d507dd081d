import { useFrame, useThree } from '@react-three/fiber'
import { useEffect, useRef, type ReactNode } from 'react'
import type { Group } from 'three'
import type { Box } from '../contract/vec3.ts'
import { mediaMatches } from '../ui/media.ts'
import { useOnScreen } from '../ui/on-screen.ts'
import { LOOP_SECONDS, REST, STILL_PHASE, poseAt, type MotionName, type Pose } from './motion.ts'

/** The mesh must not leap when a tab comes back to the front. */
const LONGEST_STEP_SECONDS = 0.1

export interface MovingProps {
  readonly motion: MotionName | null
  /** The mesh's box around its origin at present: the origin may be moved during the motion. */
  readonly box: () => Box
  readonly children: ReactNode
}

function place(group: Group | null, { moveMetres, turnRad }: Pose): void {
  group?.position.set(...moveMetres)
  group?.rotation.set(...turnRad)
}

/**
 * Moves its children about their origin in a loop. Where the system asks for less motion, they stand still at the most
 * telling phase.
 */
export function Moving({ motion, box, children }: MovingProps) {
  const group = useRef<Group>(null)
  const seconds = useRef(0)
  const invalidate = useThree((state) => state.invalidate)
  const onScreen = useOnScreen(useThree((state) => state.gl.domElement))
  useEffect(() => {
    seconds.current = 0
    if (motion === null) place(group.current, REST)
    invalidate()
  }, [motion, invalidate])
  useEffect(() => {
    if (onScreen) invalidate()
  }, [onScreen, invalidate])
  useFrame((_, delta) => {
    if (motion === null || !onScreen) return
    if (mediaMatches('reducedMotion')) return place(group.current, poseAt(motion, STILL_PHASE[motion], box()))
    seconds.current = (seconds.current + Math.min(delta, LONGEST_STEP_SECONDS)) % LOOP_SECONDS
    place(group.current, poseAt(motion, seconds.current / LOOP_SECONDS, box()))
    invalidate()
  })
  return <group ref={group}>{children}</group>
}
