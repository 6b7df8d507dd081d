import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { previewRequestSchema } from '../../src/contract/preview-request.ts'
import { UNITS } from '../../src/contract/length.ts'
import type { Spin } from '../../src/contract/session.ts'
import type { Axis, Vec3 } from '../../src/contract/vec3.ts'
import { CLEAN_DRAFT, sameOutcome } from '../../src/draft/draft.ts'
import { draftRequest } from '../../src/draft/draft-request.ts'
import type { Edit } from '../../src/draft/edit.ts'
import { readDraftLink, writeDraftLink } from '../../src/draft/draft-link.ts'
import { FIELDS } from '../../src/draft/fields.ts'
import { beginHistory, reduceHistory, scaleOf, type Action } from '../../src/draft/history.ts'
import { change, commit, run } from '../fixtures/draft-actions.ts'

const spins: Spin[] = [0, 1, 2, 3].map((index) => ({ index, url: `https://spins.test/${index}.webp`, label: null }))

const anyNumber = fc.oneof(fc.double(), fc.double({ min: -1, max: 1 }), fc.double({ min: 0.001, max: 1000 }))
const axis = fc.constantFrom<Axis[]>(0, 1, 2)
const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  anyNumber.map(String),
  fc.constantFrom('', '-', '0.', '.5', '0,25', '−0.5', '1e', '1e400', 'NaN'),
)
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant('spin' as const),
    index: fc.oneof(fc.integer({ min: -2, max: 6 }), fc.constant(null), fc.constant(1.5)),
  }),
  fc.record({ kind: fc.constant('size' as const), axis, metres: anyNumber }),
  fc.record({ kind: fc.constant('automatic' as const), axis, on: fc.boolean() }),
  fc.record({
    kind: fc.constant('pivot' as const),
    pivotNormalised: fc.tuple(anyNumber, anyNumber, anyNumber) as fc.Arbitrary<Vec3>,
  }),
  fc.record({ kind: fc.constant('govern' as const), axis, metres: anyNumber }),
  fc.record({ kind: fc.constant('scale' as const), factor: anyNumber }),
  fc.record({ kind: fc.constant('type' as const), field: fc.constantFrom(...FIELDS.map(({ name }) => name)), text }),
)
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  anyEdit.map(change),
  anyEdit.map(commit),
  fc.constantFrom<Action[]>(
    { do: 'commit' },
    { do: 'cancel' },
    { do: 'cancel', field: 'Width' },
    { do: 'undo' },
    { do: 'redo' },
  ),
  fc
    .record({ unit: fc.constantFrom(...UNITS.map(({ unit }) => unit)), locked: fc.boolean() })
    .map((settings): Action => ({ do: 'set', settings })),
  fc
    .tuple(fc.constantFrom(null, 0, 1), anyNumber, anyNumber, anyNumber)
    .map(([on, ...sizeMetres]): Action => ({ do: 'learn', spin: on, mesh: { sizeMetres, natural: null } })),
)
const anyActions = fc.array(anyAction, { maxLength: 40 })

describe('any sequence of edits, undos and redos', () => {
  it('ends in a draft that makes a valid request, or names the invalid field', () => {
    fc.assert(
      fc.property(anyActions, (actions) => {
        const end = run(actions)
        const { present } = end
        const drafted = draftRequest(present, spins, scaleOf(end))
        if (drafted.status === 'ready') return previewRequestSchema.safeParse(drafted.request).success
        return drafted.by === 'Spins' ? present.spinIndex === null : present.typed[drafted.by] !== undefined
      }),
      { numRuns: 500 },
    )
  })

  it('ends in a draft whose link restores it exactly, with automatic sizes and settings', () => {
    fc.assert(
      fc.property(anyActions, (actions) => {
        const { present, settings } = run(actions)
        const url = new URL('http://plinth.test/?session=SESSION_1')
        writeDraftLink(url.searchParams, present, settings)
        const read = readDraftLink(new URL(url.href).searchParams, { start: CLEAN_DRAFT })
        // Half-typed text stays out of the link.
        expect(read).toEqual({ draft: { ...present, typed: {} }, settings, ignored: [] })
      }),
      { numRuns: 500 },
    )
  })

  it('is undone by as many undos as there are steps, and redone again', () => {
    fc.assert(
      fc.property(anyActions, (actions) => {
        const start = beginHistory()
        const end = reduceHistory(run(actions, start), { do: 'commit' })
        const steps = end.past.length
        const undone = run(
          Array.from({ length: steps }, () => ({ do: 'undo' as const })),
          end,
        )
        expect(sameOutcome(undone.present, start.present)).toBe(true)
        const redone = run(
          Array.from({ length: steps }, () => ({ do: 'redo' as const })),
          undone,
        )
        expect(sameOutcome(redone.present, end.present)).toBe(true)
      }),
    )
  })
})
