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

/** One change to a draft, whether by slider, field, key or a handle in the stage. */
export type Edit =
  | { readonly kind: 'spin'; readonly index: number | null }
  | { readonly kind: 'size'; readonly axis: Axis; readonly metres: number }
  | { readonly kind: 'automatic'; readonly axis: Axis; readonly on: boolean }
  | { readonly kind: 'pivot'; readonly pivotNormalised: Vec3 }
  /** Corrects the fault of the delivered mesh with this version. */
  | { readonly kind: 'mend'; readonly version: string }
  | { readonly kind: 'type'; readonly field: FieldName; readonly text: string }
  /** All three sizes, given unless `automatic` says otherwise. */
  | { readonly kind: 'box'; readonly sizeMetres: Vec3; readonly automatic?: Draft['automatic'] }
  /** The whole draft, as for `Start over`. */
  | { readonly kind: 'all'; readonly draft: Draft }

export interface EditContext {
  /** How lengths are read. */
  readonly scale: Scale
  /** Whether the sizes keep their proportions. */
  readonly locked: boolean
  /** The draft before the gesture, whose proportions are kept. */
  readonly gestureStart: Draft
}

const DRAGGED_DIGITS = 4
const DRAGGED_PIVOT_STEP = 1e4

const clamp = (value: number, { min, max }: { readonly min: number; readonly max: number }): number =>
  Math.min(max, Math.max(min, value))

/** A dragged number needs no more digits; a typed one keeps all of them. */
const roundDragged = (value: number): number => Number(value.toPrecision(DRAGGED_DIGITS))

const replace = <T>(triple: readonly [T, T, T], axis: Axis, value: T): readonly [T, T, T] => {
  const next: [T, T, T] = [...triple]
  next[axis] = value
  return next
}

/** The half-typed texts without those of the fields named. */
export function typedWithout(draft: Draft, names: readonly FieldName[]): Draft['typed'] {
  if (!names.some((name) => draft.typed[name] !== undefined)) return draft.typed
  return Object.fromEntries(Object.entries(draft.typed).filter(([name]) => !names.some((removed) => removed === name)))
}

const pivotNames = (axes: readonly Axis[]): FieldName[] =>
  [...PIVOT_FIELDS, ...OFFSET_FIELDS].filter(({ axis }) => axes.includes(axis)).map(({ name }) => name)

const sizeName = (axis: Axis): FieldName[] => SIZE_FIELDS.filter((field) => field.axis === axis).map(({ name }) => name)

/**
 * Sets one size, and with the lock on scales the other given ones by the same factor. The factor is measured from the start of the gesture,
 * so that rounding does not add up. A drag stops where any size meets its limit; a typed number stands, and only the others stop.
 */
function resize(
  draft: Draft,
  axis: Axis,
  metres: number,
  { locked, gestureStart }: EditContext,
  typed: boolean,
): Draft {
  const { min, max } = SIZE_LIMITS_METRES
  const automatic = replace(draft.automatic, axis, false)
  if (!locked || gestureStart.automatic[axis])
    return { ...draft, sizeMetres: replace(draft.sizeMetres, axis, metres), automatic }
  const { sizeMetres, automatic: wasAutomatic } = gestureStart
  const given = AXES.filter((side) => !wasAutomatic[side])
  const requested = metres / sizeMetres[axis]
  const allowed = given.reduce(
    (factor, side) => clamp(factor, { min: min / sizeMetres[side], max: max / sizeMetres[side] }),
    requested,
  )
  const factor = typed ? requested : allowed
  const scaled = vec3((side) =>
    given.includes(side) ? clamp(sizeMetres[side] * factor, SIZE_LIMITS_METRES) : draft.sizeMetres[side],
  )
  return {
    ...draft,
    sizeMetres: factor === requested ? replace(scaled, axis, metres) : scaled,
    automatic,
    typed: typedWithout(draft, given.flatMap(sizeName)),
  }
}

function typeInto(draft: Draft, name: FieldName, text: string, context: EditContext): Draft {
  const field = fieldNamed(name)
  const value = readField(field, text, context.scale)
  if (value === null) return { ...draft, typed: { ...draft.typed, [name]: text } }
  if (field.quantity === 'size')
    return resize({ ...draft, typed: typedWithout(draft, [name]) }, field.axis, value, context, true)
  return {
    ...draft,
    typed: typedWithout(draft, pivotNames([field.axis])),
    pivotNormalised: replace(draft.pivotNormalised, field.axis, value),
  }
}

/** Applies one edit. A number out of range is clamped; an edit with NaN or infinity changes nothing. */
export function applyEdit(draft: Draft, edit: Edit, context: EditContext): Draft {
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
        { ...draft, typed: typedWithout(draft, sizeName(axis)) },
        axis,
        clamp(roundDragged(metres), SIZE_LIMITS_METRES),
        context,
        false,
      )
    }
    case 'automatic':
      return {
        ...draft,
        automatic: replace(draft.automatic, edit.axis, edit.on),
        typed: typedWithout(draft, sizeName(edit.axis)),
      }
    case 'pivot': {
      if (!edit.pivotNormalised.every(Number.isFinite)) return draft
      const snapped = (axis: Axis) => Math.round(edit.pivotNormalised[axis] * DRAGGED_PIVOT_STEP) / DRAGGED_PIVOT_STEP
      // An axis that did not move keeps all the digits that were typed.
      const moved = (axis: Axis) =>
        edit.pivotNormalised[axis] === draft.pivotNormalised[axis] ? draft.pivotNormalised[axis] : snapped(axis) + 0
      const pivotNormalised = vec3((axis) => clamp(moved(axis), PIVOT_LIMITS))
      const changed = AXES.filter((axis) => pivotNormalised[axis] !== draft.pivotNormalised[axis])
      return { ...draft, pivotNormalised, typed: typedWithout(draft, pivotNames(changed)) }
    }
    case 'mend':
      return { ...draft, mended: edit.version }
    case 'type':
      return typeInto(draft, edit.field, edit.text, context)
    case 'box': {
      if (!edit.sizeMetres.every(Number.isFinite)) return draft
      // A side that stays the same keeps all the digits that were typed.
      const sized = (axis: Axis) =>
        edit.sizeMetres[axis] === draft.sizeMetres[axis] ? draft.sizeMetres[axis] : roundDragged(edit.sizeMetres[axis])
      const sizeMetres = vec3((axis) => clamp(sized(axis), SIZE_LIMITS_METRES))
      return {
        ...draft,
        sizeMetres,
        automatic: edit.automatic ?? [false, false, false],
        typed: typedWithout(draft, AXES.flatMap(sizeName)),
      }
    }
    case 'all':
      return edit.draft
  }
}
