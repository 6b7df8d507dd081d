import type { Box, Vec3 } from '../contract/vec3.ts'

export const MOTIONS = {
  drop: {
    name: 'Drop',
    title: 'Puts the pivot on the floor, as a game does: does the mesh stand, float or sink in?',
  },
  swing: { name: 'Swing', title: 'Turns about the vertical through the pivot, like a door' },
  spin: { name: 'Rotate', title: 'Turns once about the vertical through the pivot' },
  hold: { name: 'In hand', title: 'Held at the pivot and swung, like a tool in a hand' },
} as const

export type MotionName = keyof typeof MOTIONS

export const LOOP_SECONDS = 2.6

/** Where a mesh is in a motion: how far its origin has moved, and its rotation about the origin. */
export interface Pose {
  readonly moveMetres: Vec3
  readonly turnRad: Vec3
}

/** The pose without a motion. */
export const REST: Pose = { moveMetres: [0, 0, 0], turnRad: [0, 0, 0] }

/** From 0 to 1, slow at both ends. */
const ease = (t: number): number => t * t * (3 - 2 * t)

/** Progress through a stretch of the loop: 0 before it, 1 after. */
const within = (phase: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (phase - from) / (to - from)))

/** There and back: 0 at both ends, 1 from `up` to `down`. */
const arch = (phase: number, up: number, down: number): number =>
  ease(within(phase, 0, up)) * (1 - ease(within(phase, down, 1)))

/**
 * Height of something dropped, over t from 0 to 1, as a fraction of where it started: it falls, bounces twice and lies
 * still.
 */
function falling(t: number): number {
  if (t < 0.55) return 1 - (t / 0.55) ** 2
  if (t < 0.85) return 0.12 * (1 - ((t - 0.7) / 0.15) ** 2)
  return 0.02 * (1 - ((t - 0.925) / 0.075) ** 2)
}

/**
 * The pose at a phase (0 to 1) of a loop that ends where it began. `box` is the mesh's own in metres, around its
 * origin. At rest that box stands on the floor, so the origin is at a height of `-box.min[1]`.
 */
export function poseAt(motion: MotionName, phase: number, box: Box): Pose {
  const originMetres = -box.min[1]
  const height = box.max[1] - box.min[1]
  switch (motion) {
    case 'drop': {
      // Lifted by half its height, dropped until the origin is on the floor, left there for a look, and put back.
      const lifted = height * 0.5 * ease(within(phase, 0, 0.15))
      if (phase < 0.15) return { ...REST, moveMetres: [0, lifted, 0] }
      const fallen = falling(within(phase, 0.15, 0.5))
      const down = -originMetres + (originMetres + height * 0.5) * fallen
      return { ...REST, moveMetres: [0, down * (1 - ease(within(phase, 0.8, 1))), 0] }
    }
    case 'swing':
      return { ...REST, turnRad: [0, -arch(phase, 0.4, 0.6) * ((100 * Math.PI) / 180), 0] }
    case 'spin':
      return { ...REST, turnRad: [0, ease(phase) * 2 * Math.PI, 0] }
    case 'hold':
      return {
        moveMetres: [0, height * 0.35 * arch(phase, 0.2, 0.8), 0],
        turnRad: [0, 0, Math.sin(phase * 4 * Math.PI) * arch(phase, 0.3, 0.7) * ((55 * Math.PI) / 180)],
      }
  }
}

/** The most telling phase of each motion, shown as a still where motion is reduced. */
export const STILL_PHASE: Readonly<Record<MotionName, number>> = { drop: 0.65, swing: 0.5, spin: 0.3, hold: 0.38 }
