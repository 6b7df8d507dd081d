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
  vertices: 3,
  facts: { parts: 1, materials: 1, textures: [] },
})

/** A mesh that was asked for and came with a size and an origin, beside the draft of its session. */
function delivered(request: PreviewRequest, size: Vec3, pivot: Vec3, draft: Partial<Draft> = {}) {
  const result: Result = {
    sessionCode: 'S',
    kind: 'preview',
    request,
    formats: ['glb'],
    version: 'job 1',
    name: 'Duck',
  }
  const store = createDraftStore()
  store.dispatch({
    do: 'begin',
    sessionCode: 'S',
    draft: { ...CLEAN_DRAFT, sizeMetres: SIZE, pivotNormalised: PIVOT, ...draft },
  })
  const client = new QueryClient()
  client.setQueryData(meshQuery(result).queryKey, meshOf(size, pivot))
  const { result: hook } = renderHook(() => useRefit(store, result), {
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  })
  return { store, refitting: hook.current }
}

const ASKED = { scaled_bbox: SIZE, pivot_point: PIVOT }

it('a correction is undone and done again like any other step', () => {
  const { store, refitting } = delivered(ASKED, [40, 90, 20], PIVOT)
  expect(refitting.get()).toBeNull()
  refitting.correct()
  for (const [axis, side] of (refitting.get()?.scaled_bbox ?? []).entries())
    expect(side).toBeCloseTo(SIZE[axis] ?? Number.NaN, 9)
  store.dispatch({ do: 'undo' })
  expect(refitting.get()).toBeNull()
  store.dispatch({ do: 'redo' })
  expect(refitting.get()).not.toBeNull()
  store.dispatch({ do: 'commit', edit: { kind: 'all', draft: store.get().start } })
  expect(refitting.get(), 'starting over takes it back too').toBeNull()
})

it('a mesh that was turned upright stays so at another size', () => {
  const { store, refitting } = delivered(ASKED, [0.4, 0.2, 0.9], [0, 0.3, -0.5])
  refitting.correct()
  expect(refitting.get()).toMatchObject({ turnAbout: '-X', ...ASKED })
  store.dispatch({ do: 'commit', edit: { kind: 'size', axis: 1, metres: 2 } })
  expect(refitting.get()).toEqual({ turnAbout: '-X', scaled_bbox: [0.4, 2, 0.2], pivot_point: PIVOT })
  store.dispatch({ do: 'undo' })
  store.dispatch({ do: 'undo' })
  store.dispatch({ do: 'commit', edit: { kind: 'size', axis: 1, metres: 2 } })
  expect(refitting.get(), 'not without the correction').toEqual({ scaled_bbox: [0.4, 2, 0.2], pivot_point: PIVOT })
})

it('a correction is of the mesh that it was made for, not of the next', () => {
  const { store, refitting } = delivered(ASKED, [40, 90, 20], PIVOT)
  store.dispatch({ do: 'commit', edit: { kind: 'mend', version: 'an earlier job' } })
  expect(refitting.get()).toBeNull()
})

it('a mesh whose size was left to the upstream is shown as it came until the artist sets one', () => {
  const { store, refitting } = delivered(
    { scaled_bbox: [-1, -1, -1], pivot_point: [0, 0, 0] },
    [2.24, 1, 1],
    [0, 0, 0],
    { automatic: [true, false, true] },
  )
  expect(refitting.get()).toBeNull()
  store.dispatch({ do: 'commit', edit: { kind: 'pivot', pivotNormalised: [0, -0.5, 0] } })
  expect(refitting.get()).toEqual({ scaled_bbox: [-1, 0.9, -1], pivot_point: [0, -0.5, 0] })
})
