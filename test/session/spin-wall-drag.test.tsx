import { act, fireEvent, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { SpinWall } from '../../src/session/spin-wall.tsx'
import { sessionWith, show } from '../fixtures/served-page.tsx'

/** The indices of the spins, in the order in which they were drawn. */
const drawn: number[] = []

vi.mock('../../src/session/turntable.tsx', () => ({
  Turntable: ({ index }: { readonly index: number }) => {
    drawn.push(index)
    return null
  },
}))

afterEach(() => vi.unstubAllGlobals())

const move = (index: number, clientX: number, shiftKey = false) =>
  fireEvent.pointerMove(screen.getByRole('radio', { name: `Spin ${index + 1}` }), {
    clientX,
    buttons: 1,
    pointerId: 1,
    shiftKey,
  })

it('dragging across a spin draws that spin with every move and no other, unless Shift turns them all', async () => {
  vi.stubGlobal('fetch', () => new Promise(() => {}))
  const session = sessionWith({ spins: [0, 1, 2, 3].map((index) => `https://spins.test/${index}`) })
  await act(async () => show(<SpinWall session={session} waitingFor={null} chosen={0} onChoose={() => {}} />))
  drawn.length = 0
  const pressed = screen.getByRole('radio', { name: 'Spin 2' })
  fireEvent.pointerDown(pressed, { clientX: 0, button: 0, buttons: 1, pointerId: 1 })
  pressed.getBoundingClientRect = () => new DOMRect(0, 0, 100, 100)
  for (let x = 10; x <= 50; x += 10) move(1, x)
  expect(drawn).toEqual([1, 1, 1, 1, 1])
  drawn.length = 0
  move(1, 60, true)
  expect(drawn.toSorted()).toEqual([0, 1, 2, 3])
})
