/** Clocks, in milliseconds. */
export interface Clocks {
  /** Of the wall: it jumps when its owner or the network sets it. */
  readonly wall: () => number
  /** Only ever goes forward, from an unknown beginning. */
  readonly steady: () => number
}

/**
 * The time as it is for something that began at `startedAtMs`: what has passed since then is looked up on the wall clock once,
 * which a reload needs, and counted by the steady clock from there on. So a duration never shrinks and never jumps while the page
 * lives, and what is dated in the future has only just begun.
 */
export function createJobTime({ wall, steady }: Clocks): (startedAtMs: number) => number {
  const begun = new Map<number, number>()
  return (startedAtMs) => {
    const nowMs = steady()
    const atMs = begun.get(startedAtMs) ?? nowMs - Math.max(0, wall() - startedAtMs)
    begun.set(startedAtMs, atMs)
    return startedAtMs + (nowMs - atMs)
  }
}

export const jobTimeMs = createJobTime({ wall: () => Date.now(), steady: () => performance.now() })
