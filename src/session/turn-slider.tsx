import { useId } from 'react'
import { Button } from '../ui/button.tsx'
import css from './turn-slider.module.css'
import { shareOfTurn } from './use-turns.ts'

export interface TurnSliderProps {
  readonly name: string
  /** 0–1; null while they play. */
  readonly turn: number | null
  readonly onTurn: (turn: number | null) => void
  /** Why they cannot be turned; null when they can. */
  readonly whyNot?: string | null
}

const FULL_DEG = 360

/** Turns the spins, all to one angle, and lets them play again. */
export function TurnSlider({ name, turn, onTurn, whyNot = null }: TurnSliderProps) {
  const degrees = Math.round(shareOfTurn(turn ?? 0) * FULL_DEG)
  const whyNotId = useId()
  return (
    <div className={css.line}>
      <input
        type="range"
        className={css.range}
        aria-label={name}
        aria-valuetext={`${degrees} degrees`}
        min={0}
        max={FULL_DEG}
        step={1}
        value={degrees}
        data-playing={turn === null}
        disabled={whyNot !== null}
        aria-describedby={whyNot === null ? undefined : whyNotId}
        onChange={(event) => onTurn(Number(event.target.value) / FULL_DEG)}
      />
      <Button
        look="quiet"
        className={css.play ?? ''}
        aria-pressed={turn === null}
        onClick={() => onTurn(turn === null ? 0 : null)}
      >
        {turn === null ? 'Hold' : 'Play'}
      </Button>
      {whyNot === null ? null : (
        <p className={css.whyNot} id={whyNotId}>
          {whyNot}
        </p>
      )}
    </div>
  )
}
