import { MAX_SPINS, PIVOT_LIMITS, SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import { AXES, vec3, type Axis, type Vec3 } from '../contract/vec3.ts'
import { drawnSizeMetres, type Draft } from './draft.ts'
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
  /** One side is given, and the others follow it in natural proportions [FIT-2]. */
  | { readonly kind: 'govern'; readonly axis: Axis; readonly metres: number }
  /** Every given size times `factor`, as for a file whose unit was mistaken. */
  | { readonly kind: 'scale'; readonly factor: number }
  /** The whole draft, as for `Start over`. */
  | { readonly kind: 'all'; readonly draft: Draft }

export interface EditContext {
  /** How lengths are read. */
  readonly scale: Scale
  /** What automatic sides are in proportion to. */
  readonly proportions: Vec3
  /** Whether the sizes keep their proportions. */
  readonly locked: boolean
  /** Whether sizes that follow another one keep within the limits of a request too, at the cost of the proportions. */
  readonly limited: boolean
  /** The draft before the gesture, whose proportions are kept. */
  readonly gestureStart: Draft
}

const DRAGGED_DIGITS = 4
/** A dragged pivot moves by ten-thousandths of the box. */
const PIVOT_STEPS = 1e4

const clamp = (value: number, { min, max }: { readonly min: number; readonly max: number }): number =>
  Math.min(max, Math.max(min, value))

/** A dragged number needs no more digits; a typed one keeps all of them. */
const roundDragged = (value: number): number => Number(value.toPrecision(DRAGGED_DIGITS))
// Adding 0 turns -0 into 0.
const roundDraggedPivot = (value: number): number => Math.round(value * PIVOT_STEPS) / PIVOT_STEPS + 0

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

const limitedTo = (metres: number, limited: boolean): number => (limited ? clamp(metres, SIZE_LIMITS_METRES) : metres)

/** Gives one side, and leaves the others to follow it. What was half typed into them is gone. */
const govern = (draft: Draft, axis: Axis, metres: number): Draft => ({
  ...draft,
  sizeMetres: replace(draft.sizeMetres, axis, metres),
  automatic: replace([true, true, true], axis, false),
  typed: typedWithout(draft, AXES.flatMap(sizeName)),
})

const SAME = 1e-3

/** Whether a box has been given proportions other than the natural ones, as far as these are known. */
function isOwnShape({ sizeMetres, automatic }: Draft, proportions: Vec3): boolean {
  const scales = AXES.filter((axis) => !automatic[axis]).map((axis) => sizeMetres[axis] / proportions[axis])
  return Math.max(...scales) > Math.min(...scales) * (1 + SAME)
}

/**
 * Sets one size. With the lock on, the proportions stay, and no guess at them becomes part of a request:
 * [LOCK-1] Where the others followed one side, or all were automatic, they follow this one now.
 * [LOCK-2] Where more sides are given, they are scaled by the same factor, which `limitFactor` may reduce. It is measured from the start of
 * the gesture, so that rounding does not add up.
 * [LOCK-3] An automatic side of a box that was given its own proportions is given too.
 */
function resize(
  draft: Draft,
  axis: Axis,
  metres: number,
  { locked, limited, gestureStart, proportions }: EditContext,
  limitFactor: (factor: number, given: readonly number[]) => number,
): Draft {
  const { automatic } = gestureStart
  if (!locked)
    return {
      ...draft,
      sizeMetres: replace(draft.sizeMetres, axis, metres),
      automatic: replace(draft.automatic, axis, false),
    }
  const given = AXES.filter((side) => !automatic[side])
  if (given.length <= 1 || (automatic[axis] && !isOwnShape(gestureStart, proportions)))
    return govern(draft, axis, metres)
  const before = drawnSizeMetres(gestureStart, proportions)
  const moved = AXES.filter((side) => side === axis || !automatic[side])
  const requested = metres / before[axis]
  const factor = limitFactor(
    requested,
    moved.map((side) => before[side]),
  )
  const scaled = vec3((side) =>
    moved.includes(side) ? limitedTo(before[side] * factor, limited) : draft.sizeMetres[side],
  )
  return {
    ...draft,
    sizeMetres: factor === requested ? replace(scaled, axis, metres) : scaled,
    automatic: replace(automatic, axis, false),
    typed: typedWithout(draft, moved.flatMap(sizeName)),
  }
}

/** A drag stops where any of the sizes meets its limit. */
const withinLimits = (requested: number, sizesMetres: readonly number[]): number =>
  sizesMetres.reduce(
    (factor, metres) => clamp(factor, { min: SIZE_LIMITS_METRES.min / metres, max: SIZE_LIMITS_METRES.max / metres }),
    requested,
  )

function dragSize(draft: Draft, axis: Axis, metres: number, context: EditContext): Draft {
  if (!Number.isFinite(metres)) return draft
  const cleared = { ...draft, typed: typedWithout(draft, sizeName(axis)) }
  const limitFactor = context.limited ? withinLimits : (factor: number) => factor
  return resize(cleared, axis, clamp(roundDragged(metres), SIZE_LIMITS_METRES), context, limitFactor)
}

/** A typed size stands, and only the others stop at their limits. */
function typeSize(draft: Draft, axis: Axis, metres: number, context: EditContext): Draft {
  const cleared = { ...draft, typed: typedWithout(draft, sizeName(axis)) }
  return resize(cleared, axis, metres, context, (factor) => factor)
}

function typeInto(draft: Draft, name: FieldName, text: string, context: EditContext): Draft {
  const field = fieldNamed(name)
  const value = readField(field, text, context.scale)
  if (value === null) return { ...draft, typed: { ...draft.typed, [name]: text } }
  if (field.quantity === 'size') return typeSize(draft, field.axis, value, context)
  return {
    ...draft,
    typed: typedWithout(draft, pivotNames([field.axis])),
    pivotNormalised: replace(draft.pivotNormalised, field.axis, value),
  }
}

/** An axis that did not move keeps all the digits that were typed. */
function setPivot(draft: Draft, requested: Vec3): Draft {
  if (!requested.every(Number.isFinite)) return draft
  const pivotNormalised = vec3((axis) => {
    const before = draft.pivotNormalised[axis]
    return requested[axis] === before ? before : clamp(roundDraggedPivot(requested[axis]), PIVOT_LIMITS)
  })
  const changed = AXES.filter((axis) => pivotNormalised[axis] !== draft.pivotNormalised[axis])
  return { ...draft, pivotNormalised, typed: typedWithout(draft, pivotNames(changed)) }
}

function setGovern(draft: Draft, axis: Axis, metres: number, limited: boolean): Draft {
  return Number.isFinite(metres) && metres > 0 ? govern(draft, axis, limitedTo(metres, limited)) : draft
}

/** Twelve digits, as a double carries no more through a multiplication. */
function scaleSizes(draft: Draft, factor: number, limited: boolean): Draft {
  if (!Number.isFinite(factor) || factor <= 0) return draft
  const sizeMetres = vec3((axis) => limitedTo(Number((draft.sizeMetres[axis] * factor).toPrecision(12)), limited))
  return { ...draft, sizeMetres, typed: typedWithout(draft, AXES.flatMap(sizeName)) }
}

/** A side that is given again has the size that it was drawn with; with the lock on, others may follow it [LOCK-1]. */
function setAutomatic(draft: Draft, axis: Axis, on: boolean, context: EditContext): Draft {
  const drawn = drawnSizeMetres(draft, context.proportions)[axis]
  if (!on && draft.automatic[axis]) return dragSize(draft, axis, drawn, { ...context, gestureStart: draft })
  return { ...draft, automatic: replace(draft.automatic, axis, on), typed: typedWithout(draft, sizeName(axis)) }
}

function setSpin(draft: Draft, index: number | null): Draft {
  const exists = index === null || (Number.isInteger(index) && index >= 0 && index < MAX_SPINS)
  return exists ? { ...draft, spinIndex: index } : draft
}

/** Applies one edit. A number out of range is clamped; an edit with NaN or infinity changes nothing. */
export function applyEdit(draft: Draft, edit: Edit, context: EditContext): Draft {
  switch (edit.kind) {
    case 'spin':
      return setSpin(draft, edit.index)
    case 'size':
      return dragSize(draft, edit.axis, edit.metres, context)
    case 'automatic':
      return setAutomatic(draft, edit.axis, edit.on, context)
    case 'pivot':
      return setPivot(draft, edit.pivotNormalised)
    case 'mend':
      return { ...draft, mended: edit.version }
    case 'type':
      return typeInto(draft, edit.field, edit.text, context)
    case 'govern':
      return setGovern(draft, edit.axis, edit.metres, context.limited)
    case 'scale':
      return scaleSizes(draft, edit.factor, context.limited)
    case 'all':
      return edit.draft
  }
}
