import { Button } from '../ui/button.tsx'
import css from './turn-slider.module.css'

export interface TurnSliderProps {
  readonly name: string
  /** 0–1; null while they play. */
  readonly turn: number | null
  readonly onTurn: (turn: number | null) => void
}

const FULL_DEG = 360

/** Turns the spins, all to one angle, and lets them play again. */
export function TurnSlider({ name, turn, onTurn }: TurnSliderProps) {
  const degrees = Math.round(((((turn ?? 0) % 1) + 1) % 1) * FULL_DEG)
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
        onChange={(event) => onTurn(Number(event.target.value) / FULL_DEG)}
      />
      <Button look="quiet" className={css.play ?? ''} aria-pressed={turn === null} onClick={() => onTurn(turn === null ? 0 : null)}>
        {turn === null ? 'Hold' : 'Play'}
      </Button>
    </div>
  )
}
