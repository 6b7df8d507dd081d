import { RadioGroup } from 'radix-ui'
import { useId, useRef } from 'react'
import type { Spin } from '../contract/session.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { whyFixed } from './fixed-angle.ts'
import { useShownAngle } from './motion.ts'
import { useAngle, type SpinAngles } from './spin-angles.ts'
import css from './spin-wall.module.css'
import { Turntable } from './turntable.tsx'
import { useSpin } from './use-spin.ts'

/** What the local engine makes of the picture's outline, by the spin's label. */
const READINGS: Readonly<Record<string, string>> = {
  round: 'inflated from the outline',
  turned: 'turned about its upright axis, as on a lathe',
  slab: 'cut from a board, edges rounded',
  relief: 'raised on a flat back, as on a coin',
}

export interface SpinChoiceProps {
  readonly code: string
  readonly spin: Spin
  readonly angles: SpinAngles
  readonly onEnlarge: () => void
}

/** One of the spins to choose from. */
export function SpinChoice({ code, spin: picture, angles, onEnlarge }: SpinChoiceProps) {
  const labelId = useId()
  const radio = useRef<HTMLButtonElement>(null)
  const { index, label } = picture
  const spin = useSpin(code, picture)
  const angleDeg = useShownAngle(useAngle(angles, index))
  const about = label === null ? undefined : READINGS[label.toLowerCase()]
  const retry = () => {
    // The button disappears as soon as the spin arrives, and would lose the focus.
    radio.current?.focus()
    spin.retry()
  }
  return (
    <div className={css.place}>
      <RadioGroup.Item
        ref={radio}
        className={css.card}
        value={String(index)}
        aria-label={`Spin ${index + 1}`}
        aria-describedby={about ? `${labelId} ${labelId}about` : label ? labelId : undefined}
        onDoubleClick={onEnlarge}
        {...(whyFixed(spin.media) ? {} : angles.dragHandlers(index))}
      >
        <span className={css.frame}>
          <Turntable index={index} spin={spin} angleDeg={angleDeg} />
          {about ? (
            <span className={css.about} id={`${labelId}about`}>
              {about}
            </span>
          ) : null}
        </span>
        <span className={css.caption}>
          <kbd className={css.key}>{index + 1}</kbd>
          {label ? <span id={labelId}>{label}</span> : null}
        </span>
      </RadioGroup.Item>
      {spin.failed ? (
        <Button
          small
          icon="retry"
          className={css.again ?? ''}
          aria-label={`Try again to show spin ${index + 1}`}
          onClick={retry}
        >
          Try again
        </Button>
      ) : null}
      <button
        type="button"
        className={css.enlarge}
        aria-label={`Enlarge spin ${index + 1}`}
        title="Larger"
        onClick={onEnlarge}
      >
        <Icon name="enlarge" />
      </button>
    </div>
  )
}
