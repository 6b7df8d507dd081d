import { useRef } from 'react'
import { SlideBar } from '../ui/slide-bar.tsx'
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
  return (
    <div className={css.row} onPointerDownCapture={() => void (before.current = stops)}>
      <span>Exposure</span>
      <SlideBar
        {...RANGE}
        value={stops}
        onValue={onChange}
        onCancel={() => onChange(before.current)}
        onDoubleClick={() => onChange(0)}
        name="Exposure"
        valueText={`${say(stops)} stops`}
      />
      <output className={css.stops}>{say(stops)}</output>
    </div>
  )
}
