import panel from './result-panel.module.css'
import css from './no-mesh.module.css'
import { resultName } from './result-title.ts'

export interface NoMeshProps {
  /** Counted from 0. */
  readonly spin: number
  readonly spinLabel: string | null
}

/** In the place of a result, for a spin that has none. */
export const NoMesh = ({ spin, spinLabel }: NoMeshProps) => (
  <section className={css.none} aria-label="Result">
    <h2 className={panel.heading}>
      {resultName({ kind: 'preview', request: { selected_spin_index: spin }, spinLabel })}
    </h2>
    <p className={css.note}>No mesh yet: Generate.</p>
  </section>
)
