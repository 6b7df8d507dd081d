import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDraftStore } from '../../src/draft/draft-store.ts'
import { FirstHints } from '../../src/hints/first-hints.tsx'
import { hintsLeft } from '../../src/hints/first-minute.ts'

beforeEach(() => {
  localStorage.clear()
  // Nothing is laid out here.
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 200, 200))
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

function page() {
  const store = createDraftStore()
  const shown = (busy: boolean, hints = true) => (
    <>
      <section aria-labelledby="spins-title" />
      <section aria-labelledby="size-title" />
      <section aria-labelledby="pivot-title" />
      <div>
        <button type="button" aria-keyshortcuts="Control+Enter Meta+Enter">
          Generate preview
        </button>
      </div>
      {hints ? <FirstHints store={store} busy={busy} /> : null}
    </>
  )
  // They come after what they stand beside.
  const { rerender } = render(shown(false, false))
  rerender(shown(false))
  return { store, generate: () => rerender(shown(true)) }
}

const hint = () => screen.queryByRole('status', { name: 'Hint' })?.firstChild?.textContent ?? null
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

describe('the hints of a first visit', () => {
  it('come one at a time, each beside what it is about, and go for good', () => {
    page()
    expect(hint()).toBe('Choose a spin1 of 4')
    expect(screen.getByRole('status', { name: 'Hint' }).parentElement?.getAttribute('aria-labelledby')).toBe(
      'spins-title',
    )
    press('Next')
    expect(hint()).toBe('Set the size2 of 4')
    cleanup()
    page()
    expect(hint()).toBe('Set the size2 of 4')
    press('Next')
    press('Next')
    expect(hint()).toBe('Generate4 of 4')
    press('Got it')
    expect([hint(), hintsLeft()]).toEqual([null, []])
  })

  it('go when what they say is done, in whatever order', () => {
    const { store, generate } = page()
    act(() => store.dispatch({ do: 'commit', edit: { kind: 'pivot', pivotNormalised: [0, 0.2, 0] } }))
    expect(hintsLeft()).toEqual(['spin', 'size', 'generate'])
    act(() => store.dispatch({ do: 'commit', edit: { kind: 'spin', index: 2 } }))
    expect(hint()).toBe('Set the size2 of 4')
    act(() => store.dispatch({ do: 'commit', edit: { kind: 'size', axis: 1, metres: 0.3 } }))
    expect(hint()).toBe('Generate4 of 4')
    generate()
    expect([hint(), hintsLeft()]).toEqual([null, []])
  })

  it('are over at once for whoever wants none', () => {
    page()
    press('No more hints')
    expect([hint(), hintsLeft()]).toEqual([null, []])
  })

  it('come again where storage holds somebody else’s text', () => {
    localStorage.setItem('plinth.hints', '{"spin":7}')
    expect(hintsLeft()).toHaveLength(4)
  })
})
