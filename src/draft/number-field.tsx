import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import css from './number-field.module.css'

export interface NumberFieldProps {
  readonly name: string
  readonly value: number
  readonly min: number
  readonly max: number
  /** Writes a number in a few digits. */
  readonly brief: (value: number) => string
  /** The value that a text stands for, in the unit of `value`; null when it stands for none. */
  readonly read: (text: string) => number | null
  /** Text in the field that is not a valid number; null when the field shows its value. */
  readonly wrongText: string | null
  /** The message about such a text. */
  readonly problem: string
  readonly unit?: string
  /** The value was not set by the artist, so it is shown more quietly. */
  readonly dimmed?: boolean
  /** The value after an arrow key; `times` is ±1, or ±10 with Shift. */
  readonly step: (value: number, times: number) => number
  /** Called with every change of the text. */
  readonly onText: (text: string) => void
  readonly onCommit: () => void
  /** Undo everything since the last commit, and drop a wrong text. */
  readonly onCancel: () => void
}

const ARROWS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 }

const SAME = 1e-9

const near = (a: number | null, b: number): boolean =>
  a !== null && Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b))

/**
 * A field for a number. It shows a few digits at rest and all of them while it has the focus. Text stays as typed until
 * Enter or until the focus leaves; wrong text stays longer, and the field says what it takes. Escape restores the value
 * from before. Holding an arrow key down is one gesture. It is a text input, because a number input does not hand out
 * wrong text.
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
  // A value that was changed elsewhere in the meantime wins over the typed text.
  const own =
    typing !== null && (wrongText === typing.text || (wrongText === null && near(typing.value, value)))
      ? typing.text
      : null
  const wrong = wrongText !== null && own === null
  const input = useRef<HTMLInputElement>(null)
  const shown = own ?? wrongText ?? (focused ? String(value) : brief(value))
  const isUntouched = focused && own === null && wrongText === null
  // A text that changes loses its selection, and what is typed then would be added to it.
  useLayoutEffect(() => {
    if (isUntouched && input.current?.value === shown) input.current.select()
  }, [isUntouched, shown])
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
        value={shown}
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
