import { useEffectEvent, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import css from './windowed-list.module.css'

export interface WindowedRow {
  readonly key: string
  readonly heightPx: number
}

export interface WindowedListProps<Row extends WindowedRow> {
  readonly name: string
  readonly rows: readonly Row[]
  readonly children: (row: Row) => ReactNode
  /** Told at first and whenever the list becomes wider or narrower. */
  readonly onWidth?: (widthPx: number) => void
}

/** Drawn above and below what is in sight, so that a quick scroll meets no gap. */
const BEYOND_PX = 400

/** Until the list has been laid out. */
const ASSUMED_HEIGHT_PX = 800

/** The rows of which a part lies between two heights; `tops` has one more entry than there are rows. */
export function rowsBetween(tops: readonly number[], from: number, to: number): readonly [first: number, end: number] {
  let [low, high] = [0, Math.max(0, tops.length - 1)]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tops[middle + 1] ?? Infinity) <= from) low = middle + 1
    else high = middle
  }
  let end = low
  while (end < tops.length - 1 && (tops[end] ?? Infinity) < to) end++
  return [low, end]
}

/** A list that scrolls and draws only the rows in sight, so that a thousand cost no more than ten. */
export function WindowedList<Row extends WindowedRow>({ name, rows, children, onWidth }: WindowedListProps<Row>) {
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: ASSUMED_HEIGHT_PX })
  const tops = useMemo(() => {
    const list = [0]
    for (const { heightPx } of rows) list.push((list.at(-1) ?? 0) + heightPx)
    return list
  }, [rows])

  const look = () => {
    const element = box.current
    if (!element) return
    // In steps, so that most scroll events render nothing.
    const top = Math.floor(element.scrollTop / (BEYOND_PX / 2)) * (BEYOND_PX / 2)
    const height = element.clientHeight || ASSUMED_HEIGHT_PX
    setView((before) => (before.top === top && before.height === height ? before : { top, height }))
  }
  const measure = useEffectEvent((element: HTMLElement) => {
    look()
    onWidth?.(element.clientWidth)
  })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    measure(element)
    if (typeof ResizeObserver === 'undefined') return
    const watch = new ResizeObserver(() => measure(element))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])

  const [first, end] = rowsBetween(tops, view.top - BEYOND_PX, view.top + view.height + BEYOND_PX * 1.5)
  return (
    <div ref={box} className={css.box} onScroll={look}>
      <ul className={css.list} aria-label={name} style={{ height: tops.at(-1) }}>
        {rows.slice(first, end).map((row, k) => (
          <li
            key={row.key}
            className={css.row}
            style={{ top: tops[first + k], height: row.heightPx }}
            aria-setsize={rows.length}
            aria-posinset={first + k + 1}
          >
            {children(row)}
          </li>
        ))}
      </ul>
    </div>
  )
}
