import { ledByKey } from './key-brush.ts'
import type { Point, Size } from './view.ts'

export interface KeyEffects {
  begin(at: Point, exact: boolean): void
  paint(at: Point): void
  lift(): void
  /** The brush is somewhere else, or down or up: it is drawn there. */
  show(): void
  /** Tells a screen reader where the brush is. */
  say(words: string, at: Point): void
}

interface Key {
  readonly key: string
  readonly repeat: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** The brush of the keyboard: arrows lead it; it paints while Space is held down, or from one Enter to the next. */
export interface KeyHand {
  /** Where the brush is; null while there is none. */
  at(): Point | null
  /** Space is held down for a pointer: it moves the picture. */
  readonly moves: () => boolean
  /** Brings the brush out where the pointer is, else in the easel's middle. */
  appear(pointer: Point | null, easel: Size): void
  /** Returns whether the key did something. */
  down(key: Key, pointer: Point | null, easel: Size): boolean
  up(key: Pick<Key, 'key'>): void
  /** A pointer is used instead, or the focus is elsewhere: what was being painted is done. */
  away(): void
}

const middleOf = ({ width, height }: Size): Point => [width / 2, height / 2]

export function createKeyHand({ begin, paint, lift, show, say }: KeyEffects): KeyHand {
  let brush: { readonly at: Point; readonly down: boolean } | null = null
  let spaceHeld = false

  const press = (at: Point, exact: boolean) => {
    brush = { at, down: true }
    begin(at, exact)
    say('Painting from', at)
  }
  const release = () => {
    if (!brush?.down) return
    brush = { at: brush.at, down: false }
    lift()
    say('Brush up at', brush.at)
  }
  const lead = (at: Point) => {
    brush = { at, down: brush?.down ?? false }
    if (brush.down) paint(at)
    say('Brush at', at)
    show()
  }
  return {
    at: () => brush?.at ?? null,
    moves: () => spaceHeld,
    appear: (pointer, easel) => lead(pointer ?? middleOf(easel)),
    down(key, pointer, easel) {
      const led = ledByKey(brush?.at ?? pointer, key, easel)
      if (led) lead(led)
      else if (key.key === ' ') {
        if (key.repeat) return true
        if (brush && !brush.down) press(brush.at, key.altKey)
        else spaceHeld = true
      } else if (key.key === 'Enter') {
        if (brush?.down) release()
        else press(brush?.at ?? pointer ?? middleOf(easel), key.altKey)
      } else return false
      return true
    },
    up(key) {
      if (key.key !== ' ') return
      spaceHeld = false
      release()
    },
    away() {
      spaceHeld = false
      release()
      brush = null
    },
  }
}
