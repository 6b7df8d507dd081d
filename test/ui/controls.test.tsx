import { act, cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { afterEach, describe, expect, it } from 'vitest'
import { createDraftStore } from '../../src/draft/draft-store.ts'
import { PivotSection } from '../../src/draft/pivot-section.tsx'
import { SizeSection } from '../../src/draft/size-section.tsx'
import { Notice } from '../../src/ui/notice.tsx'
import { Progress } from '../../src/ui/progress.tsx'

afterEach(cleanup)

const field = (name: string) => screen.getByRole<HTMLInputElement>('spinbutton', { name })

function renderForm() {
  const store = createDraftStore()
  render(
    <main>
      <SizeSection store={store} />
      <PivotSection store={store} />
    </main>,
  )
  return { store, user: userEvent.setup(), draft: () => store.get().present }
}

async function retype(user: ReturnType<typeof userEvent.setup>, input: HTMLInputElement, text: string) {
  await user.clear(input)
  await user.type(input, text)
}

describe('a number field', () => {
  it('changes the draft while it is typed into, as one undo step', async () => {
    const { store, user, draft } = renderForm()
    await retype(user, field('Width'), '0.505{Enter}')
    expect(draft().sizeMetres).toEqual([0.505, 1, 1])
    expect(field('Width').value).toBe('0.505')
    expect(store.get().past).toHaveLength(1)
  })

  it('keeps each digit as it is typed, zeros at the end too', async () => {
    const { user } = renderForm()
    await retype(user, field('Width'), '0.50')
    expect(field('Width').value).toBe('0.50')
    await user.tab()
    expect(field('Width').value).toBe('0.5')
  })

  it('is typed over as a whole, though its number changed after the focus came', async () => {
    const { store, user } = renderForm()
    await user.click(field('Width'))
    act(() => store.dispatch({ do: 'change', edit: { kind: 'size', axis: 0, metres: 0.75 } }))
    const { selectionStart, selectionEnd, value } = field('Width')
    expect([value, selectionStart, selectionEnd]).toEqual(['0.75', 0, 4])
  })

  it('keeps a text that it cannot take, says what it takes, and leaves the draft’s number alone', async () => {
    const { user, draft } = renderForm()
    await retype(user, field('Pivot X'), '0.6{Enter}')
    expect(field('Pivot X').value).toBe('0.6')
    expect(field('Pivot X').getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByText('Pivot X takes a number from -0.5 to 0.5.').id).toBe(
      field('Pivot X').getAttribute('aria-describedby'),
    )
    expect(draft().pivotNormalised).toEqual([0, 0, 0])
    await retype(user, field('Pivot X'), '0.25{Enter}')
    expect(field('Pivot X').getAttribute('aria-invalid')).toBe('false')
    expect(draft().pivotNormalised).toEqual([0.25, 0, 0])
  })

  it('does not complain about a number that is only half typed', async () => {
    const { user } = renderForm()
    await retype(user, field('Pivot Z'), '-')
    expect(field('Pivot Z').getAttribute('aria-invalid')).toBe('false')
    await user.type(field('Pivot Z'), '0.5{Enter}')
    expect(field('Pivot Z').value).toBe('-0.5')
  })

  it('restores the last good number on Escape', async () => {
    const { user } = renderForm()
    await retype(user, field('Depth'), 'deep{Enter}')
    await user.keyboard('{Escape}')
    expect(field('Depth').value).toBe('1')
    expect(field('Depth').getAttribute('aria-invalid')).toBe('false')
  })

  it('restores the exact value from before a good number was typed, without an undo step', async () => {
    const { store, user, draft } = renderForm()
    store.dispatch({
      do: 'begin',
      draft: { ...draft(), sizeMetres: [0.123456, 1, 1], automatic: [false, true, false] },
    })
    const before = draft()
    for (const name of ['Width', 'Height', 'X from centre']) {
      await retype(user, field(name), '0.05')
      expect(draft()).not.toEqual(before)
      await user.keyboard('{Escape}')
      expect(draft()).toEqual(before)
    }
    expect(field('Width').value).toBe('0.1235')
    expect(store.get().past).toEqual([])
  })

  it('makes one undo step of holding an arrow key down', async () => {
    const { store, user, draft } = renderForm()
    await user.click(field('Pivot X'))
    await user.keyboard('{ArrowUp>7/}')
    expect(draft().pivotNormalised[0]).toBe(0.07)
    expect(store.get().past).toHaveLength(1)
  })

  it('steps by the arrows, ten at once with Shift, and stops at its limit', async () => {
    const { user } = renderForm()
    await user.click(field('Pivot Y'))
    await user.keyboard('{ArrowDown}')
    expect(field('Pivot Y').value).toBe('-0.01')
    await user.keyboard('{Shift>}{ArrowUp}{/Shift}')
    expect(field('Pivot Y').value).toBe('0.09')
    await user.keyboard('{Shift>}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{/Shift}')
    expect(field('Pivot Y').value).toBe('0.5')
  })

  it('gives way when the same number is set elsewhere', async () => {
    const { user } = renderForm()
    await retype(user, field('Pivot Y'), 'low{Enter}')
    await user.click(screen.getByRole('button', { name: 'Bottom centre' }))
    expect(field('Pivot Y').value).toBe('-0.5')
  })
})

describe('a size slider', () => {
  it('grows and shrinks its own size by the arrow keys, in equal ratios', async () => {
    const { user, draft } = renderForm()
    screen.getByRole('slider', { name: 'Height' }).focus()
    await user.keyboard('{ArrowRight}')
    const grown = draft().sizeMetres[1]
    expect(grown).toBeCloseTo(1.02, 2)
    await user.keyboard('{ArrowLeft}{ArrowLeft}')
    expect(draft().sizeMetres[1] * grown).toBeCloseTo(1, 2)
    expect([draft().sizeMetres[0], draft().sizeMetres[2]]).toEqual([1, 1])
  })

  it('steps ten at once with Shift or by Page Up, and goes to its ends by Home and End', async () => {
    const { user, draft } = renderForm()
    screen.getByRole('slider', { name: 'Height' }).focus()
    await user.keyboard('{Shift>}{ArrowUp}{/Shift}')
    expect(draft().sizeMetres[1]).toBeCloseTo(10 ** 0.1, 2)
    await user.keyboard('{PageDown}{PageDown}')
    expect(draft().sizeMetres[1]).toBeCloseTo(10 ** -0.1, 2)
    await user.keyboard('{Home}')
    expect(draft().sizeMetres[1]).toBe(0.01)
    await user.keyboard('{End}{ArrowRight}{PageUp}')
    expect(draft().sizeMetres[1]).toBe(10)
  })

  it('tells a screen reader metres and not its own position', async () => {
    const { user } = renderForm()
    await retype(user, field('Width'), '37.5{Enter}')
    const slider = screen.getByRole('slider', { name: 'Width' })
    expect([slider.getAttribute('aria-valuenow'), slider.getAttribute('aria-valuetext')]).toEqual([
      '37.5',
      '37.5 metres',
    ])
    expect(field('Width').value).toBe('37.5')
  })
})

describe('Auto', () => {
  it('hands a size to the mesh, and typing takes it back', async () => {
    const { user, draft } = renderForm()
    const auto = screen.getByRole('button', { name: 'Auto depth' })
    await retype(user, field('Depth'), '2{Enter}')
    expect([auto.getAttribute('aria-pressed'), draft().sizeMetres[2]]).toEqual(['false', 2])
    await user.click(auto)
    expect([auto.getAttribute('aria-pressed'), draft().automatic[2]]).toEqual(['true', true])
    await retype(user, field('Depth'), '3{Enter}')
    expect([auto.getAttribute('aria-pressed'), draft().sizeMetres[2]]).toEqual(['false', 3])
  })
})

describe('the plain controls', () => {
  it('break no axe rule, valid or in error, with a percentage or without', async () => {
    const { user } = renderForm()
    render(
      <aside>
        <Notice tone="bad" what="It broke." next="Mend it." />
        <Progress name="Sending" percent={null} />
        <Progress name="Making" percent={40} />
      </aside>,
    )
    await retype(user, field('Width'), 'wide{Enter}')
    // Colours need a real browser, where they are tested.
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    })
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  })

  it('announce errors at once and other notices politely', () => {
    render(<Notice tone="bad" what="It broke." />)
    render(<Notice tone="warn" what="It takes long." />)
    expect(screen.getByRole('alert').textContent).toBe('It broke.')
    expect(screen.getByRole('status').textContent).toBe('It takes long.')
  })
})
