import { UNITS, sayLength, speakLength, type Unit } from '../contract/length.ts'
import { SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import { Button } from '../ui/button.tsx'
import { Slider } from '../ui/slider.tsx'
import { DraftField } from './draft-field.tsx'
import css from './section.module.css'
import { useDraft, type DraftStore } from './draft-store.ts'
import { SIZE_FIELDS, type Field } from './fields.ts'
import { scaleOf, type History } from './history.ts'
import { KINDS, boxOfKind } from './kinds.ts'
import { isStretched, mayStretch, stretchWarning, unstretched } from './stretch.ts'

export function SizeRow({ store, field }: { readonly store: DraftStore; readonly field: Field }) {
  const { axis, name } = field
  const metres = useDraft(store, (history) => scaleOf(history).sizeMetres[axis])
  const automatic = useDraft(store, ({ present }) => present.automatic[axis])
  const unit = useDraft(store, ({ settings }) => settings.unit)
  return (
    <div className={css.row}>
      <span className={css.label} aria-hidden="true">
        {name}
      </span>
      <Slider
        name={name}
        value={metres}
        min={SIZE_LIMITS_METRES.sliderMin}
        max={SIZE_LIMITS_METRES.sliderMax}
        valueText={speakLength(metres, unit)}
        dimmed={automatic}
        onChange={(next) => store.dispatch({ do: 'change', edit: { kind: 'size', axis, metres: next } })}
        onCommit={() => store.dispatch({ do: 'commit' })}
        onCancel={() => store.dispatch({ do: 'cancel' })}
      />
      <DraftField store={store} field={field} />
      <button
        type="button"
        className={css.auto}
        aria-pressed={automatic}
        aria-label={`Auto ${name.toLowerCase()}`}
        title={`Let the mesh decide its ${name.toLowerCase()}`}
        onClick={() => store.dispatch({ do: 'commit', edit: { kind: 'automatic', axis, on: !automatic } })}
      >
        Auto
      </button>
    </div>
  )
}

const outlineToKeep = ({ present, outline }: History): History['outline'] => (mayStretch(present) ? outline : null)

/** Warns when the box stretches the subject, and offers to undo that. Empty when the picture does not tell the subject's proportions. */
function Stretch({ store }: { readonly store: DraftStore }) {
  const known = useDraft(store, ({ outline }) => outline !== null)
  const warning = useDraft(store, (history) => stretchWarning(scaleOf(history).sizeMetres, outlineToKeep(history)))
  const stretched = useDraft(store, (history) => {
    const outline = outlineToKeep(history)
    return outline !== null && isStretched(scaleOf(history).sizeMetres, outline)
  })
  const unstretch = () => {
    const history = store.get()
    const { sizeMetres } = scaleOf(history)
    const outline = outlineToKeep(history)
    if (!outline || !isStretched(sizeMetres, outline)) return
    store.dispatch({ do: 'commit', edit: { kind: 'box', ...unstretched(history.present, sizeMetres, outline) } })
  }
  if (!known) return null
  return (
    <div className={css.stretch}>
      <output>{warning}</output>
      <Button look="quiet" aria-disabled={!stretched} onClick={unstretch}>
        As the spin’s proportions
      </Button>
    </div>
  )
}

/** Width, height and depth of the box that the mesh will fill. */
export function SizeSection({ store }: { readonly store: DraftStore }) {
  const unit = useDraft(store, ({ settings }) => settings.unit)
  const locked = useDraft(store, ({ settings }) => settings.locked)
  return (
    <section className={css.section} aria-labelledby="size-title">
      <div className={css.head}>
        <h2 className={css.title} id="size-title">
          Size
        </h2>
        <button
          type="button"
          className={css.chip}
          aria-pressed={locked}
          title="Changing one size scales the other two"
          onClick={() => store.dispatch({ do: 'set', settings: { locked: !locked } })}
        >
          Lock proportions
        </button>
        <select
          className={css.unit}
          aria-label="Unit"
          value={unit}
          onChange={(event) => store.dispatch({ do: 'set', settings: { unit: event.target.value as Unit } })}
        >
          {UNITS.map((option) => (
            <option key={option.unit} value={option.unit} title={option.name}>
              {option.unit}
            </option>
          ))}
        </select>
      </div>
      {SIZE_FIELDS.map((field) => (
        <SizeRow key={field.name} store={store} field={field} />
      ))}
      <Stretch store={store} />
      <fieldset className={css.kinds} aria-label="Start from the size of a">
        {KINDS.map((kind) => (
          <button
            key={kind.name}
            type="button"
            className={css.chip}
            title={`As large as a ${kind.name.toLowerCase()}: ${sayLength(kind.sizeMetres[1], unit, 3)} high`}
            onClick={() =>
              store.dispatch({ do: 'commit', edit: { kind: 'box', sizeMetres: boxOfKind(kind, store.get().outline) } })
            }
          >
            {kind.name}
          </button>
        ))}
      </fieldset>
    </section>
  )
}
