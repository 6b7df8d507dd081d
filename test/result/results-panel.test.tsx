import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { differencesOf } from '../../src/result/differences.ts'
import type { KeptResult } from '../../src/result/kept-result.ts'
import type { ResultItem } from '../../src/result/result-item.ts'
import { ResultsPanel } from '../../src/result/results-panel.tsx'
import { gridOf, panesOf } from '../../src/viewer/panes.ts'
import { createViewer, useViewing, type Viewer } from '../../src/viewer/viewer.ts'
import { comparedMesh, keptItem } from '../fixtures/compared-mesh.ts'

afterEach(cleanup)

interface PanelProps {
  readonly viewer: Viewer
  readonly items: readonly ResultItem[]
  readonly deleted: readonly KeptResult[]
  readonly on: (what: string) => void
}

/** The panel, as the page has it: whatever is compared is open. */
function Panel({ viewer, items, deleted, on }: PanelProps) {
  const versions = useViewing(viewer, ({ compared }) => compared)
  const say = (what: string) => (item: ResultItem) => on(`${what} ${item.result.version}`)
  return (
    <ResultsPanel
      viewer={viewer}
      items={items}
      compared={items.flatMap(({ result }, index) =>
        versions.includes(result.version) ? [comparedMesh(index + 1)] : [],
      )}
      unit="m"
      shown={items.at(-1)?.result.version ?? null}
      deleted={deleted}
      onUndoDelete={() => on('undo')}
      onShow={say('show')}
      onDownload={say('download')}
      onStar={(item, starred) => on(`${starred ? 'star' : 'unstar'} ${item.result.version}`)}
      onDelete={say('delete')}
    />
  )
}

function renderPanel(items: readonly ResultItem[], { deleted = [] as readonly KeptResult[] } = {}) {
  const viewer = createViewer()
  const asked: string[] = []
  const client = new QueryClient()
  const panel = (now: readonly ResultItem[]) => (
    <QueryClientProvider client={client}>
      <Panel viewer={viewer} items={now} deleted={deleted} on={(what) => asked.push(what)} />
    </QueryClientProvider>
  )
  const { rerender } = render(panel(items))
  return {
    becomes: (now: readonly ResultItem[]) => rerender(panel(now)),
    viewer,
    asked,
    user: userEvent.setup(),
    box: (spin: number) => screen.getByRole<HTMLInputElement>('checkbox', { name: `Compare Spin ${spin}` }),
  }
}

const kept = (count: number) => Array.from({ length: count }, (_, index) => keptItem(index + 1))

describe('the list of results', () => {
  it('has each kept mesh, newest first, by spin and size', () => {
    renderPanel([keptItem(1), keptItem(2, { sizeMetres: [0.4, 0.28, 0.16] })])
    const [first, second] = within(screen.getByRole('list', { name: 'Results' })).getAllByRole('listitem')
    expect(first?.textContent).toContain('Spin 2')
    expect(first?.textContent).toContain('0.40 × 0.28 × 0.16 m')
    expect(first?.getAttribute('aria-current'), 'the one in the stage').toBe('true')
    expect(second?.textContent).toContain('Spin 1')
  })

  it('shows, saves, stars and deletes the one that it is asked to', async () => {
    const { user, asked } = renderPanel([keptItem(1, { starred: true }), keptItem(2)])
    const row = screen.getByRole('listitem', { name: 'Spin 1' })
    for (const name of ['Show', 'Download', 'Star', 'Delete'])
      await user.click(within(row).getByRole('button', { name }))
    expect(asked).toEqual(['show v1', 'download v1', 'unstar v1', 'delete v1'])
    const star = within(row).getByRole('button', { name: 'Star' })
    expect(star.getAttribute('aria-pressed')).toBe('true')
  })

  it('gives back what was deleted, even as the last', async () => {
    const { user, asked } = renderPanel([], { deleted: [keptItem(1), keptItem(2)].map(({ kept: row }) => row!) })
    expect(screen.getByRole('status').textContent).toBe('Spin 1 is deleted, and 1 before it.')
    await user.click(screen.getByRole('button', { name: 'Undo delete' }))
    expect(asked).toEqual(['undo'])
  })

  it('says which are lost with the page', () => {
    renderPanel([keptItem(1), keptItem(2, { pageOnly: true })])
    const [first, second] = screen.getAllByRole('listitem')
    expect(first?.textContent).toContain('Only on this page, not kept')
    expect(second?.textContent).not.toContain('Only on this page')
  })

  it('neither stars nor deletes what is not kept yet', async () => {
    const { user, asked } = renderPanel([{ result: comparedMesh(1).result, kept: null }])
    await user.click(screen.getByRole('button', { name: 'Star' }))
    await user.click(screen.getByRole('button', { name: 'Delete' }))
    expect(asked).toEqual([])
  })

  it('is not there while there is nothing in it', () => {
    renderPanel([])
    expect(screen.queryByRole('heading', { name: 'Results' })).toBeNull()
  })
})

