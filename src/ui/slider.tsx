import { Slider as RadixSlider } from 'radix-ui'
import styles from './slider.module.css'

export interface SliderProps {
  readonly label: string
  /** Whole steps from 0; the caller decides what a step means. */
  readonly value: number
  readonly steps: number
  readonly valueText: string
  readonly muted?: boolean
  readonly onChange: (value: number) => void
  readonly onCommit: () => void
}

/** A slider of whole steps: arrows move by one, Shift or Page keys by ten, Home and End to the ends. */
export function Slider({ label, value, steps, valueText, muted, onChange, onCommit }: SliderProps) {
  return (
    <RadixSlider.Root
      className={styles.root ?? ''}
      data-muted={muted || undefined}
      min={0}
      max={steps}
      step={1}
      value={[value]}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      onValueCommit={onCommit}
    >
      <RadixSlider.Track className={styles.track ?? ''}>
        <RadixSlider.Range className={styles.range ?? ''} />
      </RadixSlider.Track>
      <RadixSlider.Thumb className={styles.thumb ?? ''} aria-label={label} aria-valuetext={valueText} />
    </RadixSlider.Root>
  )
}
