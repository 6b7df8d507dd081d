import { RadioGroup } from 'radix-ui'
import { chooseByArrow } from './choose-by-arrow.ts'
import css from './segments.module.css'

export interface SegmentsProps<T extends string> {
  readonly name: string
  readonly value: T
  readonly options: readonly {
    readonly value: T
    readonly name: string
    readonly title?: string
    readonly disabled?: boolean
  }[]
  readonly onChange: (value: T) => void
}

/** A choice of one from a few that are all in sight: radio buttons that look like one strip. */
export const Segments = <T extends string>({ name, value, options, onChange }: SegmentsProps<T>) => (
  <RadioGroup.Root
    className={css.segments}
    aria-label={name}
    orientation="horizontal"
    value={value}
    onValueChange={(next) => onChange(next as T)}
    onKeyDownCapture={(event) => {
      const enabled = options.filter(({ disabled }) => !disabled).map((option) => option.value)
      chooseByArrow(enabled, event, onChange)
    }}
  >
    {options.map((option) => (
      <RadioGroup.Item
        key={option.value}
        className={css.segment}
        value={option.value}
        title={option.title}
        disabled={option.disabled ?? false}
      >
        {option.name}
      </RadioGroup.Item>
    ))}
  </RadioGroup.Root>
)
