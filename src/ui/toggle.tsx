import { Switch } from 'radix-ui'
import css from './toggle.module.css'

export interface ToggleProps {
  readonly name: string
  readonly on: boolean
  readonly onChange: (on: boolean) => void
}

/** A switch with its name beside it. */
export const Toggle = ({ name, on, onChange }: ToggleProps) => (
  <label className={css.toggle}>
    {name}
    <Switch.Root className={css.track} checked={on} onCheckedChange={onChange}>
      <Switch.Thumb className={css.thumb} />
    </Switch.Root>
  </label>
)
