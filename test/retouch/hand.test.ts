import { expect, it } from 'vitest'
import { createHand } from '../../src/retouch/hand.ts'
import { createKeyHand } from '../../src/retouch/key-hand.ts'
import type { Point } from '../../src/retouch/view.ts'

function recorded() {
  const done: string[] = []
  const write =
    (name: string) =>
    (...args: readonly unknown[]) =>
      void done.push([name, ...args.map((arg) => (Array.isArray(arg) ? arg.join(',') : String(arg)))].join(' '))
  const effects = {
    begin: write('begin'),
    paint: write('paint'),
    lift: write('lift'),
    drop: write('drop'),
    pan: write('pan'),
    zoom: write('zoom'),
  }
  return { done, effects }
}

const MOUSE = { id: 1, type: 'mouse', button: 0, exact: false, moves: false } as const
const finger = (id: number, at: Point) => ({ id, type: 'touch', button: 0, at, exact: false, moves: false })

it('paints with one pointer, exactly while Alt is held down', () => {
  const { done, effects } = recorded()
  const hand = createHand(effects)
  hand.down({ ...MOUSE, at: [5, 6], exact: true })
  hand.move(1, [7, 8])
  hand.move(2, [90, 90])
  hand.up(1)
  hand.move(1, [9, 9])
  expect(done).toEqual(['begin 5,6 true', 'paint 7,8', 'lift'])
})

it.each([
  ['the middle button', { button: 1 }],
  ['Space', { moves: true }],
])('moves the picture by %s', (_, how) => {
  const { done, effects } = recorded()
  const hand = createHand(effects)
  hand.down({ ...MOUSE, at: [5, 6], ...how })
  hand.move(1, [8, 10])
  hand.move(1, [8, 11])
  hand.up(1)
  expect(done).toEqual(['pan 3,4', 'pan 0,1'])
})

it('paints nothing by the right button', () => {
  const { done, effects } = recorded()
  createHand(effects).down({ ...MOUSE, at: [5, 6], button: 2 })
  expect(done).toEqual([])
})

it('moves and zooms by two fingers, and drops what the first had begun', () => {
  const { done, effects } = recorded()
  const hand = createHand(effects)
  hand.down(finger(1, [0, 0]))
  hand.down(finger(2, [10, 0]))
  hand.move(2, [20, 0])
  hand.up(1)
  // The finger that is left was never meant to paint.
  hand.move(2, [40, 40])
  hand.up(2)
  hand.down(finger(3, [1, 1]))
  expect(done).toEqual(['begin 0,0 false', 'drop', 'pan 5,0', 'zoom 2 10,0', 'begin 1,1 false'])
})

it('drops a stroke that the browser takes away', () => {
  const { done, effects } = recorded()
  const hand = createHand(effects)
  hand.down(finger(1, [0, 0]))
  hand.cancel(1)
  expect(done).toEqual(['begin 0,0 false', 'drop'])
})

const EASEL = { width: 200, height: 100 }
const key = (name: string, more = {}) => ({ key: name, repeat: false, shiftKey: false, altKey: false, ...more })

function keyboard() {
  const { done, effects } = recorded()
  const said: string[] = []
  const hand = createKeyHand({ ...effects, show: () => {}, say: (words) => said.push(words) })
  return { done, said, hand, press: (name: string, more = {}) => hand.down(key(name, more), null, EASEL) }
}

it('paints by the keyboard while Space is held down', () => {
  const { done, said, hand, press } = keyboard()
  press('ArrowRight')
  press(' ')
  press(' ', { repeat: true })
  press('ArrowRight', { shiftKey: true })
  hand.up({ key: ' ' })
  press('ArrowDown')
  expect(done).toEqual(['begin 106,50 false', 'paint 142,50', 'lift'])
  expect(said).toEqual(['Brush at', 'Painting from', 'Brush at', 'Brush up at', 'Brush at'])
})

it('paints by the keyboard from one Enter to the next, for who cannot hold a key down', () => {
  const { done, press } = keyboard()
  press('Enter')
  press('ArrowUp')
  press('Enter')
  expect(done).toEqual(['begin 100,50 false', 'paint 100,44', 'lift'])
})

it('keeps the brush on the easel', () => {
  const { hand, press } = keyboard()
  for (let times = 0; times < 9; times++) press('ArrowUp', { shiftKey: true })
  expect(hand.at()).toEqual([100, 0])
})

it('holds Space for the pointer while the keyboard has no brush', () => {
  const { done, hand, press } = keyboard()
  press(' ')
  expect(hand.moves()).toBe(true)
  hand.up({ key: ' ' })
  expect([hand.moves(), done]).toEqual([false, []])
})

it('ends the stroke of the keyboard when a pointer comes', () => {
  const { done, hand, press } = keyboard()
  press('Enter')
  hand.away()
  expect([done.at(-1), hand.at()]).toEqual(['lift', null])
})

it('leaves other keys to the page', () => {
  expect(keyboard().press('Tab')).toBe(false)
})
