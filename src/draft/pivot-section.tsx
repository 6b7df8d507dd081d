import { AXES } from '../contract/vec3.ts'
import { Button } from '../ui/button.tsx'
import { DraftField } from './draft-field.tsx'
import { useDraft, type DraftStore } from './draft-store.ts'
import { OFFSET_FIELDS, PIVOT_FIELDS } from './fields.ts'
import { PIVOT_PRESETS, type PivotPreset } from './pivot-presets.ts'
import css from './section.module.css'

const AXIS_CLASSES = [css.x, css.y, css.z]

export function PresetButton({
  store,
  preset: { name, pivotNormalised },
}: {
  readonly store: DraftStore
  readonly preset: PivotPreset
}) {
  const pressed = useDraft(store, ({ present }) =>
    AXES.every((axis) => present.pivotNormalised[axis] === pivotNormalised[axis]),
  )
  return (
    <Button
      small
      aria-pressed={pressed}
      onClick={() => store.dispatch({ do: 'commit', edit: { kind: 'pivot', pivotNormalised } })}
    >
      {name}
    </Button>
  )
}

/** Where the mesh's origin will be, from -0.5 to 0.5 of its box along each axis. */
export const PivotSection = ({ store }: { readonly store: DraftStore }) => (
  <section className={css.section} aria-labelledby="pivot-title">
    <h2 className={css.title} id="pivot-title">
      Pivot
    </h2>
    <div className={css.triple}>
      {PIVOT_FIELDS.map((field) => (
        <div key={field.name}>
          <span className={`${css.axis} ${AXIS_CLASSES[field.axis]}`} aria-hidden="true">
            {'XYZ'[field.axis]}
          </span>
          <DraftField store={store} field={field} />
        </div>
      ))}
    </div>
    <h3 className={css.rowName} title="How far the pivot is from the centre of the box">
      From centre
    </h3>
    <div className={css.triple}>
      {OFFSET_FIELDS.map((field) => (
        <div key={field.name}>
          <span className={`${css.axis} ${AXIS_CLASSES[field.axis]}`} aria-hidden="true">
            {'XYZ'[field.axis]}
          </span>
          <DraftField store={store} field={field} />
        </div>
      ))}
    </div>
    <div className={css.presets}>
      {PIVOT_PRESETS.map((preset) => (
        <PresetButton key={preset.name} store={store} preset={preset} />
      ))}
    </div>
  </section>
)
