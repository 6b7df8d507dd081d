import { createStore, useStore } from '../ui/store.ts'

/** Whether what would play stands still, because the page is not all there yet. */
const held = createStore(false)

/** Spins that play keep a graphics card without power so busy that the stage comes seconds later, so they wait for it. */
export const holdMotion = (): void => held.set(true)

export const startMotion = (): void => held.set(false)

/** The angle that a spin shows now: its front while it may not play yet. */
export function useShownAngle(angleDeg: number | null): number | null {
  const isHeld = useStore(held, (now) => now)
  return angleDeg === null && isHeld ? 0 : angleDeg
}
