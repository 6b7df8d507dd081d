import { Slider } from 'radix-ui'
import { useRef } from 'react'
import bar from '../ui/slider.module.css'
import { useTouchSlide } from '../ui/touch-slide.ts'
import css from './viewer-bar.module.css'

const RANGE = { min: -2, max: 2, step: 0.25 }

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
export function ExposureSlider({ stops, onChange }: ExposureSliderProps) {
  const before = useRef(stops)
  const touch = useTouchSlide({ ...RANGE, onValue: onChange, onCancel: () => onChange(before.current) })
  return (
    <div className={css.row}>
      <span>Exposure</span>
      <Slider.Root
        className={bar.slider}
        {...RANGE}
        {...touch}
        value={[stops]}
        onPointerDownCapture={() => void (before.current = stops)}
        onValueChange={([next]) => onChange(next ?? 0)}
        onDoubleClick={() => onChange(0)}
      >
        <Slider.Track className={bar.track} data-way="">
          <Slider.Range className={bar.range} />
        </Slider.Track>
        <Slider.Thumb className={bar.thumb} aria-label="Exposure" aria-valuetext={`${say(stops)} stops`} />
      </Slider.Root>
      <output className={css.stops}>{say(stops)}</output>
    </div>
  )
}
