import { expect, it } from 'vitest'
import { createPlace } from '../../src/retouch/place.ts'
import { fitted, panned, toEasel, toPicture, zoomed } from '../../src/retouch/view.ts'

const EASEL = { width: 848, height: 648 }
const PICTURE = { width: 400, height: 300 }

it('shows the whole picture in the middle, with room around it', () => {
  expect(fitted(EASEL, PICTURE)).toEqual({ scale: 2, x: 24, y: 24 })
})

it('keeps what is under the pointer there while zooming', () => {
  const view = fitted(EASEL, PICTURE)
  const at = [500, 200] as const
  const under = toPicture(view, at)
  const closer = zoomed(view, 3, at, EASEL, PICTURE)
  expect(closer.scale).toBe(6)
  for (const axis of [0, 1] as const) expect(toPicture(closer, at)[axis]).toBeCloseTo(under[axis], 9)
  expect(toEasel(closer, under)[0]).toBeCloseTo(500, 9)
})

it('zooms out to the whole picture and no further, and in until a pixel can be painted', () => {
  const view = fitted(EASEL, PICTURE)
  expect(zoomed(zoomed(view, 4, [100, 100], EASEL, PICTURE), 0.01, [700, 600], EASEL, PICTURE)).toEqual(view)
  expect(zoomed(view, 1000, [0, 0], EASEL, PICTURE).scale).toBe(24)
})

it('loses no picture from sight, however far it is moved', () => {
  const far = panned(fitted(EASEL, PICTURE), [5000, -5000], EASEL, PICTURE)
  expect([far.x, far.y + PICTURE.height * far.scale]).toEqual([EASEL.width / 2, EASEL.height / 2])
})

it('goes on showing the whole picture when the window changes, until one zooms', () => {
  const place = createPlace()
  expect(place.view()).toBeNull()
  place.show(PICTURE)
  place.resize(EASEL)
  expect(place.view()?.scale).toBe(2)
  place.resize({ width: 448, height: 648 })
  expect(place.view()?.scale).toBe(1)
  place.zoom(2)
  place.resize(EASEL)
  expect(place.view()?.scale).toBe(2)
  place.show({ ...PICTURE })
  place.fit()
  expect(place.view()).toEqual({ scale: 2, x: 24, y: 24 })
})
