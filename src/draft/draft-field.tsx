import { NumberField } from '../ui/number-field.tsx'
import { drawnSizeMetres } from './draft.ts'
import { useDraft, type DraftStore } from './draft-store.ts'
import { fieldProblem, type Field } from './fields.ts'
import type { History } from './history.ts'

const PIVOT_STEP = 0.01
const SIZE_DIGITS = 4

/** One arrow key: a hundredth of the box for a pivot, one per cent for a size. */
const stepped = (field: Field) => (value: number, times: number) =>
  field.of === 'pivot' ? Math.round((value + times * PIVOT_STEP) * 1e6) / 1e6 : Number((value * 1.01 ** times).toPrecision(SIZE_DIGITS))

/** What a field shows: the artist's own number, or for an automatic size what it comes to. */
export function shownValue({ present, proportions }: History, { of, axis }: Field): number {
  if (of === 'pivot') return present.pivotNormalised[axis]
  return present.automatic[axis] ? Number(drawnSizeMetres(present, proportions)[axis].toPrecision(SIZE_DIGITS)) : present.sizeMetres[axis]
}

export interface DraftFieldProps {
  readonly store: DraftStore
  readonly field: Field
}

/** The number field of one number of the draft. */
export function DraftField({ store, field }: DraftFieldProps) {
  const value = useDraft(store, (history) => shownValue(history, field))
  const wrongText = useDraft(store, ({ present }) => present.typed[field.name] ?? null)
  const automatic = useDraft(store, ({ present }) => field.of === 'size' && present.automatic[field.axis])
  return (
    <NumberField
      name={field.name}
      value={value}
      min={field.min}
      max={field.max}
      wrongText={wrongText}
      problem={fieldProblem(field)}
      {...(field.of === 'size' ? { unit: 'm' } : {})}
      dimmed={automatic}
      step={stepped(field)}
      onText={(text) => store.dispatch({ do: 'change', edit: { kind: 'type', field: field.name, text } })}
      onCommit={() => store.dispatch({ do: 'commit' })}
    />
  )
}
