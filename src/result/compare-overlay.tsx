import { useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import css from './compare.module.css'
import { gridOf } from '../viewer/panes.ts'
import type { Compared } from './result-item.ts'
import { resultName } from './result-title.ts'
import type { Result } from './result.ts'
import { useViewing, type Viewer } from '../viewer/viewer.ts'

export interface CompareOverlayProps {
  readonly compared: readonly Compared[]
  readonly viewer: Viewer
  /** Version of the one that is chosen. */
  readonly chosen: string | null
  /** Chooses one and its spin. */
  readonly onUse: (result: Result) => void
}

/** Names over the panes, or the line that wipes. */
export function CompareOverlay({ compared, viewer, chosen, onUse }: CompareOverlayProps) {
  const element = useRef<HTMLDivElement>(null)
  const [[width, height], setSize] = useState<readonly [number, number]>([1, 1])
  const wipe = useViewing(viewer, (viewing) => viewing.wipe)
  useEffect(() => {
    const seen = new ResizeObserver(([entry]) => entry && setSize([entry.contentRect.width, entry.contentRect.height]))
    if (element.current) seen.observe(element.current)
    return () => seen.disconnect()
  }, [])
  const [columns, rows] = gridOf(compared.length, width, height)
  const names = compared.map(({ result }) => resultName(result))
  return (
    <div
      ref={element}
      className={css.overlay}
      style={wipe === null ? { gridTemplate: `repeat(${rows}, 1fr) / repeat(${columns}, 1fr)` } : undefined}
    >
      {wipe === null ? (
        compared.map(({ result }, index) => (
          <fieldset
            key={result.version}
            className={css.pane}
            aria-label={names[index]}
            data-chosen={result.version === chosen || undefined}
          >
            <p className={css.name}>{names[index]}</p>
            {result.own ? null : (
              <Button
                className={css.use}
                aria-label="Use this one"
                aria-pressed={result.version === chosen}
                onClick={() => onUse(result)}
              >
                Use<span className={css.rest}> this one</span>
              </Button>
            )}
          </fieldset>
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
