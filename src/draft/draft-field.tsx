import { brief, inUnit } from '../contract/length.ts'
import { NumberField } from './number-field.tsx'
import { useDraft, type DraftStore } from './draft-store.ts'
import { fieldLimits, fieldProblem, readField, type Field, type Scale } from './fields.ts'
import { scaleOf, type History } from './history.ts'

const PIVOT_STEP = 0.01
const SIZE_DIGITS = 4

/** What an arrow key adds: a hundredth of the box to a pivot or offset, one per cent to a size. */
function stepped({ quantity, axis }: Field, { unit, sizeMetres }: Scale) {
  if (quantity === 'size')
    return (value: number, times: number) => Number((value * 1.01 ** times).toPrecision(SIZE_DIGITS))
  const step = quantity === 'pivot' ? PIVOT_STEP : inUnit(PIVOT_STEP * sizeMetres[axis], unit)
  return (value: number, times: number) => Number((value + times * step).toPrecision(12))
}

/** A field's number in the unit that it is shown in; an automatic size shows what it works out to. */
function fieldValue(history: History, { quantity, axis }: Field): number {
  const { present, settings } = history
  const { sizeMetres } = scaleOf(history)
  if (quantity === 'pivot') return present.pivotNormalised[axis]
  return inUnit(
    quantity === 'size' ? sizeMetres[axis] : present.pivotNormalised[axis] * sizeMetres[axis],
    settings.unit,
  )
}

export interface DraftFieldProps {
  readonly store: DraftStore
  readonly field: Field
}

/** A number field that edits one number of the draft. */
export function DraftField({ store, field }: DraftFieldProps) {
  const value = useDraft(store, (history) => fieldValue(history, field))
  const wrongText = useDraft(store, ({ present }) => present.typed[field.name] ?? null)
  const automatic = useDraft(store, ({ present }) => field.quantity !== 'pivot' && present.automatic[field.axis])
  const unit = useDraft(store, ({ settings }) => settings.unit)
  const extent = useDraft(store, (history) =>
    field.quantity === 'offset' ? scaleOf(history).sizeMetres[field.axis] : 1,
  )
  const scale: Scale = { unit, sizeMetres: [extent, extent, extent] }
  return (
    <NumberField
      name={field.name}
      value={value}
      {...fieldLimits(field, scale)}
      brief={brief}
      read={(text) => {
        const number = readField(field, text, scale)
        if (number === null || field.quantity === 'pivot') return number
        return inUnit(field.quantity === 'size' ? number : number * extent, unit)
      }}
      wrongText={wrongText}
      problem={fieldProblem(field, scale)}
      {...(field.quantity === 'pivot' ? {} : { unit })}
      dimmed={automatic}
      step={stepped(field, scale)}
      onText={(text) => store.dispatch({ do: 'change', edit: { kind: 'type', field: field.name, text } })}
      onCommit={() => store.dispatch({ do: 'commit' })}
      onCancel={() => store.dispatch({ do: 'cancel', field: field.name })}
    />
  )
}
