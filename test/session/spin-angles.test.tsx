import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { useAngle, useSpinAngles, type SpinAngles } from '../../src/session/spin-angles.ts'

afterEach(cleanup)

const WIDTH_PX = 100

interface TurntableProps {
  readonly angles: SpinAngles
  readonly index: number
  readonly onClick: () => void
}

/** A turntable without a picture. */
const PlainTurntable = ({ angles, index, onClick }: TurntableProps) => (
  <button
    type="button"
    aria-label={`Spin ${index + 1}`}
    onClick={onClick}
    ref={(element) => {
      if (element) element.getBoundingClientRect = () => new DOMRect(index * WIDTH_PX, 0, WIDTH_PX, WIDTH_PX)
    }}
    {...angles.dragHandlers(index)}
  >
    {useAngle(angles, index) ?? 'plays'}
  </button>
)

function Pair({ onClick }: { readonly onClick: () => void }) {
  const angles = useSpinAngles()
  return [0, 1].map((index) => <PlainTurntable key={index} angles={angles} index={index} onClick={onClick} />)
}

const at = (index: number, x: number) => ({ clientX: (index + x) * WIDTH_PX, button: 0, pointerId: 1 })
const spin = (index: number) => screen.getByRole('button', { name: `Spin ${index + 1}` })
const shownAngles = () => [spin(0).textContent, spin(1).textContent]
const hover = (index: number, x: number) => fireEvent.pointerMove(spin(index), { ...at(index, x), buttons: 0 })

function drag(index: number, from: number, to: number, shiftKey = false) {
  fireEvent.pointerDown(spin(index), { ...at(index, from), buttons: 1, shiftKey })
  fireEvent.pointerMove(spin(index), { ...at(index, to), buttons: 1, shiftKey })
  fireEvent.pointerUp(spin(index), { ...at(index, to), shiftKey })
}

function renderPair(): { readonly clicks: readonly string[] } {
  const clicks: string[] = []
  render(<Pair onClick={() => clicks.push('click')} />)
  return { clicks }
}

describe('dragging across the spins', () => {
  it('turns the spin that was pressed, and with Shift all of them, however soon one drag follows another', () => {
    renderPair()
    drag(1, 0.5, 0.75)
    hover(0, 0.5)
    expect(shownAngles()).toEqual(['plays', '90'])
    drag(0, 0.5, 0.9, true)
    expect(shownAngles()).toEqual(['144', '144'])
  })

  it('chooses no spin by the click that ends the drag, but by the next click or key', () => {
    const { clicks } = renderPair()
    drag(0, 0.5, 0.75)
    fireEvent.click(spin(0), { detail: 1 })
    expect(clicks).toEqual([])
    fireEvent.click(spin(0), { detail: 0 })
    expect(clicks).toHaveLength(1)
    drag(0, 0.5, 0.51)
    fireEvent.click(spin(0), { detail: 1 })
    expect(clicks).toHaveLength(2)
  })

  it('turns nothing after the release, wherever that was', () => {
    renderPair()
    fireEvent.pointerDown(spin(0), { ...at(0, 0.5), buttons: 1 })
    hover(0, 0.9)
    fireEvent.pointerDown(spin(1), { ...at(1, 0.5), buttons: 1 })
    fireEvent.pointerCancel(spin(1), at(1, 0.5))
    fireEvent.pointerMove(spin(1), { ...at(1, 0.9), buttons: 1 })
    expect(shownAngles()).toEqual(['plays', 'plays'])
  })
})
