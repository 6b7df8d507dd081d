import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Dialog } from '../../src/ui/dialog.tsx'

const INSIDE = { clientX: 200, clientY: 150 }
const OUTSIDE = { clientX: 20, clientY: 15 }

beforeEach(() => {
  vi.spyOn(HTMLDialogElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(100, 100, 400, 300))
})

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

function renderDialog() {
  const onClose = vi.fn<() => void>()
  render(
    <Dialog title="Keys" onClose={onClose}>
      <p>Ctrl Enter generates.</p>
    </Dialog>,
  )
  return { onClose, dialog: screen.getByRole('dialog'), text: screen.getByText('Ctrl Enter generates.') }
}

/**
 * As browsers do: the click goes to what press and release have in common, which is the dialog unless both hit the
 * text.
 */
function press(down: Element, at: object, dialog: Element, release: object) {
  fireEvent.pointerDown(down, at)
  fireEvent.click(dialog, release)
}

describe('a dialog', () => {
  it('closes when the backdrop is pressed and released', () => {
    const { onClose, dialog } = renderDialog()
    press(dialog, OUTSIDE, dialog, OUTSIDE)
    expect(onClose).toHaveBeenCalledTimes(1)
  })

  it('stays open when a press inside is released on the backdrop, as at the end of selecting text', () => {
    const { onClose, dialog, text } = renderDialog()
    press(text, INSIDE, dialog, OUTSIDE)
    expect(onClose).not.toHaveBeenCalled()
  })

  it('stays open when a press on the backdrop is released inside', () => {
    const { onClose, dialog } = renderDialog()
    press(dialog, OUTSIDE, dialog, INSIDE)
    expect(onClose).not.toHaveBeenCalled()
  })

  it('stays open when its own border or scroll bar is clicked', () => {
    const { onClose, dialog } = renderDialog()
    press(dialog, INSIDE, dialog, INSIDE)
    expect(onClose).not.toHaveBeenCalled()
  })

  it('keeps the keys that are pressed in it from the page', () => {
    const { text } = renderDialog()
    const onKey = vi.fn<() => void>()
    window.addEventListener('keydown', onKey)
    fireEvent.keyDown(text, { key: '1' })
    window.removeEventListener('keydown', onKey)
    expect(onKey).not.toHaveBeenCalled()
  })
})
