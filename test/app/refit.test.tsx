import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import { Group } from 'three'
import { expect, it } from 'vitest'
import { useRefit } from '../../src/app/refit.ts'
import { boxAroundPivot } from '../../src/contract/fit.ts'
import type { PreviewRequest } from '../../src/contract/preview-request.ts'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { createDraftStore } from '../../src/draft/draft-store.ts'
import { CLEAN_DRAFT, type Draft } from '../../src/draft/draft.ts'
import { DEFAULT_SETTINGS } from '../../src/draft/settings.ts'
import { naturalEdit } from '../../src/draft/stretch.ts'
import { meshQuery } from '../../src/result/mesh-query.ts'
import type { LoadedMesh } from '../../src/viewer/open-glb.ts'
import type { Result } from '../../src/result/result.ts'

const SIZE: Vec3 = [0.4, 0.9, 0.2]
const PIVOT: Vec3 = [0, -0.5, 0.3]

const meshOf = (size: Vec3, pivot: Vec3): LoadedMesh => ({
  bytes: new Uint8Array(),
  scene: new Group(),
  box: boxAroundPivot(size, pivot),
  triangles: 1,
  hull: [],
  vertices: 3,
  facts: { parts: 1, materials: 1, textures: [] },
  leftOut: [],
})

/** The refit of a mesh that came for `request` with a size and an origin, beside the draft of its session. */
function delivered(
  request: PreviewRequest,
  size: Vec3,
  pivot: Vec3,
  draft: Partial<Draft> = {},
  told: Pick<Result, 'told'> = {},
) {
  const result: Result = {
    sessionCode: 'S',
    kind: 'preview',
    request,
    formats: ['glb'],
    version: 'job 1',
    name: 'Duck',
    ...told,
  }
  const store = createDraftStore()
  store.dispatch({
    do: 'begin',
    sessionCode: 'S',
    draft: {
      ...CLEAN_DRAFT,
      sizeMetres: SIZE,
      automatic: [false, false, false],
      pivotNormalised: PIVOT,
      ...draft,
    },
    settings: { ...DEFAULT_SETTINGS, locked: false },
  })
  const client = new QueryClient()
  for (const version of ['job 1', 'job 2'])
    client.setQueryData(meshQuery({ ...result, version }).queryKey, meshOf(size, pivot))
  const { result: hook, rerender } = renderHook((shown: Result) => useRefit(store, shown), {
    initialProps: result,
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  })
  return { store, result, refit: hook.current, now: () => hook.current, show: rerender }
}

const REQUEST = { scaled_bbox: SIZE, pivot_point: PIVOT }

it('a correction is undone and done again like any other step', () => {
  const { store, refit } = delivered(REQUEST, [40, 90, 20], PIVOT)
  expect(refit.get()).toBeNull()
  refit.correct()
  for (const [axis, side] of (refit.get()?.scaled_bbox ?? []).entries())
    expect(side).toBeCloseTo(SIZE[axis] ?? Number.NaN, 9)
  store.dispatch({ do: 'undo' })
  expect(refit.get()).toBeNull()
  store.dispatch({ do: 'redo' })
  expect(refit.get()).not.toBeNull()
  store.dispatch({ do: 'commit', edit: { kind: 'all', draft: store.get().start } })
  expect(refit.get(), 'starting over takes it back too').toBeNull()
})

it('a mesh that was turned upright stays so at another size', () => {
  const { store, refit } = delivered(REQUEST, [0.4, 0.2, 0.9], [0, 0.3, -0.5])
  refit.correct()
  expect(refit.get()).toMatchObject({ turnAbout: '-X', ...REQUEST })
  store.dispatch({ do: 'commit', edit: { kind: 'size', axis: 1, metres: 2 } })
  expect(refit.get()).toEqual({ turnAbout: '-X', scaled_bbox: [0.4, 2, 0.2], pivot_point: PIVOT })
  store.dispatch({ do: 'undo' })
  store.dispatch({ do: 'undo' })
  store.dispatch({ do: 'commit', edit: { kind: 'size', axis: 1, metres: 2 } })
  expect(refit.get(), 'not without the correction').toEqual({ scaled_bbox: [0.4, 2, 0.2], pivot_point: PIVOT })
})

it('a correction applies to the mesh it was made for, not to the next one', () => {
  const { store, refit } = delivered(REQUEST, [40, 90, 20], PIVOT)
  store.dispatch({ do: 'commit', edit: { kind: 'mend', version: 'an earlier job' } })
  expect(refit.get()).toBeNull()
})

it('a mesh whose size was left to the upstream is shown as it came until the artist sets one', () => {
  const { store, refit } = delivered({ scaled_bbox: [-1, -1, -1], pivot_point: [0, 0, 0] }, [2.24, 1, 1], [0, 0, 0], {
    automatic: [true, false, true],
  })
  expect(refit.get()).toBeNull()
  store.dispatch({ do: 'commit', edit: { kind: 'pivot', pivotNormalised: [0, -0.5, 0] } })
  expect(refit.get()).toEqual({ scaled_bbox: [-1, 0.9, -1], pivot_point: [0, -0.5, 0] })
})

it('a mesh of no known request follows the draft from its first change on, whether or not anybody has looked before', () => {
  const { store, refit } = delivered({}, SIZE, PIVOT)
  store.dispatch({ do: 'commit', edit: { kind: 'size', axis: 0, metres: 0.8 } })
  expect(refit.get()).toEqual({ scaled_bbox: [0.8, 0.9, 0.2], pivot_point: PIVOT })
  store.dispatch({ do: 'undo' })
  expect(refit.get(), 'as it came').toBeNull()
})

it('a mesh that came out stretched as requested gets its natural proportions in one step, and undo takes them back', () => {
  const { store, refit } = delivered(REQUEST, SIZE, PIVOT, {}, { told: [1, 0.9, 0.1] })
  expect(refit.get()).toBeNull()
  const edit = naturalEdit(store.get())
  if (!edit) throw new Error('It is not stretched.')
  store.dispatch({ do: 'commit', edit })
  expect(refit.get()?.scaled_bbox).toEqual([1, 0.9, 0.1].map((metres) => expect.closeTo(metres)))
  store.dispatch({ do: 'undo' })
  expect(refit.get()).toBeNull()
})

it('looking gives the same object until something changes', () => {
  const { store, refit } = delivered(REQUEST, SIZE, PIVOT)
  store.dispatch({ do: 'commit', edit: { kind: 'size', axis: 0, metres: 0.8 } })
  const seen = refit.get()
  expect(refit.get()).toBe(seen)
  store.dispatch({ do: 'set', settings: { unit: 'cm' } })
  expect(refit.get()).toBe(seen)
  store.dispatch({ do: 'commit', edit: { kind: 'size', axis: 0, metres: 0.9 } })
  expect(refit.get()).not.toBe(seen)
})

it('a mesh that is shown again is as it was before another one was', () => {
  const { store, result, now, show } = delivered({}, SIZE, PIVOT)
  store.dispatch({ do: 'commit', edit: { kind: 'size', axis: 0, metres: 0.8 } })
  const before = now().get()
  expect(before).toEqual({ scaled_bbox: [0.8, 0.9, 0.2], pivot_point: PIVOT })
  show({ ...result, version: 'job 2', request: REQUEST })
  show(result)
  expect(now().get()).toEqual(before)
})
