import type { Point } from './view.ts'

/** A pointer over the easel, in CSS px of it. */
export interface Touch {
  readonly id: number
  readonly type: string
  readonly button: number
  readonly at: Point
  /** Alt is held down: the stroke is to be exact. */
  readonly exact: boolean
  /** Space is held down: the picture is to be moved. */
  readonly moves: boolean
}

export interface HandEffects {
  begin(at: Point, exact: boolean): void
  paint(at: Point): void
  /** The stroke is done. */
  lift(): void
  /** The stroke was none: a second finger came down. */
  drop(): void
  pan(by: Point): void
  zoom(factor: number, at: Point): void
}

export interface Hand {
  down(touch: Touch): void
  move(id: number, at: Point): void
  up(id: number): void
  /** The browser took the pointer away. */
  cancel(id: number): void
}

type Grip =
  | { readonly is: 'idle' }
  | { readonly is: 'painting'; readonly id: number }
  | { readonly is: 'moving'; readonly id: number; readonly last: Point }
  | { readonly is: 'pinching'; readonly fingers: ReadonlyMap<number, Point> }
  /** After a pinch the finger that is left paints nothing. */
  | { readonly is: 'leaving'; readonly fingers: ReadonlySet<number> }

const IDLE: Grip = { is: 'idle' }

const MIDDLE_BUTTON = 1

const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]]

function pairOf(fingers: ReadonlyMap<number, Point>): { readonly middle: Point; readonly apart: number } {
  const [a = [0, 0], b = [0, 0]] = fingers.values()
  return { middle: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], apart: Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1])) }
}

/**
 * What pointers do on the easel: one paints; the middle button, or any with Space, moves the picture; two fingers move and
 * zoom it, and what the first of them had begun to paint is dropped.
 */
export function createHand(effects: HandEffects): Hand {
  let grip: Grip = IDLE
  let first: Point = [0, 0]

  const down = ({ id, type, button, at, exact, moves }: Touch) => {
    if (grip.is === 'painting' && type === 'touch') {
      effects.drop()
      grip = {
        is: 'pinching',
        fingers: new Map([
          [grip.id, first],
          [id, at],
        ]),
      }
    } else if (grip.is === 'idle' && (moves || button === MIDDLE_BUTTON)) grip = { is: 'moving', id, last: at }
    else if (grip.is === 'idle' && button === 0) {
      grip = { is: 'painting', id }
      first = at
      effects.begin(at, exact)
    }
  }

  const pinch = (fingers: ReadonlyMap<number, Point>, id: number, at: Point) => {
    const before = pairOf(fingers)
    const moved = new Map(fingers).set(id, at)
    const now = pairOf(moved)
    effects.pan(minus(now.middle, before.middle))
    effects.zoom(now.apart / before.apart, now.middle)
    grip = { is: 'pinching', fingers: moved }
  }

  const end = (id: number, lift: () => void) => {
    if (grip.is === 'painting' && grip.id === id) {
      grip = IDLE
      lift()
    } else if (grip.is === 'moving' && grip.id === id) grip = IDLE
    else if (grip.is === 'pinching' && grip.fingers.has(id))
      grip = { is: 'leaving', fingers: new Set([...grip.fingers.keys()].filter((finger) => finger !== id)) }
    else if (grip.is === 'leaving' && grip.fingers.has(id)) grip = IDLE
  }

  return {
    down,
    move(id, at) {
      if (grip.is === 'painting' && grip.id === id) {
        first = at
        effects.paint(at)
      } else if (grip.is === 'moving' && grip.id === id) {
        effects.pan(minus(at, grip.last))
        grip = { is: 'moving', id, last: at }
      } else if (grip.is === 'pinching' && grip.fingers.has(id)) pinch(grip.fingers, id, at)
    },
    up: (id) => end(id, effects.lift),
    cancel: (id) => end(id, effects.drop),
  }
}
