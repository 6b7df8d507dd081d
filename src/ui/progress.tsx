import { Progress as Primitive } from 'radix-ui'
import css from './progress.module.css'

export interface ProgressProps {
  readonly name: string
  /** 0 to 100, or null when it is unknown. */
  readonly percent: number | null
  /** What is read aloud instead of the percentage. */
  readonly words?: string | null
}

/** How far a job has got. Without a percentage it only shows that the job is going on. */
export const Progress = ({ name, percent, words = null }: ProgressProps) => (
  <Primitive.Root
    className={css.bar}
    data-way=""
    value={percent}
    max={100}
    aria-label={name}
    getValueLabel={(value) => words ?? `${value} %`}
  >
    <Primitive.Indicator
      className={percent === null ? css.unknown : css.known}
      style={percent === null ? undefined : { width: `${percent}%` }}
    />
  </Primitive.Root>
)
