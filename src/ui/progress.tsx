import { Progress as Primitive } from 'radix-ui'
import css from './progress.module.css'

export interface ProgressProps {
  readonly name: string
  /** 0–100, or null when nobody knows. */
  readonly percent: number | null
}

/** How far work is. Without a figure it shows that work goes on, and claims no more. */
export const Progress = ({ name, percent }: ProgressProps) => (
  <Primitive.Root className={css.bar} value={percent} max={100} aria-label={name}>
    <Primitive.Indicator
      className={percent === null ? css.unknown : css.known}
      style={percent === null ? undefined : { width: `${percent}%` }}
    />
  </Primitive.Root>
)
