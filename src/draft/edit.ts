import { MAX_SPINS, PIVOT_LIMITS, SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import { vec3, type Axis, type Vec3 } from '../contract/vec3.ts'
import type { Draft } from './draft.ts'
import { PIVOT_FIELDS, SIZE_FIELDS, fieldNamed, readField, type FieldName } from './fields.ts'

/** One change to a draft, whichever hand it came from: slider, field, handle in the stage, key. */
export type Edit =
  | { readonly kind: 'spin'; readonly index: number | null }
  | { readonly kind: 'size'; readonly axis: Axis; readonly metres: number }
  | { readonly kind: 'automatic'; readonly axis: Axis; readonly on: boolean }
  | { readonly kind: 'pivot'; readonly pivotNormalised: Vec3 }
  | { readonly kind: 'type'; readonly field: FieldName; readonly text: string }

const DRAGGED_DIGITS = 4
const DRAGGED_PIVOT_STEP = 1e4

const clamp = (value: number, { min, max }: { readonly min: number; readonly max: number }): number => Math.min(max, Math.max(min, value))

/** A hand is no more exact than this; what is typed is kept to its last digit. */
const dragged = (value: number): number => Number(value.toPrecision(DRAGGED_DIGITS))

const replace = <T>(triple: readonly [T, T, T], axis: Axis, value: T): readonly [T, T, T] => {
  const next: [T, T, T] = [...triple]
  next[axis] = value
  return next
}

function untyped(draft: Draft, names: readonly FieldName[]): Draft['typed'] {
  if (!names.some((name) => draft.typed[name] !== undefined)) return draft.typed
  return Object.fromEntries(Object.entries(draft.typed).filter(([name]) => !names.some((gone) => gone === name)))
}

const sizeName = (axis: Axis): FieldName[] => SIZE_FIELDS.filter((field) => field.axis === axis).map(({ name }) => name)

function typeInto(draft: Draft, name: FieldName, text: string): Draft {
  const field = fieldNamed(name)
  const value = readField(field, text)
  if (value === null) return { ...draft, typed: { ...draft.typed, [name]: text } }
  const typed = untyped(draft, [name])
  if (field.of === 'pivot') return { ...draft, typed, pivotNormalised: replace(draft.pivotNormalised, field.axis, value) }
  return { ...draft, typed, sizeMetres: replace(draft.sizeMetres, field.axis, value), automatic: replace(draft.automatic, field.axis, false) }
}

/** Applies one edit. A number out of range is brought into it, one that is no number changes nothing. */
export function applyEdit(draft: Draft, edit: Edit): Draft {
  switch (edit.kind) {
    case 'spin': {
      const { index } = edit
      const known = index === null || (Number.isInteger(index) && index >= 0 && index < MAX_SPINS)
      return known ? { ...draft, spinIndex: index } : draft
    }
    case 'size': {
      const { axis, metres } = edit
      if (!Number.isFinite(metres)) return draft
      const sizeMetres = replace(draft.sizeMetres, axis, clamp(dragged(metres), SIZE_LIMITS_METRES))
      return { ...draft, sizeMetres, automatic: replace(draft.automatic, axis, false), typed: untyped(draft, sizeName(axis)) }
    }
    case 'automatic':
      return { ...draft, automatic: replace(draft.automatic, edit.axis, edit.on), typed: untyped(draft, sizeName(edit.axis)) }
    case 'pivot': {
      if (!edit.pivotNormalised.every(Number.isFinite)) return draft
      const snapped = (axis: Axis) => Math.round(edit.pivotNormalised[axis] * DRAGGED_PIVOT_STEP) / DRAGGED_PIVOT_STEP
      // An axis that the hand did not move keeps its last typed digit.
      const moved = (axis: Axis) => (edit.pivotNormalised[axis] === draft.pivotNormalised[axis] ? draft.pivotNormalised[axis] : snapped(axis) + 0)
      const pivotNormalised = vec3((axis) => clamp(moved(axis), PIVOT_LIMITS))
      const names = PIVOT_FIELDS.filter(({ axis }) => pivotNormalised[axis] !== draft.pivotNormalised[axis]).map(({ name }) => name)
      return { ...draft, pivotNormalised, typed: untyped(draft, names) }
    }
    case 'type':
      return typeInto(draft, edit.field, edit.text)
  }
}
