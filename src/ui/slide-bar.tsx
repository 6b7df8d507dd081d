import type { CSSProperties, HTMLAttributes } from 'react'
import css from './slide-bar.module.css'
import { useSlide, type Slide } from './slide.ts'

export interface SlideBarProps
  extends Slide, Pick<HTMLAttributes<HTMLElement>, 'onLostPointerCapture' | 'onKeyUp' | 'onBlur' | 'onDoubleClick'> {
  readonly name: string
  /** The value as a screen reader says it. */
  readonly valueText: string
  /** Value and ends as they are told, where the bar has another measure. */
  readonly told?: Pick<Slide, 'value' | 'min' | 'max'>
  readonly dimmed?: boolean
}

/** A bar with a thumb on it. It is drawn by shares of its width, so that nothing has to be measured before it is there. */
export function SlideBar({ name, valueText, told, dimmed = false, ...props }: SlideBarProps) {
  const { value, min, max, step, onValue, onCancel, ...ends } = props
  const slide = useSlide({ value, min, max, step, onValue, onCancel })
  const shown = told ?? { value, min, max }
  return (
    <span
      className={`${css.bar} ${dimmed ? css.dimmed : ''}`}
      style={{ '--share': (value - min) / (max - min) } as CSSProperties}
      {...ends}
      {...slide}
    >
      <span className={css.track} data-way="">
        <span className={css.range} />
      </span>
      <span
        className={css.thumb}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a range input would set its value as soon as a finger scrolls over it
        role="slider"
        tabIndex={0}
        aria-label={name}
        aria-valuemin={shown.min}
        aria-valuemax={shown.max}
        aria-valuenow={shown.value}
        aria-valuetext={valueText}
      />
    </span>
  )
}
