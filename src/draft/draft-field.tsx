import { brief, inUnit } from '../contract/length.ts'
import { NumberField } from '../ui/number-field.tsx'
import { useDraft, type DraftStore } from './draft-store.ts'
import { fieldLimits, fieldProblem, readField, type Field, type Scale } from './fields.ts'
import { scaleOf, type History } from './history.ts'

const PIVOT_STEP = 0.01
const SIZE_DIGITS = 4

/** One arrow key: a hundredth of the box for a pivot, one per cent for a size. */
function stepped({ of, axis }: Field, { unit, sizeMetres }: Scale) {
  if (of === 'size') return (value: number, times: number) => Number((value * 1.01 ** times).toPrecision(SIZE_DIGITS))
  const step = of === 'pivot' ? PIVOT_STEP : inUnit(PIVOT_STEP * sizeMetres[axis], unit)
  return (value: number, times: number) => Number((value + times * step).toPrecision(12))
}

/** What a field stands for: the artist's own number, or for an automatic size what it comes to; in the unit it is shown in. */
function fieldValue(history: History, { of, axis }: Field): number {
  const { present, settings } = history
  const { sizeMetres } = scaleOf(history)
  if (of === 'pivot') return present.pivotNormalised[axis]
  return inUnit(of === 'size' ? sizeMetres[axis] : present.pivotNormalised[axis] * sizeMetres[axis], settings.unit)
}

export interface DraftFieldProps {
  readonly store: DraftStore
  readonly field: Field
}

/** The number field of one number of the draft. */
export function DraftField({ store, field }: DraftFieldProps) {
  const value = useDraft(store, (history) => fieldValue(history, field))
  const wrongText = useDraft(store, ({ present }) => present.typed[field.name] ?? null)
  const automatic = useDraft(store, ({ present }) => field.of !== 'pivot' && present.automatic[field.axis])
  const unit = useDraft(store, ({ settings }) => settings.unit)
  const extent = useDraft(store, (history) => (field.of === 'offset' ? scaleOf(history).sizeMetres[field.axis] : 1))
  const scale: Scale = { unit, sizeMetres: [extent, extent, extent] }
  return (
    <NumberField
      name={field.name}
      value={value}
      {...fieldLimits(field, scale)}
      brief={brief}
      read={(text) => {
        const taken = readField(field, text, scale)
        return taken === null || field.of === 'pivot'
          ? taken
          : inUnit(field.of === 'size' ? taken : taken * extent, unit)
      }}
      wrongText={wrongText}
      problem={fieldProblem(field, scale)}
      {...(field.of === 'pivot' ? {} : { unit })}
      dimmed={automatic}
      step={stepped(field, scale)}
      onText={(text) => store.dispatch({ do: 'change', edit: { kind: 'type', field: field.name, text } })}
      onCommit={() => store.dispatch({ do: 'commit' })}
      onCancel={() => store.dispatch({ do: 'cancel', field: field.name })}
    />
  )
}
