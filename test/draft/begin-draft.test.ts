import { describe, expect, it } from 'vitest'
import { readSession, type Session } from '../../src/contract/session.ts'
import { beginDraft, beginningOf, type BeginningFacts } from '../../src/draft/begin-draft.ts'
import { createDraftStore } from '../../src/draft/draft-store.ts'
import { DEFAULT_SETTINGS } from '../../src/draft/settings.ts'

function sessionWith(fields: Record<string, unknown> = {}): Session {
  const session = readSession({
    session_code: 'S_1',
    status: 'spin_generate_done',
    spins: ['https://x.test/0', 'https://x.test/1'],
    ...fields,
  })
  if (!session) throw new Error('These fields make no session.')
  return session
}

const begin = (facts: Partial<BeginningFacts> = {}, link = '') =>
  beginningOf(
    { session: sessionWith(), lastRequest: null, outline: null, knownSizeMetres: null, bestSpin: null, ...facts },
    new URLSearchParams(link),
    DEFAULT_SETTINGS,
  )

describe('a session’s draft begins', () => {
  it('with the longer side of the subject at 1 m, and the rest for the mesh to tell', () => {
    const { draft } = begin({ outline: [200, 100] }).beginning
    expect(draft).toMatchObject({ spinIndex: 0, sizeMetres: [1, 0.5, 0.5], automatic: [false, true, true] })
  })

  it('with the real size of a sample, and its best spin', () => {
    const { draft, outline } = begin({ knownSizeMetres: [0.1, 0.3, 0.2], bestSpin: 1 }).beginning
    expect(draft).toMatchObject({ spinIndex: 1, sizeMetres: [0.1, 0.3, 0.2], automatic: [true, false, true] })
    expect(outline).toEqual([0.1, 0.3])
  })

  it('with the request that this browser sent last, over what the session says', () => {
    const session = sessionWith({ scaled_bbox: [3, 3, 3], selected_spin_index: 1 })
    expect(begin({ session }).beginning.draft).toMatchObject({ spinIndex: 1, sizeMetres: [3, 3, 3] })
    const lastRequest = { scaled_bbox: [1, 2, -1], selected_spin_index: 0 } as const
    expect(begin({ session, lastRequest: { ...lastRequest } }).beginning.draft).toMatchObject({
      spinIndex: 0,
      sizeMetres: [1, 2, expect.any(Number)],
      automatic: [false, false, true],
    })
  })

  it('afresh with a sample, whatever others have requested of it', () => {
    const session = sessionWith({ session_code: 'SAMPLE_duck', scaled_bbox: [3, 3, 3] })
    expect(begin({ session, knownSizeMetres: [1, 2, 3] }).beginning.draft?.sizeMetres).toEqual([1, 2, 3])
  })

  it('with what its link says on top, and names what of that cannot be read', () => {
    const { beginning, ignored } = begin({ knownSizeMetres: [1, 2, 3] }, 'spin=2&w=0.5&h=tall&unit=cm')
    expect(beginning.draft).toMatchObject({ spinIndex: 1, sizeMetres: [0.5, 2, 3] })
    expect(beginning.settings?.unit).toBe('cm')
    expect(ignored).toEqual(['h=tall'])
    expect(beginning.start?.sizeMetres, 'Start over leaves the link behind').toEqual([1, 2, 3])
  })

  it('with the spin of its link while the spins are still being made', () => {
    const session = sessionWith({ status: 'spin_generate_processing', spins: [] })
    expect(begin({ session }, 'spin=4')).toMatchObject({ beginning: { draft: { spinIndex: 3 } }, ignored: [] })
    expect(begin({}, 'spin=4').ignored).toEqual(['spin=4'])
  })
})

describe('beginning a draft', () => {
  const { beginning } = begin({ knownSizeMetres: [1, 2, 3] }, 'unit=cm')

  it('sets again what was set before the first session came, as one step to undo', () => {
    const store = createDraftStore()
    store.dispatch({ do: 'commit', edit: { kind: 'size', axis: 0, metres: 0.7 } })
    beginDraft(store, beginning, null)
    expect(store.get()).toMatchObject({
      sessionCode: 'S_1',
      present: { sizeMetres: [0.7, 1, 1], automatic: [false, true, true] },
    })
    store.dispatch({ do: 'undo' })
    expect(store.get().present.sizeMetres).toEqual([1, 2, 3])
  })

  it('leaves nothing of the session before', () => {
    const store = createDraftStore()
    store.dispatch({ do: 'begin', sessionCode: 'BEFORE' })
    store.dispatch({ do: 'commit', edit: { kind: 'size', axis: 1, metres: 0.7 } })
    beginDraft(store, beginning, null)
    expect(store.get()).toMatchObject({ past: [], present: { sizeMetres: [1, 2, 3] }, settings: { unit: 'cm' } })
  })

  it('again keeps the artist’s settings, whatever the link says', () => {
    const store = createDraftStore()
    beginDraft(store, beginning, null)
    beginDraft(store, beginning, { ...DEFAULT_SETTINGS, unit: 'ft' })
    expect(store.get().settings.unit).toBe('ft')
  })
})
