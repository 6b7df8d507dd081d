import { SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import { Slider } from '../ui/slider.tsx'
import { DraftField, shownValue } from './draft-field.tsx'
import css from './section.module.css'
import { useDraft, type DraftStore } from './draft-store.ts'
import { SIZE_FIELDS, type Field } from './fields.ts'

function SizeRow({ store, field }: { readonly store: DraftStore; readonly field: Field }) {
  const { axis, name } = field
  const value = useDraft(store, (history) => shownValue(history, field))
  const automatic = useDraft(store, ({ present }) => present.automatic[axis])
  return (
    <div className={css.row}>
      <span className={css.label} aria-hidden="true">
        {name}
      </span>
      <Slider
        name={name}
        value={value}
        min={SIZE_LIMITS_METRES.sliderMin}
        max={SIZE_LIMITS_METRES.sliderMax}
        unit="metres"
        dimmed={automatic}
        onChange={(metres) => store.dispatch({ do: 'change', edit: { kind: 'size', axis, metres } })}
        onCommit={() => store.dispatch({ do: 'commit' })}
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

/** Width, height and depth of the box the mesh will fill, in metres. */
export const SizeSection = ({ store }: { readonly store: DraftStore }) => (
  <section className={css.section} aria-labelledby="size-title">
    <h2 className={css.title} id="size-title">
      Size
    </h2>
    {SIZE_FIELDS.map((field) => (
      <SizeRow key={field.name} store={store} field={field} />
    ))}
  </section>
)
