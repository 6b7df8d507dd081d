import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fit } from '../../src/contract/fit.ts'
import { naturalOfMesh } from '../../src/contract/natural.ts'
import { stretchOf } from '../../src/contract/stretch.ts'
import { vec3, type Axis, type Vec3 } from '../../src/contract/vec3.ts'
import { CLEAN_DRAFT, type Draft } from '../../src/draft/draft.ts'
import { beginHistory, naturalOf, proportionsOf, reduceHistory, scaleOf, type Action } from '../../src/draft/history.ts'
import type { History } from '../../src/draft/history.ts'
import { KINDS } from '../../src/draft/kinds.ts'
import { DEFAULT_SETTINGS } from '../../src/draft/settings.ts'
import { sizeAndPivotForMesh, sizeAndPivotOf } from '../../src/draft/size-and-pivot.ts'
import { aboutText, draftStretch, naturalEdit } from '../../src/draft/stretch.ts'
import { commit, run } from '../fixtures/draft-actions.ts'

const side = fc.double({ min: 0.05, max: 20, noNaN: true })
const proportions = fc.tuple(side, side, side)
const axis = fc.constantFrom<Axis[]>(0, 1, 2)

const toggle: Action[] = [true, false].map((locked) => ({ do: 'set', settings: { locked } }))
const preset = fc.constantFrom(...KINDS).map((kind) => commit({ kind: 'govern', axis: 1, metres: kind.heightMetres }))
const slide = fc.tuple(axis, side).map(([of, metres]) => commit({ kind: 'size', axis: of, metres }))
const typed = fc
  .tuple(fc.constantFrom('Width' as const, 'Height' as const, 'Depth' as const), side)
  .map(([field, metres]) => commit({ kind: 'type', field, text: String(metres) }))
const auto = fc.tuple(axis, fc.boolean()).map(([of, on]) => commit({ kind: 'automatic', axis: of, on }))
const spin = fc.constantFrom(0, 1).map((index) => commit({ kind: 'spin', index }))
const undo = fc.constantFrom<Action[]>({ do: 'undo' }, { do: 'redo' })

/** The mesh of a spin, as an upstream makes it of what the draft asks. */
const meshOf = ({ present }: History, own: Vec3): Vec3 =>
  fit({ min: [0, 0, 0], max: own }, { scaledBbox: sizeAndPivotOf(present).scaled_bbox }).sizeMetres

const isStretched = (size: Vec3, own: Vec3): boolean => stretchOf(size, naturalOfMesh(own)).length > 0

/** A session whose two spins have proportions that the page does not know yet. */
const begun = (): History => beginHistory({ draft: { ...CLEAN_DRAFT, spinIndex: 0 }, outline: [3, 2] })

const learn = (of: number, own: Vec3): Action => ({ do: 'learn', spin: of, mesh: { sizeMetres: own, natural: own } })

const given = (sizeMetres: Vec3, more: Partial<Draft> = {}): Draft => ({
  ...CLEAN_DRAFT,
  spinIndex: 0,
  sizeMetres,
  automatic: [false, false, false],
  ...more,
})

describe('while the lock is on, and after a preset', () => {
  const unknown = fc.oneof(preset, slide, typed, auto, spin, undo)

  it('a mesh is never stretched, whatever is done and whatever its proportions turn out to be', () => {
    fc.assert(
      fc.property(
        fc.array(unknown, { maxLength: 20 }),
        proportions,
        proportions,
        fc.nat(20),
        (actions, one, other, at) => {
          const learning = [...actions.slice(0, at), learn(0, one), learn(1, other), ...actions.slice(at)]
          for (const end of [run(actions, begun()), run(learning, begun())]) {
            const own = end.present.spinIndex === 1 ? other : one
            expect(isStretched(meshOf(end, own), own)).toBe(false)
            expect(draftStretch(end)).toBeNull()
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('a stretch', () => {
  const any = fc.oneof(preset, slide, typed, auto, spin, undo, fc.constantFrom(...toggle))

  it('is said before generating exactly when the mesh will come out stretched', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), proportions, proportions, (actions, one, other) => {
        const end = run([learn(0, one), learn(1, other), ...actions], begun())
        const own = end.present.spinIndex === 1 ? other : one
        const size = meshOf(end, own)
        expect(draftStretch(end) !== null).toBe(isStretched(size, own))
        const drawn = scaleOf(end).sizeMetres
        // With no side given, the box is that of the mesh there is.
        const expected = end.present.automatic.every(Boolean) ? own : size
        expect(drawn.map((metres, i) => metres / (expected[i] ?? 0))).toEqual(drawn.map(() => expect.closeTo(1, 9)))
      }),
      { numRuns: 150 },
    )
  })

  it('is undone in one step, and comes back with one undo', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), proportions, (actions, own) => {
        const end = reduceHistory(run([learn(0, own), learn(1, own), ...actions], begun()), { do: 'commit' })
        fc.pre(draftStretch(end) !== null)
        const edit = naturalEdit(end)
        if (!edit) throw new Error('There is nothing to undo.')
        const restored = run([commit(edit)], end)
        expect([draftStretch(restored), naturalEdit(restored)]).toEqual([null, null])
        expect(isStretched(meshOf(restored, own), own)).toBe(false)
        expect(run([{ do: 'undo' }], restored).present).toEqual({ ...end.present, typed: {} })
      }),
    )
  })

  it('keeps the height when it is undone, or another side where that was automatic', () => {
    const [all, noHeight, heightAlone] = (
      [
        [false, false, false],
        [false, true, false],
        [true, false, true],
      ] as const
    ).map((automatic) => naturalEdit(beginHistory({ draft: given([5, 2, 3], { automatic }), outline: [1, 4] })))
    expect(all).toEqual({ kind: 'govern', axis: 1, metres: 2 })
    expect(noHeight).toMatchObject({ axis: 0 })
    expect(heightAlone).toBeNull()
  })

  it('is known from what the engine tells of a spin, and from the picture without the depth', () => {
    const draft = given([1, 1, 1])
    const told = new Map([[0, [1, 1, 0.25] as const]])
    expect(draftStretch(beginHistory({ draft, told }))).toBe('Stretched: about 4 × too deep')
    expect(draftStretch(beginHistory({ draft: { ...draft, spinIndex: 1 }, told }))).toBeNull()
    expect(draftStretch(beginHistory({ draft, outline: [1, 2] }))).toBe('Stretched: about 2 × too wide')
    expect(draftStretch(beginHistory({ draft, outline: [1, 1] }))).toBeNull()
    expect(naturalEdit(beginHistory({ draft, outline: [1, 1] })), 'the depth may differ').not.toBeNull()
  })

  it('is there though the draft is locked, where it was opened with one', () => {
    const start = beginHistory({ draft: given([4, 1, 1]), outline: [1, 1], settings: DEFAULT_SETTINGS })
    const grown = run([commit({ kind: 'size', axis: 1, metres: 2 })], start)
    expect(grown.present.sizeMetres).toEqual([8, 2, 2])
    expect(draftStretch(grown)).toBe('Stretched: about 4 × too wide')
  })
})

