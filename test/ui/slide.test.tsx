import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDraftStore } from '../../src/draft/draft-store.ts'
import { SizeSection } from '../../src/draft/size-section.tsx'
import { ExposureSlider } from '../../src/viewer/exposure-slider.tsx'

const LEFT_PX = 100
const WIDTH_PX = 200

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(LEFT_PX, 0, WIDTH_PX, 44))
})

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

type Place = readonly [x: number, y: number]

/** A finger that comes down on an element and passes some places; the browser takes it away at the last, or it is lifted. */
function swipe(on: Element, [first, ...places]: readonly [Place, ...Place[]], end: 'Up' | 'Cancel') {
  const at = ([clientX, clientY]: Place) => ({ pointerId: 7, pointerType: 'touch', clientX, clientY, bubbles: true })
  const send = (name: string, place: Place) => fireEvent(on, new PointerEvent(name, { ...at(place), cancelable: true }))
  send('pointerdown', first)
  for (const place of places) send('pointermove', place)
  send(`pointer${end.toLowerCase()}`, places.at(-1) ?? first)
  fireEvent(on, new PointerEvent('lostpointercapture', at(first)))
}

function renderSizes() {
  const store = createDraftStore()
  render(<SizeSection store={store} />)
  const thumb = screen.getByRole('slider', { name: 'Height' })
  const height = () => store.get().present.sizeMetres[1]
  return { store, thumb, track: thumb.previousElementSibling ?? thumb, height }
}

describe('a finger on a size slider', () => {
  it.each(['Up', 'Cancel'] as const)('scrolls when it moves up or down (pointer%s), and the size stays', (end) => {
    const { store, track, height } = renderSizes()
    const before = store.get()
    swipe(
      track,
      [
        [150, 20],
        [152, 5],
        [158, -90],
        [190, -200],
      ],
      end,
    )
    expect(height()).toBe(before.present.sizeMetres[1])
    expect(store.get().past).toEqual([])
  })

  it('sets the size when it moves sideways, also far up and down later, as one step of undo', () => {
    const { store, thumb, height } = renderSizes()
    swipe(
      thumb,
      [
        [150, 20],
        [165, 22],
        [200, 90],
      ],
      'Up',
    )
    const middle = height()
    // Between 1 cm and 10 m, by ratio.
    expect(middle).toBeCloseTo(0.316, 3)
    expect(store.get().past).toHaveLength(1)
    swipe(
      thumb,
      [
        [200, 20],
        [260, 20],
        [1000, 20],
      ],
      'Up',
    )
    expect(height()).toBeGreaterThan(middle * 5)
    expect(store.get().past).toHaveLength(2)
  })

  it('sets the size where it taps', () => {
    const { store, track, height } = renderSizes()
    swipe(track, [[LEFT_PX, 20]], 'Up')
    expect(height()).toBeLessThan(0.1)
    expect(store.get().past).toHaveLength(1)
  })

  it('keeps what a drag has set when it ends early for another reason', () => {
    const { store, thumb, height } = renderSizes()
    swipe(
      thumb,
      [
        [150, 20],
        [200, 20],
      ],
      'Cancel',
    )
    expect(height()).toBeCloseTo(0.316, 3)
    expect(store.get().past).toHaveLength(1)
  })

  it('leaves no trace of a drag that the browser takes for a scroll after all', () => {
    const { store, track } = renderSizes()
    const { present } = store.get()
    swipe(
      track,
      [
        [150, 20],
        [180, 30],
        [160, 120],
      ],
      'Cancel',
    )
    expect(store.get().present).toEqual(present)
    expect(store.get().past).toEqual([])
  })
})

it('a finger on the exposure scrolls and sets it in the same way', () => {
  const chosen: number[] = []
  render(<ExposureSlider stops={0.5} onChange={(stops) => chosen.push(stops)} />)
  const thumb = screen.getByRole('slider', { name: 'Exposure' })
  swipe(
    thumb,
    [
      [150, 20],
      [150, 80],
    ],
    'Cancel',
  )
  expect(chosen).toEqual([])
  swipe(thumb, [[LEFT_PX + WIDTH_PX, 20]], 'Up')
  swipe(
    thumb,
    [
      [150, 20],
      [100, 30],
      [100, 130],
    ],
    'Cancel',
  )
  expect(chosen).toEqual([2, -2, -2, 0.5])
})

it('a pen is captured: let go of outside, it leaves nothing behind for a finger', () => {
  const { store, thumb, height } = renderSizes()
  const pen = { pointerId: 3, pointerType: 'pen', clientX: 150, clientY: 20 }
  fireEvent.pointerDown(thumb, pen)
  expect(thumb.parentElement?.hasPointerCapture(3)).toBe(true)
  fireEvent.pointerMove(thumb, { ...pen, clientX: 200 })
  expect(height()).toBeCloseTo(0.316, 3)
  fireEvent(thumb, new PointerEvent('lostpointercapture', { ...pen, bubbles: true }))
  swipe(thumb, [[LEFT_PX, 20]], 'Up')
  expect(height()).toBeLessThan(0.1)
  expect(store.get().past).toHaveLength(2)
})
