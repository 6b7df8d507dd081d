import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { usePresent } from '../../src/app/present.ts'
import { readSession } from '../../src/contract/session.ts'
import { AS_IT_CAME } from '../../src/result/refit-target.ts'
import { createViewer } from '../../src/viewer/viewer.ts'

beforeEach(() => history.replaceState(null, '', '/?present'))
afterEach(() => {
  cleanup()
  document.body.replaceChildren()
})

const session =
  readSession({ session_code: 'S', spins: [0, 1, 2, 3].map((spin) => `https://x.test/${spin}`) }) ?? undefined

function presentation() {
  const viewer = createViewer()
  const page = { result: null, refit: AS_IT_CAME, spin: 0 }
  return renderHook(() => usePresent({ viewer, results: [], session, page })).result
}

/** An open dialog, as the large view of a spin is one, with a slider in it. `reached` are the keys that come to it. */
function openDialog() {
  document.body.innerHTML = '<dialog open><input type="range" /></dialog>'
  const slider = document.querySelector('input') ?? document.body
  const reached: string[] = []
  slider.addEventListener('keydown', (event) => event.defaultPrevented || reached.push(event.key))
  return { slider, reached }
}

const press = (target: EventTarget, key: string) =>
  act(() => void target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))

it('arrows go through the spins, and Escape leaves', () => {
  const present = presentation()
  press(document.body, 'ArrowRight')
  expect(present.current.staged.spin).toBe(1)
  press(document.body, 'Escape')
  expect(present.current.on).toBe(false)
})

it('keys in a dialog are the dialog’s: Escape does not leave, and the arrows reach its slider', () => {
  const present = presentation()
  const { slider, reached } = openDialog()
  for (const key of ['ArrowRight', 'ArrowLeft', 'Escape']) press(slider, key)
  expect(reached).toEqual(['ArrowRight', 'ArrowLeft', 'Escape'])
  expect([present.current.on, present.current.staged.spin]).toEqual([true, 0])
})

it('Escape closes an open dialog and nothing else, with the focus beside it too', () => {
  const present = presentation()
  openDialog()
  press(document.body, 'Escape')
  expect(present.current.on).toBe(true)
})
