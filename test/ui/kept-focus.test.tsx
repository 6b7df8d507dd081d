import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useRef, useState } from 'react'
import { afterEach, expect, it } from 'vitest'
import { useKeptFocus } from '../../src/ui/kept-focus.ts'

afterEach(cleanup)

/** A page with one way home, a button that begins something, and one that ends it and so takes itself away. */
function Page() {
  const home = useRef<HTMLButtonElement>(null)
  const [going, setGoing] = useState(false)
  useKeptFocus(() => home.current)
  return (
    <main>
      <button type="button" ref={home}>
        Home
      </button>
      <button type="button" onClick={() => setGoing(true)}>
        Begin
      </button>
      {going ? (
        <button type="button" onClick={() => setGoing(false)}>
          Stop
        </button>
      ) : null}
      <p>Text</p>
    </main>
  )
}

const button = (name: string) => screen.getByRole('button', { name })

it('the focus returns to the button pressed before when the pressed one is gone', async () => {
  const user = userEvent.setup()
  render(<Page />)
  await user.click(button('Begin'))
  await user.click(button('Stop'))
  await waitFor(() => expect(document.activeElement).toBe(button('Begin')))
})

it('the focus goes home when nothing else had it', async () => {
  const user = userEvent.setup()
  render(<Page />)
  // By a script, which leaves the focus where it is.
  button('Begin').dispatchEvent(new MouseEvent('click', { bubbles: true }))
  await user.click(await screen.findByRole('button', { name: 'Stop' }))
  await waitFor(() => expect(document.activeElement).toBe(button('Home')))
})

/** Resolves once those who watch the page have heard of the change. */
const seen = (change: () => void) =>
  new Promise<void>((resolve) => {
    const watch = new MutationObserver(() => {
      watch.disconnect()
      resolve()
    })
    watch.observe(document.body, { childList: true, subtree: true })
    change()
  })

it('a press beside everything lets go of the focus, whatever changes in the page', async () => {
  const user = userEvent.setup()
  render(<Page />)
  await user.click(button('Begin'))
  await user.click(screen.getByText('Text'))
  await seen(() => screen.getByRole('main').append('News'))
  expect(document.activeElement).toBe(document.body)
})

it('the focus that was let go of does not come back when its button leaves', async () => {
  const user = userEvent.setup()
  render(<Page />)
  await user.click(button('Begin'))
  await user.tab()
  const stop = button('Stop')
  expect(document.activeElement).toBe(stop)
  await user.click(screen.getByText('Text'))
  await seen(() => stop.dispatchEvent(new MouseEvent('click', { bubbles: true })))
  expect(stop.isConnected).toBe(false)
  expect(document.activeElement).toBe(document.body)
})
