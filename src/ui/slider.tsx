import { Slider as Primitive } from 'radix-ui'
import css from './slider.module.css'
import { useTouchSlide } from './touch-slide.ts'

export interface SliderProps {
  readonly name: string
  readonly value: number
  readonly min: number
  readonly max: number
  /** Significant digits that a drag sets. */
  readonly digits?: number
  /** The value as a screen reader says it. */
  readonly valueText: string
  readonly dimmed?: boolean
  readonly onChange: (value: number) => void
  /** The pointer or key was released. */
  readonly onCommit: () => void
  /** A finger's drag turned out to scroll the page: everything since the last commit is to be as before. */
  readonly onCancel: () => void
}

const STEPS_PER_DECADE = 100

/**
 * A logarithmic slider: equal distances are equal ratios, so a coin and a house can be set equally finely. A value
 * beyond its ends is shown at the end and keeps its size.
 */
export function Slider({
  name,
  value,
  min,
  max,
  digits = 3,
  valueText,
  dimmed = false,
  onChange,
  onCommit,
  onCancel,
}: SliderProps) {
  const [low, high] = [Math.log10(min), Math.log10(max)]
  const position = Math.min(high, Math.max(low, Math.log10(value)))
  const range = { min: low, max: high, step: 1 / STEPS_PER_DECADE }
  const setTo = (next: number) => onChange(Number((10 ** next).toPrecision(digits)))
  const touch = useTouchSlide({ ...range, onValue: setTo, onCancel })
  return (
    <Primitive.Root
      className={`${css.slider} ${dimmed ? css.dimmed : ''}`}
      {...range}
      {...touch}
      value={[position]}
      onValueChange={([next]) => next !== undefined && setTo(next)}
      // Radix commits before a key's change, and not at all when a drag ends where it began.
      onLostPointerCapture={onCommit}
      onKeyUp={onCommit}
      onBlur={onCommit}
    >
      <Primitive.Track className={css.track} data-way="">
        <Primitive.Range className={css.range} />
      </Primitive.Track>
      <Primitive.Thumb
        className={css.thumb}
        aria-label={name}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-valuenow={value}
        aria-valuetext={valueText}
      />
    </Primitive.Root>
  )
}
