import { UNITS, sayLength, speakLength, type Unit } from '../contract/length.ts'
import { SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import { Button } from '../ui/button.tsx'
import { Slider } from '../ui/slider.tsx'
import { DraftField } from './draft-field.tsx'
import css from './section.module.css'
import { useDraft, type DraftStore } from './draft-store.ts'
import { SIZE_FIELDS, type Field } from './fields.ts'
import { naturalOf, scaleOf } from './history.ts'
import { KINDS } from './kinds.ts'
import { isRough } from './naturals.ts'
import { aboutText, draftStretch, naturalEdit } from './stretch.ts'

export function SizeRow({ store, field }: { readonly store: DraftStore; readonly field: Field }) {
  const { axis, name } = field
  const metres = useDraft(store, (history) => scaleOf(history).sizeMetres[axis])
  const automatic = useDraft(store, ({ present }) => present.automatic[axis])
  const unit = useDraft(store, ({ settings }) => settings.unit)
  const rough = useDraft(store, (history) => isRough(naturalOf(history)))
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
        valueText={`${automatic && rough ? 'about ' : ''}${speakLength(metres, unit)}`}
        dimmed={automatic}
        onChange={(next) => store.dispatch({ do: 'change', edit: { kind: 'size', axis, metres: next } })}
        onCommit={() => store.dispatch({ do: 'commit' })}
        onCancel={() => store.dispatch({ do: 'cancel' })}
      />
      <DraftField store={store} field={field} />
      <Button
        small
        aria-pressed={automatic}
        aria-label={`Auto ${name.toLowerCase()}`}
        title={`Let the mesh decide its ${name.toLowerCase()}`}
        onClick={() => store.dispatch({ do: 'commit', edit: { kind: 'automatic', axis, on: !automatic } })}
      >
        Auto
      </Button>
    </div>
  )
}

/** Says when the mesh will come out stretched, and undoes that; else what the automatic sides come to, as far as that is known. */
function Proportions({ store }: { readonly store: DraftStore }) {
  const stretch = useDraft(store, draftStretch)
  const about = useDraft(store, aboutText)
  const isNatural = useDraft(store, (history) => naturalEdit(history) === null)
  const restore = () => {
    const edit = naturalEdit(store.get())
    if (edit) store.dispatch({ do: 'commit', edit })
  }
  return (
    <div className={css.stretch}>
      <output className={stretch ? css.stretched : undefined}>{stretch ?? about}</output>
      <Button look="quiet" small icon="reset" aria-disabled={isNatural} onClick={restore}>
        Reset proportions
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
        <Button
          small
          icon="lock"
          aria-pressed={locked}
          title="Changing one size leaves the proportions as they are"
          onClick={() => store.dispatch({ do: 'set', settings: { locked: !locked } })}
        >
          Lock proportions
        </Button>
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
      <Proportions store={store} />
      <fieldset className={css.kinds} aria-label="Start from the size of a">
        {KINDS.map((kind) => (
          <Button
            key={kind.name}
            small
            className={css.kind ?? ''}
            title={`As high as a ${kind.name.toLowerCase()}: ${sayLength(kind.heightMetres, unit, 3)}. The other sides follow.`}
            onClick={() =>
              store.dispatch({ do: 'commit', edit: { kind: 'govern', axis: 1, metres: kind.heightMetres } })
            }
          >
            {kind.name}
          </Button>
        ))}
      </fieldset>
    </section>
  )
}
