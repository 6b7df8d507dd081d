import { useEffect, useRef, useState } from 'react'
import css from './compare.module.css'
import { gridOf } from '../viewer/panes.ts'
import { keptName, type Kept } from './shelf.ts'
import { useViewing, type Viewer } from '../viewer/viewer.ts'

export interface CompareOverlayProps {
  readonly compared: readonly Kept[]
  readonly viewer: Viewer
}

/** Names over the panes, or the line that wipes. */
export function CompareOverlay({ compared, viewer }: CompareOverlayProps) {
  const element = useRef<HTMLDivElement>(null)
  const [[width, height], setSize] = useState<readonly [number, number]>([1, 1])
  const wipe = useViewing(viewer, (viewing) => viewing.wipe)
  useEffect(() => {
    const seen = new ResizeObserver(([entry]) => entry && setSize([entry.contentRect.width, entry.contentRect.height]))
    if (element.current) seen.observe(element.current)
    return () => seen.disconnect()
  }, [])
  const [columns, rows] = gridOf(compared.length, width, height)
  const names = compared.map(keptName)
  return (
    <div
      ref={element}
      className={css.overlay}
      style={wipe === null ? { gridTemplate: `repeat(${rows}, 1fr) / repeat(${columns}, 1fr)` } : undefined}
    >
      {wipe === null ? (
        compared.map(({ result }, index) => (
          <div key={result.version} className={css.pane}>
            <p className={css.name}>{names[index]}</p>
          </div>
        ))
      ) : (
        <div className={css.wiped}>
          <p className={css.name}>{names[0]}</p>
          <p className={`${css.name} ${css.right}`}>{names[1]}</p>
          <span className={css.line} style={{ left: `${wipe * 100}%` }} />
          <input
            className={css.wipe}
            type="range"
            aria-label="Wipe"
            min={0}
            max={1}
            step={0.01}
            value={wipe}
            onChange={(event) => viewer.set({ wipe: Number(event.target.value) })}
          />
        </div>
      )}
    </div>
  )
}
