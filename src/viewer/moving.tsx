import { useFrame, useThree } from '@react-three/fiber'
import { useEffect, useRef, type ReactNode } from 'react'
import type { Group } from 'three'
import type { Box } from '../contract/vec3.ts'
import { mediaMatches } from '../ui/media.ts'
import { LOOP_SECONDS, REST, STILL_PHASE, poseAt, type MotionName, type Pose } from './motion.ts'

/** A tab that comes back to the front must not leap. */
const LONGEST_STEP_SECONDS = 0.1

export interface MovingProps {
  readonly motion: MotionName | null
  /** Of the mesh, around its origin, at any moment: the origin may be moved meanwhile. */
  readonly box: () => Box
  readonly children: ReactNode
}

function place(group: Group | null, { moveMetres, turnRad }: Pose): void {
  group?.position.set(...moveMetres)
  group?.rotation.set(...turnRad)
}

/** Moves what it holds about its origin, over and over; for who asks for less motion it stands at the moment that tells most. */
export function Moving({ motion, box, children }: MovingProps) {
  const group = useRef<Group>(null)
  const seconds = useRef(0)
  const invalidate = useThree((state) => state.invalidate)
  useEffect(() => {
    seconds.current = 0
    if (motion === null) place(group.current, REST)
    invalidate()
  }, [motion, invalidate])
  useFrame((_, delta) => {
    if (motion === null) return
    if (mediaMatches('reducedMotion')) return place(group.current, poseAt(motion, STILL_PHASE[motion], box()))
    seconds.current = (seconds.current + Math.min(delta, LONGEST_STEP_SECONDS)) % LOOP_SECONDS
    place(group.current, poseAt(motion, seconds.current / LOOP_SECONDS, box()))
    invalidate()
  })
  return <group ref={group}>{children}</group>
}
