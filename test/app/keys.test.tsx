import { act, cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { usePageKeys } from '../../src/app/keys.ts'
import { Button } from '../../src/ui/button.tsx'
import { Segments } from '../../src/ui/segments.tsx'

afterEach(cleanup)

const ignored = () => {}

it('Ctrl and Enter generate wherever the focus is, on what was just chosen too', async () => {
  const onGenerate = vi.fn<() => void>()
  const Page = () => {
    usePageKeys({ onGenerate, onSpin: ignored, onUndo: ignored, onRedo: ignored, onShortcuts: ignored })
    return (
      <>
        <Segments name="Spin" value="1" options={[{ value: '1', name: 'Spin 1' }]} onChange={ignored} />
        <Button>Other</Button>
        <input aria-label="Width" />
      </>
    )
  }
  render(<Page />)
  for (const element of [screen.getByRole('radio'), screen.getByRole('button'), screen.getByRole('textbox')]) {
    onGenerate.mockClear()
    act(() => element.focus())
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    expect(onGenerate, element.outerHTML).toHaveBeenCalledOnce()
  }
})
