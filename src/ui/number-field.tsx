import { useId, useState, type KeyboardEvent } from 'react'
import css from './number-field.module.css'

export interface NumberFieldProps {
  readonly name: string
  readonly value: number
  readonly min: number
  readonly max: number
  /** Text that stands in the field and is no valid number; null when the field shows its value. */
  readonly wrongText: string | null
  /** What to say about such a text. */
  readonly problem: string
  readonly unit?: string
  /** The value is not the artist's own: shown, but quieter. */
  readonly dimmed?: boolean
  /** Next value by an arrow key; `times` is ±1, with Shift ±10. */
  readonly step: (value: number, times: number) => number
  /** Every change of the text. */
  readonly onText: (text: string) => void
  readonly onCommit: () => void
}

const ARROWS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 }

/**
 * A field for a number. What is typed stays as typed until Enter or leaving, and longer when it is wrong: then the field says what it
 * takes. Escape brings the last good value back. It is a text input, since a number input forgets a wrong text.
 */
export function NumberField({ name, value, min, max, wrongText, problem, unit, dimmed = false, step, onText, onCommit }: NumberFieldProps) {
  const problemId = useId()
  const [typing, setTyping] = useState<{ text: string; value: number } | null>(null)
  // A value that another hand has changed since wins over the text that stood here.
  const own = typing !== null && (wrongText === typing.text || (wrongText === null && typing.value === value)) ? typing.text : null
  const wrong = wrongText !== null && own === null
  const settle = () => {
    setTyping(null)
    onCommit()
  }
  const write = (text: string) => {
    setTyping({ text, value: Number(text.trim().replace('−', '-').replace(',', '.')) })
    onText(text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') settle()
    if (event.key === 'Escape' && (own !== null || wrongText !== null)) {
      setTyping(null)
      onText(String(value))
      onCommit()
    }
    const direction = ARROWS[event.key]
    if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    setTyping(null)
    onText(String(Math.min(max, Math.max(min, step(value, direction * (event.shiftKey ? 10 : 1))))))
    onCommit()
  }
  return (
    <span className={css.field}>
      <input
        className={`${css.input} ${dimmed ? css.dimmed : ''}`}
        type="text"
        role="spinbutton"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        aria-label={name}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-valuenow={value}
        aria-invalid={wrong}
        aria-describedby={wrong ? problemId : undefined}
        value={own ?? wrongText ?? String(value)}
        onChange={(event) => write(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={settle}
        onKeyDown={onKeyDown}
      />
      {unit ? <span className={css.unit}>{unit}</span> : null}
      {wrong ? (
        <span className={css.problem} id={problemId}>
          {problem}
        </span>
      ) : null}
    </span>
  )
}
