import { useId } from 'react'
import { Button } from '../ui/button.tsx'
import { FULL_TURN_DEG, wrapDeg } from './angle.ts'
import css from './angle-slider.module.css'

export interface AngleSliderProps {
  readonly name: string
  /** Null while they play. */
  readonly angleDeg: number | null
  readonly onAngle: (angleDeg: number | null) => void
  /** Why the angle cannot be chosen; null when it can. */
  readonly whyFixed?: string | null
}

/** Sets the angle of one or more spins, and starts or pauses them. */
export function AngleSlider({ name, angleDeg, onAngle, whyFixed = null }: AngleSliderProps) {
  const shownDeg = Math.round(wrapDeg(angleDeg ?? 0))
  const isPlaying = angleDeg === null
  const whyFixedId = useId()
  return (
    <div className={css.line}>
      <input
        type="range"
        className={css.range}
        aria-label={name}
        aria-valuetext={`${shownDeg} degrees`}
        min={0}
        max={FULL_TURN_DEG}
        step={1}
        value={shownDeg}
        data-playing={isPlaying}
        disabled={whyFixed !== null}
        aria-describedby={whyFixed === null ? undefined : whyFixedId}
        onChange={(event) => onAngle(Number(event.target.value))}
      />
      <Button
        look="quiet"
        small
        icon={isPlaying ? 'pause' : 'play'}
        className={css.play ?? ''}
        aria-pressed={isPlaying}
        onClick={() => onAngle(isPlaying ? 0 : null)}
      >
        {isPlaying ? 'Pause' : 'Play'}
      </Button>
      {whyFixed === null ? null : (
        <p className={css.whyFixed} id={whyFixedId}>
          {whyFixed}
        </p>
      )}
    </div>
  )
}
