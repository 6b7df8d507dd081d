import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeBeside, type Rectangle } from '../../src/hints/place-beside.ts'

const WINDOW = { width: 1440, height: 900 }
const NOTE = { width: 272, height: 130 }
const box = (left: number, top: number, width: number, height: number): Rectangle => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
})

const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

describe('a hint', () => {
  it.each([
    ['a column at the left', box(0, 60, 230, 800), 'right'],
    ['a panel at the right', box(1080, 60, 340, 200), 'left'],
    ['a row from edge to edge', box(0, 300, 1440, 100), 'below'],
    ['a row at the bottom', box(0, 800, 1440, 100), 'above'],
  ])('stands beside %s', (_, thing, side) => {
    expect(placeBeside(thing, NOTE, WINDOW)?.side).toBe(side)
  })

  it('is not there while the thing is scrolled away, or leaves no room', () => {
    expect(placeBeside(box(0, 900, 300, 100), NOTE, WINDOW)).toBeNull()
    expect(placeBeside(box(0, 0, 1440, 900), NOTE, WINDOW)).toBeNull()
  })

  it('lies in the window and covers nothing of the thing, wherever that is', () => {
    const side = fc.integer({ min: -200, max: 1500 })
    const length = fc.integer({ min: 1, max: 1500 })
    fc.assert(
      fc.property(
        side,
        side,
        length,
        length,
        fc.integer({ min: 360, max: 2560 }),
        (left, top, width, height, across) => {
          const thing = box(left, top, width, height)
          const placed = placeBeside(thing, NOTE, { width: across, height: 800 })
          if (!placed) return
          const note = box(placed.left, placed.top, NOTE.width, NOTE.height)
          expect(overlap(note, thing)).toBe(false)
          expect(Math.min(note.left, note.top, across - note.right, 800 - note.bottom)).toBeGreaterThanOrEqual(8)
        },
      ),
    )
  })
})
