import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import css from './number-field.module.css'

export interface NumberFieldProps {
  readonly name: string
  readonly value: number
  readonly min: number
  readonly max: number
  /** A number in few digits. */
  readonly brief: (value: number) => string
  /** The value that a text means, as `value` would be; null when it means none. */
  readonly read: (text: string) => number | null
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
  /** Everything since the last commit is to be as it was, and a wrong text is to go. */
  readonly onCancel: () => void
}

const ARROWS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 }

const SAME = 1e-9

const near = (a: number | null, b: number): boolean =>
  a !== null && Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b))

/**
 * A field for a number. It shows four digits at rest and every digit while the focus is in it. What is typed stays as typed until Enter or leaving, and longer when it is wrong: then the field says what it
 * takes. Escape brings back what
 * stood there before. An arrow key that is held is one gesture, which ends when it is let go. It is a text input, since a number input forgets a wrong text.
 */
export function NumberField({
  name,
  value,
  min,
  max,
  brief,
  read,
  wrongText,
  problem,
  unit,
  dimmed = false,
  step,
  onText,
  onCommit,
  onCancel,
}: NumberFieldProps) {
  const problemId = useId()
  const [typing, setTyping] = useState<{ text: string; value: number | null } | null>(null)
  const [focused, setFocused] = useState(false)
  // A value that another hand has changed since wins over the text that stood here.
  const own =
    typing !== null && (wrongText === typing.text || (wrongText === null && near(typing.value, value)))
      ? typing.text
      : null
  const wrong = wrongText !== null && own === null
  const input = useRef<HTMLInputElement>(null)
  // After every digit is shown, or the selection would be lost to the longer text.
  useLayoutEffect(() => {
    if (focused) input.current?.select()
  }, [focused])
  const settle = () => {
    setTyping(null)
    onCommit()
  }
  const write = (text: string) => {
    setTyping({ text, value: read(text) })
    onText(text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') settle()
    if (event.key === 'Escape' && (own !== null || wrongText !== null)) {
      setTyping(null)
      onCancel()
    }
    const direction = ARROWS[event.key]
    if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    setTyping(null)
    onText(String(Math.min(max, Math.max(min, step(value, direction * (event.shiftKey ? 10 : 1))))))
  }
  return (
    <span className={css.field}>
      <input
        ref={input}
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
        value={own ?? wrongText ?? (focused ? String(value) : brief(value))}
        onChange={(event) => write(event.target.value)}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false)
          settle()
        }}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => event.key in ARROWS && onCommit()}
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