describe('comparing', () => {
  it('begins with the mesh in the stage and the first that is ticked, and ends when fewer than two are left', async () => {
    const { viewer, user, box } = renderPanel(kept(3))
    await user.click(box(1))
    expect(viewer.get().compared).toEqual(['v3', 'v1'])
    expect(screen.getByRole('table')).toBeTruthy()
    await user.click(box(1))
    expect(viewer.get().compared).toEqual([])
    expect(screen.queryByRole('table')).toBeNull()
  })

  it('ticks the mesh in the stage, which cannot be unticked', () => {
    const { box } = renderPanel(kept(2))
    expect([box(2).checked, box(2).disabled, box(1).checked]).toEqual([true, true, false])
  })

  it('is not offered while there is nothing to compare with', () => {
    const { box } = renderPanel(kept(1))
    expect(box(1).disabled).toBe(true)
  })

  it('goes on without a mesh that is deleted, and ends where only one is left', async () => {
    const { viewer, user, box, becomes } = renderPanel(kept(3))
    await user.click(box(1))
    becomes(kept(3).slice(1))
    expect([box(3).checked, box(3).disabled, box(2).checked]).toEqual([true, true, false])
    await user.click(box(2))
    expect(viewer.get().compared).toEqual(['v3', 'v2'])
  })

  it('takes four at most', async () => {
    const { user, box } = renderPanel(kept(5))
    for (const spin of [1, 2, 3]) await user.click(box(spin))
    expect(box(4).disabled).toBe(true)
    expect(box(5).checked).toBe(true)
  })

  it('wipes one of two over the other, and lays three side by side', async () => {
    const { viewer, user, box } = renderPanel(kept(3))
    await user.click(box(1))
    await user.click(screen.getByRole('button', { name: 'Wipe' }))
    expect(viewer.get().wipe).toBe(0.5)
    await user.click(box(2))
    expect(viewer.get().wipe).toBeNull()
    expect(screen.queryByRole('button', { name: 'Wipe' })).toBeNull()
  })

  it('shows the figures of each mesh in a column of its own', async () => {
    const { user, box } = renderPanel(kept(2))
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
      differencesOf([comparedMesh(1), comparedMesh(2, { heightMetres: 1.5 })], 'm').map((row) => [row.name, row]),
    )
    expect(rows.get('Height')).toEqual({ name: 'Height', values: ['1 m', '1.5 m'], differs: true })
    expect(rows.get('Width')?.differs).toBe(false)
    expect(rows.get('Pivot Y')?.values).toEqual(['-0.5', '-0.5'])
  })

  it('are told in the artist’s unit, with the size and pivot that each was requested with', () => {
    const { result, mesh } = comparedMesh(1)
    const request = { scaled_bbox: [0.3, -1, 0.25], pivot_point: [0, -0.5, 0] } as const
    const sized = { mesh, result: { ...result, request } }
    const rows = new Map(differencesOf([sized, comparedMesh(2)], 'cm').map((row) => [row.name, row]))
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
