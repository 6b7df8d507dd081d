import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import styles from './number-field.module.css'

export interface NumberFieldProps {
  readonly label: string
  /** Shown behind the number; empty for none. */
  readonly unit?: string
  readonly value: number
  /** Text that was typed and is no acceptable number, kept until it is mended. */
  readonly typed: string | null
  /** What the field takes, the tail of a sentence: "a number from -0.5 to 0.5". */
  readonly expects: string
  readonly accepts: (value: number) => boolean
  readonly format: (value: number) => string
  readonly step: number
  readonly tint?: 'x' | 'y' | 'z'
  readonly approximate?: boolean
  readonly onTyped: (text: string | null) => void
  readonly onChange: (value: number) => void
  readonly onCommit: () => void
}

/** A decimal as people type it; null for anything else, the empty field included. */
export function parseDecimal(text: string): number | null {
  const plain = text.trim().replace('−', '-').replace(/^(-?)([\d]*),(\d+)$/, '$1$2.$3')
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : null
}

/**
 * A number that can be typed or stepped. What is typed takes effect as soon as it is acceptable; what is not stays in the
 * field, with a sentence that says what it expects. Enter commits and selects; Escape brings the last good value back.
 */
export function NumberField(props: NumberFieldProps) {
  const { label, unit = '', value, typed, expects, accepts, format, step, tint, approximate, onTyped, onChange, onCommit } = props
  const [editing, setEditing] = useState<string | null>(null)
  const [judged, setJudged] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()

  const parsed = typed === null ? value : parseDecimal(typed)
  const invalid = typed !== null && (parsed === null || !accepts(parsed))
  const shownInvalid = invalid && (judged || editing === null)
  const text = typed ?? editing ?? format(value)

  useEffect(() => {
    if (typed === null) setJudged(false)
  }, [typed])

  const enter = (next: string) => {
    setEditing(next)
    const number = parseDecimal(next)
    if (number !== null && accepts(number)) {
      onTyped(null)
      onChange(number)
    } else onTyped(next)
  }

  const settle = () => {
    setJudged(true)
    setEditing(null)
    onCommit()
  }

  const stepBy = (direction: 1 | -1, large: boolean) => {
    const next = Number((value + direction * step * (large ? 10 : 1)).toPrecision(12))
    if (!accepts(next)) return
    setEditing(null)
    onTyped(null)
    onChange(next)
    onCommit()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') {
      settle()
      input.current?.select()
    } else if (event.key === 'Escape') {
      setEditing(null)
      onTyped(null)
      onCommit()
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault()
      stepBy(event.key === 'ArrowUp' ? 1 : -1, event.shiftKey)
    }
  }

  return (
    <span className={styles.field} data-tint={tint} data-approximate={approximate || undefined}>
      <span className={styles.box}>
        {approximate && <span className={styles.about}>≈</span>}
        <input
          ref={input}
          id={id}
          className={styles.input}
          role="spinbutton"
          type="text"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          aria-label={label}
          aria-valuenow={value}
          aria-valuetext={unit ? `${format(value)} ${unit}` : format(value)}
          aria-invalid={shownInvalid || undefined}
          aria-describedby={shownInvalid ? `${id}-expects` : undefined}
          value={text}
          onChange={(event) => enter(event.target.value)}
          onFocus={(event) => event.target.select()}
          onBlur={() => (editing !== null || typed !== null) && settle()}
          onKeyDown={onKeyDown}
        />
        {unit && <span className={styles.unit}>{unit}</span>}
      </span>
      {shownInvalid && (
        <span id={`${id}-expects`} className={styles.expects}>
          {label} takes {expects}
        </span>
      )}
    </span>
  )
}
