import { Slider } from 'radix-ui'
import bar from '../ui/slider.module.css'
import css from './viewer-bar.module.css'

const STOPS = 2

const say = (stops: number): string =>
  stops === 0
    ? '0'
    : `${stops > 0 ? '+' : '−'}${Math.abs(stops)
        .toFixed(2)
        .replace(/\.?0+$/, '')}`

export interface ExposureSliderProps {
  readonly stops: number
  readonly onChange: (stops: number) => void
}

/** Brighter or darker by up to two stops, as on a camera. A double click resets it. */
export const ExposureSlider = ({ stops, onChange }: ExposureSliderProps) => (
  <div className={css.row}>
    <span>Exposure</span>
    <Slider.Root
      className={bar.slider}
      min={-STOPS}
      max={STOPS}
      step={0.25}
      value={[stops]}
      onValueChange={([next]) => onChange(next ?? 0)}
      onDoubleClick={() => onChange(0)}
    >
      <Slider.Track className={bar.track}>
        <Slider.Range className={bar.range} />
      </Slider.Track>
      <Slider.Thumb className={bar.thumb} aria-label="Exposure" aria-valuetext={`${say(stops)} stops`} />
    </Slider.Root>
    <output className={css.stops}>{say(stops)}</output>
  </div>
)
