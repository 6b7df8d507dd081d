import { act, renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useGenerate } from '../../src/app/generate.tsx'
import type { PreviewRequest } from '../../src/contract/preview-request.ts'
import { readSession } from '../../src/contract/session.ts'
import { createDraftStore } from '../../src/draft/draft-store.ts'
import { CLEAN_DRAFT } from '../../src/draft/draft.ts'

const session = (code: string, fields = {}) => {
  const read = readSession({
    session_code: code,
    status: 'spin_generate_done',
    updated_at: '1',
    spins: ['https://x.test/0', 'https://x.test/1'],
    ...fields,
  })
  if (!read) throw new Error('not a session')
  return read
}

it('a new session is not generated from with the draft of the last one, and no field is blamed meanwhile', () => {
  const store = createDraftStore()
  store.dispatch({ do: 'begin', sessionCode: 'BEFORE', draft: { ...CLEAN_DRAFT, spinIndex: 1, sizeMetres: [9, 9, 9] } })
  const sent: [string, PreviewRequest][] = []
  const { result } = renderHook(() =>
    useGenerate({
      store,
      session: session('NEXT'),
      submit: ({ code }, request) => sent.push([code, request]),
    }),
  )
  expect(result.current.waiting).toBe(true)
  act(() => result.current.press())
  expect(sent).toEqual([])
  expect(result.current.blocked).toBeNull()

  act(() =>
    store.dispatch({
      do: 'begin',
      sessionCode: 'NEXT',
      draft: { ...CLEAN_DRAFT, spinIndex: 0, sizeMetres: [1, 2, 3] },
    }),
  )
  expect(result.current.waiting).toBe(false)
  act(() => result.current.press())
  expect(sent).toEqual([['NEXT', expect.objectContaining({ selected_spin_index: 0, scaled_bbox: [-1, 2, -1] })]])
})

it.each([
  ['waits', { status: 'training_preview', spins: [] }],
  ['can be generated from', { status: 'training_preview' }],
  ['waits', { status: 'preview_failed', spins: [] }],
  ['can be generated from', { status: 'preview_failed' }],
] as const)('a session that goes on to a mesh by itself %s with %j', (what, fields) => {
  const store = createDraftStore()
  store.dispatch({ do: 'begin', sessionCode: 'S', draft: { ...CLEAN_DRAFT, spinIndex: 0 } })
  const goingOn = session('S', { preview_mesh: 'turbo', ...fields })
  const { result } = renderHook(() => useGenerate({ store, session: goingOn, submit: () => {} }))
  expect(result.current.waiting).toBe(what === 'waits')
})
