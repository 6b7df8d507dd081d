export const FULL_TURN_DEG = 360

/** The angle from 0 up to 360 that looks the same. */
export const wrapDeg = (angleDeg: number): number => ((angleDeg % FULL_TURN_DEG) + FULL_TURN_DEG) % FULL_TURN_DEG

/** The angle for a place across a turntable: in the middle the front, -180 and 180 at its sides. All three in pixels. */
export const angleAcross = (left: number, width: number, x: number): number =>
  ((x - left) / Math.max(1, width) - 0.5) * FULL_TURN_DEG

/** Which of `count` frames, evenly spread over a full turn, shows an angle. */
export const frameAtAngle = (angleDeg: number, count: number): number =>
  Math.floor((wrapDeg(angleDeg) / FULL_TURN_DEG) * count + 1e-9) % count
