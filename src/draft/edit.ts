import { MAX_SPINS, PIVOT_LIMITS, SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import { AXES, vec3, type Axis, type Vec3 } from '../contract/vec3.ts'
import type { Draft } from './draft.ts'
import {
  OFFSET_FIELDS,
  PIVOT_FIELDS,
  SIZE_FIELDS,
  fieldNamed,
  readField,
  type FieldName,
  type Scale,
} from './fields.ts'

/** One change to a draft, whichever hand it came from: slider, field, handle in the stage, key. */
export type Edit =
  | { readonly kind: 'spin'; readonly index: number | null }
  | { readonly kind: 'size'; readonly axis: Axis; readonly metres: number }
  | { readonly kind: 'automatic'; readonly axis: Axis; readonly on: boolean }
  | { readonly kind: 'pivot'; readonly pivotNormalised: Vec3 }
  /** The fault of a delivered mesh is to be corrected, known by the mesh's version. */
  | { readonly kind: 'mend'; readonly version: string }
  | { readonly kind: 'type'; readonly field: FieldName; readonly text: string }
  /** All three sizes; those that are not said to be automatic are given. */
  | { readonly kind: 'box'; readonly sizeMetres: Vec3; readonly automatic?: Draft['automatic'] }
  /** Everything: what `Start over` goes back to. */
  | { readonly kind: 'all'; readonly draft: Draft }

/** What an edit is made in: how lengths are read, and the draft that proportions are kept to while a gesture lasts. */
export interface Hand {
  readonly scale: Scale
  readonly locked: boolean
  readonly from: Draft
}

const DRAGGED_DIGITS = 4
const DRAGGED_PIVOT_STEP = 1e4

const clamp = (value: number, { min, max }: { readonly min: number; readonly max: number }): number =>
  Math.min(max, Math.max(min, value))

/** A hand is no more exact than this; what is typed is kept to its last digit. */
const dragged = (value: number): number => Number(value.toPrecision(DRAGGED_DIGITS))

const replace = <T>(triple: readonly [T, T, T], axis: Axis, value: T): readonly [T, T, T] => {
  const next: [T, T, T] = [...triple]
  next[axis] = value
  return next
}

/** What is typed in the draft's other fields. */
export function untyped(draft: Draft, names: readonly FieldName[]): Draft['typed'] {
  if (!names.some((name) => draft.typed[name] !== undefined)) return draft.typed
  return Object.fromEntries(Object.entries(draft.typed).filter(([name]) => !names.some((gone) => gone === name)))
}

const pivotNames = (axes: readonly Axis[]): FieldName[] =>
  [...PIVOT_FIELDS, ...OFFSET_FIELDS].filter(({ axis }) => axes.includes(axis)).map(({ name }) => name)

const sizeName = (axis: Axis): FieldName[] => SIZE_FIELDS.filter((field) => field.axis === axis).map(({ name }) => name)

/**
 * One size set, and with the lock on the other given ones by the same factor, measured from where the gesture began so that no rounding
 * adds up. At the limits the factor stops, unless the number was typed: then it stands, and the others stop where they must.
 */
function resize(draft: Draft, axis: Axis, metres: number, { locked, from }: Hand, typed: boolean): Draft {
  const { min, max } = SIZE_LIMITS_METRES
  const automatic = replace(draft.automatic, axis, false)
  if (!locked || from.automatic[axis])
    return { ...draft, sizeMetres: replace(draft.sizeMetres, axis, metres), automatic }
  const given = AXES.filter((each) => !from.automatic[each])
  const asked = metres / from.sizeMetres[axis]
  const factor = typed
    ? asked
    : given.reduce(
        (most, each) => clamp(most, { min: min / from.sizeMetres[each], max: max / from.sizeMetres[each] }),
        asked,
      )
  const others = vec3((each) =>
    given.includes(each) ? clamp(from.sizeMetres[each] * factor, SIZE_LIMITS_METRES) : draft.sizeMetres[each],
  )
  return {
    ...draft,
    sizeMetres: factor === asked ? replace(others, axis, metres) : others,
    automatic,
    typed: untyped(draft, given.flatMap(sizeName)),
  }
}

function typeInto(draft: Draft, name: FieldName, text: string, hand: Hand): Draft {
  const field = fieldNamed(name)
  const value = readField(field, text, hand.scale)
  if (value === null) return { ...draft, typed: { ...draft.typed, [name]: text } }
  if (field.of === 'size') return resize({ ...draft, typed: untyped(draft, [name]) }, field.axis, value, hand, true)
  return {
    ...draft,
    typed: untyped(draft, pivotNames([field.axis])),
    pivotNormalised: replace(draft.pivotNormalised, field.axis, value),
  }
}

/** Applies one edit. A number out of range is brought into it, one that is no number changes nothing. */
export function applyEdit(draft: Draft, edit: Edit, hand: Hand): Draft {
  switch (edit.kind) {
    case 'spin': {
      const { index } = edit
      const known = index === null || (Number.isInteger(index) && index >= 0 && index < MAX_SPINS)
      return known ? { ...draft, spinIndex: index } : draft
    }
    case 'size': {
      const { axis, metres } = edit
      if (!Number.isFinite(metres)) return draft
      return resize(
        { ...draft, typed: untyped(draft, sizeName(axis)) },
        axis,
        clamp(dragged(metres), SIZE_LIMITS_METRES),
        hand,
        false,
      )
    }
    case 'automatic':
      return {
        ...draft,
        automatic: replace(draft.automatic, edit.axis, edit.on),
        typed: untyped(draft, sizeName(edit.axis)),
      }
    case 'pivot': {
      if (!edit.pivotNormalised.every(Number.isFinite)) return draft
      const snapped = (axis: Axis) => Math.round(edit.pivotNormalised[axis] * DRAGGED_PIVOT_STEP) / DRAGGED_PIVOT_STEP
      // An axis that the hand did not move keeps its last typed digit.
      const moved = (axis: Axis) =>
        edit.pivotNormalised[axis] === draft.pivotNormalised[axis] ? draft.pivotNormalised[axis] : snapped(axis) + 0
      const pivotNormalised = vec3((axis) => clamp(moved(axis), PIVOT_LIMITS))
      const changed = AXES.filter((axis) => pivotNormalised[axis] !== draft.pivotNormalised[axis])
      return { ...draft, pivotNormalised, typed: untyped(draft, pivotNames(changed)) }
    }
    case 'mend':
      return { ...draft, mended: edit.version }
    case 'type':
      return typeInto(draft, edit.field, edit.text, hand)
    case 'box': {
      if (!edit.sizeMetres.every(Number.isFinite)) return draft
      // A side that stays as it was keeps its last typed digit.
      const sized = (axis: Axis) =>
        edit.sizeMetres[axis] === draft.sizeMetres[axis] ? draft.sizeMetres[axis] : dragged(edit.sizeMetres[axis])
      const sizeMetres = vec3((axis) => clamp(sized(axis), SIZE_LIMITS_METRES))
      return {
        ...draft,
        sizeMetres,
        automatic: edit.automatic ?? [false, false, false],
        typed: untyped(draft, AXES.flatMap(sizeName)),
      }
    }
    case 'all':
      return edit.draft
  }
}
