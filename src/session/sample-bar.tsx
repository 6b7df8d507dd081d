import { SAMPLES } from './samples.ts'
import css from './sample-bar.module.css'

export interface SampleBarProps {
  readonly openCode: string
  readonly onOpen: (code: string) => void
}

/** The bundled samples, one click each. */
export const SampleBar = ({ openCode, onOpen }: SampleBarProps) => (
  <div className={css.bar} role="group" aria-label="Samples">
    {SAMPLES.map(({ code, name, file }) => (
      <button key={code} type="button" className={css.sample} aria-label={`Sample: ${name}`} title={name} aria-pressed={code === openCode} onClick={() => onOpen(code)}>
        <img src={`/samples/${file}`} alt="" draggable={false} />
      </button>
    ))}
  </div>
)
