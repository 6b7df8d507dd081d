import { act, cleanup, render } from '@testing-library/react'
import { Profiler, type ReactNode } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { DraftField } from '../../src/draft/draft-field.tsx'
import { createDraftStore } from '../../src/draft/draft-store.ts'
import type { Edit } from '../../src/draft/edit.ts'
import { FIELDS, SIZE_FIELDS } from '../../src/draft/fields.ts'
import { PIVOT_PRESETS } from '../../src/draft/pivot-presets.ts'
import { PivotSection, PresetButton } from '../../src/draft/pivot-section.tsx'
import { draftScene } from '../../src/draft/scene.ts'
import { SizeRow, SizeSection } from '../../src/draft/size-section.tsx'

afterEach(cleanup)

/** Every row and both sections; `drag` makes changes and returns the names of those that were drawn again. */
function renderRows() {
  const store = createDraftStore()
  const drawn = new Set<string>()
  const watched = (name: string, children: ReactNode) => (
    <Profiler key={name} id={name} onRender={(id) => drawn.add(id)}>
      {children}
    </Profiler>
  )
  render(
    <>
      {watched('Size', <SizeSection store={store} />)}
      {watched('Pivot', <PivotSection store={store} />)}
      {SIZE_FIELDS.map((field) => watched(`row ${field.name}`, <SizeRow store={store} field={field} />))}
      {FIELDS.map((field) => watched(field.name, <DraftField store={store} field={field} />))}
      {PIVOT_PRESETS.map((preset) => watched(preset.name, <PresetButton store={store} preset={preset} />))}
    </>,
  )
  const drag = (...edits: readonly Edit[]) => {
    drawn.clear()
    act(() => edits.forEach((edit) => store.dispatch({ do: 'change', edit })))
    return [...drawn].toSorted()
  }
  return { store, drag }
}

describe('dragging', () => {
  it('a width draws its own row again, and the offset that depends on it, where nothing follows it', () => {
    const { store, drag } = renderRows()
    store.dispatch({ do: 'set', settings: { locked: false } })
    drag({ kind: 'size', axis: 2, metres: 1 })
    expect(drag({ kind: 'size', axis: 0, metres: 1.1 }, { kind: 'size', axis: 0, metres: 1.2 })).toEqual([
      'Pivot',
      'Size',
      'Width',
      'X from centre',
      'row Width',
    ])
  })

  it('the pivot along one axis draws its two fields again, and no size', () => {
    const { drag } = renderRows()
    drag({ kind: 'pivot', pivotNormalised: [0, 0.1, 0] })
    expect(
      drag({ kind: 'pivot', pivotNormalised: [0, 0.2, 0] }, { kind: 'pivot', pivotNormalised: [0, 0.3, 0] }),
    ).toEqual(['Pivot', 'Pivot Y', 'Y from centre'])
  })

  it('the pivot on to a preset draws that preset again, and no other', () => {
    const { drag } = renderRows()
    drag({ kind: 'pivot', pivotNormalised: [0, -0.4, 0] })
    expect(drag({ kind: 'pivot', pivotNormalised: [0, -0.5, 0] })).toEqual([
      'Bottom centre',
      'Pivot',
      'Pivot Y',
      'Y from centre',
    ])
  })

  it('without moving anything draws nothing again', () => {
    expect(
      renderRows().drag({ kind: 'pivot', pivotNormalised: [0, 0, 0] }, { kind: 'size', axis: 1, metres: 1 }),
    ).toEqual([])
  })

  it('a pivot leaves the stage’s size the same object, and tells the stage only of real moves', () => {
    const { store } = renderRows()
    const scene = draftScene(store)
    const before = scene.get()
    let changes = 0
    scene.subscribe(() => changes++)
    store.dispatch({ do: 'change', edit: { kind: 'pivot', pivotNormalised: [0, 0, 0] } })
    expect([scene.get() === before, changes]).toEqual([true, 0])
    store.dispatch({ do: 'change', edit: { kind: 'pivot', pivotNormalised: [0, 0.2, 0] } })
    expect([scene.get().pivotNormalised, changes]).toEqual([[0, 0.2, 0], 1])
    expect([scene.get().sizeMetres === before.sizeMetres, scene.get().automatic === before.automatic]).toEqual([
      true,
      true,
    ])
  })
})
