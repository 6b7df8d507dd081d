import type { Point, Size } from './view.ts'

/** Steps of the brush that arrow keys move, in CSS px. */
const [STEP_PX, FAST_PX] = [6, 36]

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

const clamp = (value: number, side: number): number => Math.min(side, Math.max(0, value))

/** Where an arrow key leads the brush, which begins in the middle of the easel and stays on it; null for other keys. */
export function ledByKey(
  at: Point | null,
  { key, shiftKey }: { key: string; shiftKey: boolean },
  easel: Size,
): Point | null {
  const arrow = ARROWS[key]
  if (!arrow) return null
  const [x, y] = at ?? [easel.width / 2, easel.height / 2]
  const step = shiftKey ? FAST_PX : STEP_PX
  return [clamp(x + arrow[0] * step, easel.width), clamp(y + arrow[1] * step, easel.height)]
}
