import { SAMPLES } from './samples.ts'
import css from './sample-bar.module.css'

export interface SampleBarProps {
  readonly openCode: string
  /** Code of the session that is being opened. */
  readonly opening: string | null
  readonly onPick: (code: string) => void
}

/** The bundled samples, one click each. */
export const SampleBar = ({ openCode, opening, onPick }: SampleBarProps) => (
  <fieldset className={css.bar} aria-label="Samples">
    {SAMPLES.map(({ code, name, file }) => (
      <button
        key={code}
        type="button"
        className={css.sample}
        aria-label={`Sample: ${name}`}
        title={name}
        aria-pressed={code === openCode}
        aria-busy={code === opening}
        onClick={() => onPick(code)}
      >
        <img src={`/samples/${file}`} alt="" draggable={false} />
      </button>
    ))}
  </fieldset>
)
