import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { ViewerBar } from '../../src/viewer/viewer-bar.tsx'
import { createViewer } from '../../src/viewer/viewer.ts'

afterEach(cleanup)

function renderBar(uv = true) {
  const viewer = createViewer()
  render(<ViewerBar viewer={viewer} uv={uv} />)
  return { viewer, user: userEvent.setup() }
}

describe('the viewer’s bar', () => {
  it('offers five looks, one at a time, and starts with the mesh as it came', async () => {
    const { viewer, user } = renderBar()
    expect(screen.getByRole('radiogroup', { name: 'Look' })).toBeTruthy()
    expect(screen.getAllByRole('radio').map(({ textContent }) => textContent)).toEqual([
      'Textured',
      'Clay',
      'Normals',
      'Wire',
      'UV',
    ])
    expect(screen.getByRole('radio', { name: 'Textured' }).getAttribute('aria-checked')).toBe('true')
    await user.click(screen.getByRole('radio', { name: 'Clay' }))
    expect(viewer.get().look).toBe('clay')
    expect(screen.getAllByRole('radio', { checked: true })).toHaveLength(1)
  })

  it('offers no checker for a mesh without UVs, and says why', async () => {
    const { viewer, user } = renderBar(false)
    const uv = screen.getByRole<HTMLButtonElement>('radio', { name: 'UV' })
    expect(uv.disabled).toBe(true)
    expect(uv.title).toBe('This mesh has no UVs')
    await user.click(uv)
    expect(viewer.get().look).toBe('textured')
  })

  it('sets light, exposure and axes in a popover', async () => {
    const { viewer, user } = renderBar()
    await user.click(screen.getByRole('button', { name: 'Light' }))
    await user.click(screen.getByRole('radio', { name: 'Outdoor' }))
    await user.click(screen.getByRole('switch', { name: /Axes/ }))
    screen.getByRole('slider', { name: 'Exposure' }).focus()
    await user.keyboard('{ArrowRight}{ArrowRight}')
    expect(viewer.get()).toMatchObject({ light: 'outdoor', exposureStops: 0.5, axes: false })
  })

  it('turns the view and stops it', async () => {
    const { viewer, user } = renderBar()
    const turn = screen.getByRole('button', { name: 'Auto-rotate' })
    await user.click(turn)
    expect(viewer.get().turning).toBe(true)
    await user.click(turn)
    expect(viewer.get().turning).toBe(false)
  })
})
