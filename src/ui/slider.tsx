import { SlideBar } from './slide-bar.tsx'

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
  return (
    <SlideBar
      {...range}
      value={position}
      onValue={(next) => onChange(Number((10 ** next).toPrecision(digits)))}
      onCancel={onCancel}
      dimmed={dimmed}
      onLostPointerCapture={onCommit}
      onKeyUp={onCommit}
      onBlur={onCommit}
      name={name}
      valueText={valueText}
      told={{ value, min, max }}
    />
  )
}
