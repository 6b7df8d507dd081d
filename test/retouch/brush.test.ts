import { expect, it } from 'vitest'
import { FIRST_BRUSH, ledTo, stepped, strokeAt, THICKEST_PX, THINNEST_PX, type Brush } from '../../src/retouch/brush.ts'
import { actByKey } from '../../src/retouch/easel-keys.ts'
import { createPlace } from '../../src/retouch/place.ts'
import { createStore } from '../../src/ui/store.ts'
import { stillDesk } from '../fixtures/still-desk.ts'

const VIEW = { scale: 4, x: 10, y: 20 }

it('becomes finer on the picture as one zooms in', () => {
  const stroke = strokeAt({ ...FIRST_BRUSH, diameterPx: 40 }, VIEW, [50, 60], false)
  expect(stroke).toEqual({ mode: 'keep', hard: false, radiusPx: 5, points: [[10, 10]] })
  expect(strokeAt({ ...FIRST_BRUSH, exact: true }, VIEW, [50, 60], false).hard).toBe(true)
  expect(strokeAt(FIRST_BRUSH, VIEW, [50, 60], true).hard).toBe(true)
})

it('leaves out points that say nothing new', () => {
  const stroke = strokeAt({ ...FIRST_BRUSH, diameterPx: 40 }, VIEW, [50, 60], false)
  expect(ledTo(stroke, VIEW, [53, 60])).toBe(stroke)
  expect(ledTo(stroke, VIEW, [58, 60]).points).toEqual([
    [10, 10],
    [12, 10],
  ])
})

const many = (by: 1 | -1): Brush => Array.from({ length: 40 }).reduce<Brush>((brush) => stepped(brush, by), FIRST_BRUSH)

it('is never thinner or thicker than its slider shows', () => {
  expect([many(-1).diameterPx, many(1).diameterPx]).toEqual([THINNEST_PX, THICKEST_PX])
})

function keyed(standing = {}) {
  const still = stillDesk()
  still.stands(standing)
  const place = createPlace()
  place.show({ width: 100, height: 100 })
  place.resize({ width: 148, height: 148 })
  const brush = createStore<Brush>(FIRST_BRUSH)
  let left = 0
  const options = { desk: still.desk, place, brush, onLeave: () => void left++ }
  const press = (key: string, more = {}) =>
    actByKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }, options)
  return { press, brush, place, orders: still.orders, left: () => left }
}

it('is chosen by K and E, and sized by the brackets', () => {
  const { press, brush } = keyed()
  press('E')
  expect(brush.get().mode).toBe('erase')
  press('k')
  expect(brush.get().mode).toBe('keep')
  press(']')
  expect(brush.get().diameterPx).toBeGreaterThan(FIRST_BRUSH.diameterPx)
  press('[')
  expect(brush.get().diameterPx).toBe(FIRST_BRUSH.diameterPx)
})

it('zooms by + and -, and shows all by 0', () => {
  const { press, place } = keyed()
  press('+')
  expect(place.view()?.scale).toBe(1.5)
  press('0')
  expect(place.view()?.scale).toBe(1)
  press('=')
  press('-')
  expect(place.view()?.scale).toBe(1)
})

it('undoes and redoes strokes, and keeps the keys from the draft where there are none', () => {
  const { press, orders } = keyed({ canUndo: true, canRedo: true })
  press('z', { ctrlKey: true })
  press('Z', { metaKey: true, shiftKey: true })
  press('y', { ctrlKey: true })
  expect(orders).toEqual(['undo', 'redo', 'redo'])
  const none = keyed()
  expect([none.press('z', { ctrlKey: true }), none.orders]).toEqual([true, []])
})

it('leaves by Escape, and leaves other keys alone', () => {
  const { press, left } = keyed()
  expect([press('Escape'), left()]).toEqual([true, 1])
  expect([press('e', { ctrlKey: true }), press('q'), press('Enter')]).toEqual([false, false, false])
})
