import { Slider as Primitive } from 'radix-ui'
import css from './slider.module.css'

export interface SliderProps {
  readonly name: string
  readonly value: number
  readonly min: number
  readonly max: number
  /** Significant digits that a drag can reach. */
  readonly digits?: number
  /** What is said of the value. */
  readonly valueText: string
  readonly dimmed?: boolean
  readonly onChange: (value: number) => void
  /** The hand has let go, of the pointer or of the key. */
  readonly onCommit: () => void
}

const STEPS_PER_DECADE = 100

/**
 * A logarithmic slider: equal ways are equal ratios, so a coin and a house are set with the same care. A value beyond its ends rests
 * at the end and is not changed by that.
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
}: SliderProps) {
  const [low, high] = [Math.log10(min), Math.log10(max)]
  const position = Math.min(high, Math.max(low, Math.log10(value)))
  return (
    <Primitive.Root
      className={`${css.slider} ${dimmed ? css.dimmed : ''}`}
      min={low}
      max={high}
      step={1 / STEPS_PER_DECADE}
      value={[position]}
      onValueChange={([next]) => next !== undefined && onChange(Number((10 ** next).toPrecision(digits)))}
      // Radix's own commit comes ahead of the change that a key makes, and not at all after a drag out and back.
      onLostPointerCapture={onCommit}
      onKeyUp={onCommit}
      onBlur={onCommit}
    >
      <Primitive.Track className={css.track}>
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