/** A mesh of the first spin has come, four times as deep as high; `known` is what is natural for it. */
const stretched = (known: Vec3 | null, more: Parameters<typeof beginHistory>[0] = {}) =>
  run(
    [{ do: 'learn', spin: 0, mesh: { sizeMetres: [2, 1, 4], natural: known } }],
    beginHistory({ draft: { ...CLEAN_DRAFT, spinIndex: 0 }, ...more }),
  )

describe('automatic sides of a mesh that came out stretched', () => {
  const own: Vec3 = [2, 1, 0.5]
  it('are natural again in the file too', () => {
    const history = stretched(own)
    expect(sizeAndPivotForMesh(history, 0).scaled_bbox).toEqual([2, 1, 0.5].map((metres) => expect.closeTo(metres)))
    expect(scaleOf(history).sizeMetres).toEqual([2, 1, 0.5].map((metres) => expect.closeTo(metres)))
  })

  it('are as the mesh has them, where nothing else is known of them', () => {
    expect(sizeAndPivotForMesh(stretched(null), 0).scaled_bbox).toEqual([-1, 1, -1])
    expect(proportionsOf(stretched(null))).toEqual([2, 1, 4])
    const seen = stretched(null, { outline: [1, 1] })
    expect(sizeAndPivotForMesh(seen, 0).scaled_bbox[0], 'the picture tells the width').toBeCloseTo(1)
  })

  it('are left to the mesh that is natural', () => {
    const natural = run([learn(0, own)], beginHistory({ draft: { ...CLEAN_DRAFT, spinIndex: 0 } }))
    expect(sizeAndPivotForMesh(natural, 0).scaled_bbox).toEqual([-1, 1, -1])
  })

  it('are remembered from an earlier mesh of the same spin, and of no other', () => {
    const later = run(
      [learn(0, own), { do: 'learn', spin: 0, mesh: { sizeMetres: [1, 1, 1], natural: null } }],
      stretched(null),
    )
    expect(naturalOf(later)).toEqual(naturalOfMesh(own))
    expect(naturalOf(run([commit({ kind: 'spin', index: 1 })], later))).toBeNull()
  })
})

describe('automatic sides', () => {
  const draft = { ...CLEAN_DRAFT, spinIndex: 0, sizeMetres: vec3(() => 0.2) }

  it('say how far they are known', () => {
    expect(aboutText(beginHistory({ draft }))).toBe('Width, depth not known until there is a mesh.')
    expect(aboutText(beginHistory({ draft, outline: [3, 2] }))).toBe(
      'About 0.3 m wide. Depth not known until there is a mesh.',
    )
    expect(aboutText(beginHistory({ draft, told: new Map([[0, [1, 0.5, 0.25] as const]]) }))).toBe(
      'About 0.4 m wide, 0.1 m deep.',
    )
    expect(aboutText(run([learn(0, [1, 2, 3])], beginHistory({ draft })))).toBeNull()
    expect(aboutText(beginHistory({ draft: { ...draft, automatic: [false, false, false] } }))).toBeNull()
  })

  it('change nothing when the same mesh is shown again', () => {
    const known = run([learn(0, [1, 2, 3])], beginHistory({ draft }))
    expect(run([learn(0, [1, 2, 3])], known)).toBe(known)
  })

  it('follow the spin that is chosen', () => {
    const told = new Map([
      [0, [1, 1, 1] as const],
      [1, [1, 0.5, 0.25] as const],
    ])
    const history = beginHistory({ draft, told })
    expect(scaleOf(history).sizeMetres).toEqual([0.2, 0.2, 0.2])
    expect(scaleOf(run([commit({ kind: 'spin', index: 1 })], history)).sizeMetres).toEqual([0.4, 0.2, 0.1])
  })

  it('are kept when the draft of the session begins again, and not for another session', () => {
    const known = run([learn(0, [1, 2, 3])], beginHistory({ draft, sessionCode: 'A' }))
    const again = (sessionCode: string) => naturalOf(run([{ do: 'begin', draft, sessionCode }], known))
    expect([again('A'), again('B')]).toEqual([naturalOfMesh([1, 2, 3]), null])
  })
})
