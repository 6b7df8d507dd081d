import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { ComparePanel } from '../../src/result/compare-panel.tsx'
import { differencesOf } from '../../src/result/differences.ts'
import { gridOf, panesOf } from '../../src/viewer/panes.ts'
import { createShelf } from '../../src/result/shelf.ts'
import { createViewer } from '../../src/viewer/viewer.ts'
import { keptMesh } from '../fixtures/kept-mesh.ts'

afterEach(cleanup)

function renderPanel(count: number) {
  const [viewer, shelf] = [createViewer(), createShelf()]
  for (let spin = 1; spin <= count; spin++) shelf.keep(keptMesh(spin))
  render(<ComparePanel viewer={viewer} shelf={shelf} unit="m" shown={`v${count}`} />)
  return {
    viewer,
    user: userEvent.setup(),
    box: (spin: number) => screen.getByRole<HTMLInputElement>('checkbox', { name: new RegExp(`spin ${spin}`) }),
  }
}

describe('the shelf', () => {
  it('keeps a mesh once, and drops the oldest of more than eight', () => {
    const shelf = createShelf()
    shelf.keep(keptMesh(1))
    shelf.keep(keptMesh(1))
    expect(shelf.get()).toHaveLength(1)
    for (let spin = 2; spin <= 9; spin++) shelf.keep(keptMesh(spin))
    expect(shelf.get().map(({ result }) => result.version)).toEqual(['v2', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8', 'v9'])
  })
})

describe('comparing', () => {
  it('begins with the mesh in the stage and the first that is ticked, and ends when fewer than two are left', async () => {
    const { viewer, user, box } = renderPanel(3)
    await user.click(box(1))
    expect(viewer.get().compared).toEqual(['v3', 'v1'])
    expect(screen.getByRole('table')).toBeTruthy()
    await user.click(box(1))
    expect(viewer.get().compared).toEqual([])
    expect(screen.queryByRole('table')).toBeNull()
  })

  it('ticks the mesh in the stage, which cannot be unticked', () => {
    const { box } = renderPanel(2)
    expect([box(2).checked, box(2).disabled, box(1).checked]).toEqual([true, true, false])
  })

  it('is not offered while there is nothing to compare', () => {
    const shelf = createShelf()
    shelf.keep(keptMesh(1))
    render(
      <ComparePanel viewer={createViewer()} shelf={shelf} unit="m" shown="v1">
        {null}
        {null}
      </ComparePanel>,
    )
    expect(screen.queryByRole('heading', { name: 'Compare' })).toBeNull()
  })

  it('takes four at most', async () => {
    const { user, box } = renderPanel(5)
    for (const spin of [1, 2, 3]) await user.click(box(spin))
    expect(box(4).disabled).toBe(true)
    expect(box(5).checked).toBe(true)
  })

  it('wipes one of two over the other, and lays three side by side', async () => {
    const { viewer, user, box } = renderPanel(3)
    await user.click(box(1))
    await user.click(screen.getByRole('button', { name: 'Wipe' }))
    expect(viewer.get().wipe).toBe(0.5)
    await user.click(box(2))
    expect(viewer.get().wipe).toBeNull()
    expect(screen.queryByRole('button', { name: 'Wipe' })).toBeNull()
  })

  it('shows the figures of each mesh in a column of its own', async () => {
    const { user, box } = renderPanel(2)
    await user.click(box(1))
    const row = screen.getByRole('row', { name: /Triangles/ })
    expect(
      within(row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    ).toEqual(['100', '200'])
  })
})

describe('differences', () => {
  it('are marked where there are any', () => {
    const rows = new Map(
      differencesOf([keptMesh(1), keptMesh(2, { heightMetres: 1.5 })], 'm').map((row) => [row.name, row]),
    )
    expect(rows.get('Height')).toEqual({ name: 'Height', values: ['1 m', '1.5 m'], differs: true })
    expect(rows.get('Width')?.differs).toBe(false)
    expect(rows.get('Pivot Y')?.values).toEqual(['-0.5', '-0.5'])
  })

  it('are told in the artist’s unit, with the size and pivot that each was requested with', () => {
    const { result, mesh } = keptMesh(1)
    const request = { scaled_bbox: [0.3, -1, 0.25], pivot_point: [0, -0.5, 0] } as const
    const sized = { mesh, result: { ...result, request } }
    const rows = new Map(differencesOf([sized, keptMesh(2)], 'cm').map((row) => [row.name, row]))
    expect(rows.get('Requested size')).toEqual({
      name: 'Requested size',
      values: ['30 × auto × 25 cm', '–'],
      differs: true,
    })
    expect(rows.get('Requested pivot')?.values).toEqual(['0, -0.5, 0', '–'])
    expect(rows.get('Height')?.values).toEqual(['100 cm', '100 cm'])
  })
})

describe('panes', () => {
  it.each([2, 3, 4])('of %i fill the stage and do not overlap', (count) => {
    for (const [width, height] of [
      [1200, 700],
      [360, 600],
      [3000, 500],
    ] as const) {
      const panes = panesOf(count, width, height)
      expect(panes.reduce((sum, pane) => sum + pane.width * pane.height, 0)).toBeCloseTo(width * height, 6)
      expect(new Set(panes.map(({ x, y }) => `${x} ${y}`)).size).toBe(count)
      for (const pane of panes)
        expect(
          pane.x >= 0 && pane.y >= 0 && pane.x + pane.width <= width + 1e-9 && pane.y + pane.height <= height + 1e-9,
        ).toBe(true)
    }
  })

  it('stand beside one another where it is wide, and above where it is narrow', () => {
    expect(gridOf(2, 1200, 700)).toEqual([2, 1])
    expect(gridOf(2, 360, 600)).toEqual([1, 2])
    expect(gridOf(4, 1200, 700)).toEqual([2, 2])
  })
})
