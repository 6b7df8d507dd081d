import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { useTurns } from '../../src/session/use-turns.ts'

afterEach(cleanup)

const WIDTH_PX = 100

/** Two turntables without pictures, side by side, that count their clicks. */
function Pair({ onClick }: { readonly onClick: () => void }) {
  const turns = useTurns()
  return [0, 1].map((index) => (
    <button
      key={index}
      type="button"
      aria-label={`Spin ${index + 1}`}
      onClick={onClick}
      ref={(element) => {
        if (element) element.getBoundingClientRect = () => new DOMRect(index * WIDTH_PX, 0, WIDTH_PX, WIDTH_PX)
      }}
      {...turns.scrubbing(index)}
    >
      {turns.held[index] ?? 'plays'}
    </button>
  ))
}

const at = (index: number, x: number) => ({ clientX: (index + x) * WIDTH_PX, button: 0, pointerId: 1 })
const card = (index: number) => screen.getByRole('button', { name: `Spin ${index + 1}` })
const stand = () => [card(0).textContent, card(1).textContent]
const hover = (index: number, x: number) => fireEvent.pointerMove(card(index), { ...at(index, x), buttons: 0 })

function drag(index: number, from: number, to: number, shiftKey = false) {
  fireEvent.pointerDown(card(index), { ...at(index, from), buttons: 1, shiftKey })
  fireEvent.pointerMove(card(index), { ...at(index, to), buttons: 1, shiftKey })
  fireEvent.pointerUp(card(index), { ...at(index, to), shiftKey })
}

function renderPair(): { readonly clicks: readonly string[] } {
  const clicks: string[] = []
  render(<Pair onClick={() => clicks.push('click')} />)
  return { clicks }
}

describe('a hand that drags across the spins', () => {
  it('may be as quick as it likes: a second drag begins before the page has drawn breath after the first', () => {
    renderPair()
    drag(1, 0.5, 0.75)
    hover(0, 0.5)
    expect(stand()).toEqual(['plays', '0.25'])
    drag(0, 0.5, 0.9, true)
    expect(stand()).toEqual(['0.4', '0.4'])
  })

  it('chooses no spin by the click that ends a drag, and one by the next click or key', () => {
    const { clicks } = renderPair()
    drag(0, 0.5, 0.75)
    fireEvent.click(card(0), { detail: 1 })
    expect(clicks).toEqual([])
    fireEvent.click(card(0), { detail: 0 })
    expect(clicks).toHaveLength(1)
    drag(0, 0.5, 0.51)
    fireEvent.click(card(0), { detail: 1 })
    expect(clicks).toHaveLength(2)
  })

  it('turns nothing once it has let go, wherever it did', () => {
    renderPair()
    fireEvent.pointerDown(card(0), { ...at(0, 0.5), buttons: 1 })
    hover(0, 0.9)
    fireEvent.pointerDown(card(1), { ...at(1, 0.5), buttons: 1 })
    fireEvent.pointerCancel(card(1), at(1, 0.5))
    fireEvent.pointerMove(card(1), { ...at(1, 0.9), buttons: 1 })
    expect(stand()).toEqual(['plays', 'plays'])
  })
})
