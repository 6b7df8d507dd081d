import { saySize, type Unit } from '../contract/length.ts'
import { Button } from '../ui/button.tsx'
import { MiddleCut } from '../ui/middle-cut.tsx'
import { MeshPicture, spinNumber } from './mesh-picture.tsx'
import type { ResultItem } from './result-item.ts'
import { resultName } from './result-title.ts'
import css from './results.module.css'

export interface ResultActions {
  readonly onShow: (item: ResultItem) => void
  readonly onDownload: (item: ResultItem) => void
  readonly onStar: (item: ResultItem, starred: boolean) => void
  readonly onDelete: (item: ResultItem) => void
}

export interface ResultRowProps extends ResultActions {
  readonly item: ResultItem
  readonly unit: Unit
  /** It is the mesh in the stage. */
  readonly shown: boolean
  readonly ticked: boolean
  readonly tickFixed: boolean
  readonly onTick: () => void
}

const timeText = (ms: number): string => {
  const made = new Date(ms)
  const isToday = made.toDateString() === new Date().toDateString()
  return made.toLocaleString(undefined, isToday ? { timeStyle: 'short' } : { dateStyle: 'short', timeStyle: 'short' })
}

/** One kept mesh: what it is, and what can be done with it. */
export function ResultRow({ item, unit, shown, ticked, tickFixed, onTick, ...actions }: ResultRowProps) {
  const { result, kept } = item
  const name = resultName(result)
  return (
    <li className={css.row} aria-label={name} aria-current={shown || undefined}>
      <MeshPicture kept={kept} className={css.thumbnail} text={spinNumber(result)} />
      <span className={css.what}>
        <span className={css.name}>
          <MiddleCut text={name} />
        </span>
        <span className={css.facts}>
          {kept?.sizeMetres ? <span className={css.size}>{saySize(kept.sizeMetres, unit)}</span> : null}
          {kept?.pageOnly ? <span className={css.pageOnly}>Only on this page, not kept</span> : null}
          {kept ? <time dateTime={new Date(kept.madeAtMs).toISOString()}>{timeText(kept.madeAtMs)}</time> : null}
        </span>
      </span>
      <label className={css.tick}>
        <input type="checkbox" checked={ticked} disabled={tickFixed} aria-label={`Compare ${name}`} onChange={onTick} />
        Compare
      </label>
      {result.own ? null : (
        <span className={css.actions}>
          <Button look="quiet" small aria-pressed={shown} onClick={() => actions.onShow(item)}>
            Show
          </Button>
          <Button
            look="quiet"
            small
            icon="download"
            title="The GLB as it came"
            onClick={() => actions.onDownload(item)}
          >
            Download
          </Button>
          <Button
            look="quiet"
            small
            icon="star"
            aria-pressed={kept?.starred ?? false}
            aria-disabled={!kept}
            title="A starred mesh is never removed to make room without asking"
            onClick={() => kept && actions.onStar(item, !kept.starred)}
          >
            Star
          </Button>
          <Button look="quiet" small icon="delete" aria-disabled={!kept} onClick={() => kept && actions.onDelete(item)}>
            Delete
          </Button>
        </span>
      )}
    </li>
  )
}
