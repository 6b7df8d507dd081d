import { Children, type ReactNode } from 'react'
import type { Unit } from '../contract/length.ts'
import { Button } from '../ui/button.tsx'
import { differencesOf } from './differences.ts'
import compare from './compare.module.css'
import extras from './extras.module.css'
import type { KeptResult } from './kept-result.ts'
import type { Compared, ResultItem } from './result-item.ts'
import { ResultRow, type ResultActions } from './result-row.tsx'
import { useResultTicks } from './result-ticks.ts'
import { resultName } from './result-title.ts'
import css from './results.module.css'
import { useViewing, type Viewer } from '../viewer/viewer.ts'

export interface ResultsPanelProps extends ResultActions {
  readonly viewer: Viewer
  readonly items: readonly ResultItem[]
  /** Those that stand beside one another in the stage. */
  readonly compared: readonly Compared[]
  readonly unit: Unit
  /** Version of the mesh in the stage. */
  readonly shown: string | null
  /** Those that were deleted, the last one first, while that can be taken back. */
  readonly deleted: readonly KeptResult[]
  /** Brings the last one back. */
  readonly onUndoDelete: () => void
  /** Ways to get more meshes. */
  readonly children?: ReactNode
}

/** Every mesh of the session that is kept, newest first: to show, compare, save, star and delete. */
export function ResultsPanel({
  viewer,
  items,
  compared,
  unit,
  shown,
  deleted,
  onUndoDelete,
  children,
  ...actions
}: ResultsPanelProps) {
  const ticks = useResultTicks(viewer, items, shown)
  const [last, ...others] = deleted
  if (items.length === 0 && !last && Children.toArray(children).length === 0) return null
  return (
    <div className={extras.section}>
      <h3 className={extras.title}>Results</h3>
      {items.length > 0 ? (
        <ul className={css.list} aria-label="Results">
          {items.toReversed().map((item) => (
            <ResultRow
              key={item.result.version}
              item={item}
              unit={unit}
              shown={item.result.version === shown}
              ticked={ticks.isOn(item.result.version)}
              tickFixed={items.length < 2 || ticks.isFixed(item.result.version)}
              onTick={() => ticks.toggle(item.result.version)}
              {...actions}
            />
          ))}
        </ul>
      ) : null}
      {last ? (
        <div className={css.deleted}>
          <output>
            {resultName(last)} is deleted{others.length > 0 ? `, and ${others.length} before it` : ''}.
          </output>
          <Button look="quiet" small icon="undo" onClick={onUndoDelete}>
            Undo delete
          </Button>
        </div>
      ) : null}
      {children}
      {compared.length >= 2 ? (
        <>
          <div className={extras.row}>
            {compared.length === 2 ? <WaysOfTwo viewer={viewer} /> : null}
            <Button onClick={ticks.stop}>Stop comparing</Button>
          </div>
          <Differences compared={compared} unit={unit} />
        </>
      ) : null}
    </div>
  )
}

/** Two meshes stand side by side, or one is wiped over the other. */
function WaysOfTwo({ viewer }: Pick<ResultsPanelProps, 'viewer'>) {
  const isWiped = useViewing(viewer, ({ wipe }) => wipe !== null)
  return (
    <>
      <Button aria-pressed={!isWiped} onClick={() => viewer.set({ wipe: null })}>
        Side by side
      </Button>
      <Button aria-pressed={isWiped} onClick={() => viewer.set({ wipe: 0.5 })}>
        Wipe
      </Button>
    </>
  )
}

const Differences = ({ compared, unit }: { readonly compared: readonly Compared[]; readonly unit: Unit }) => (
  <table className={compare.table}>
    <tbody>
      {differencesOf(compared, unit).map(({ name, values, differs }) => (
        <tr key={name} className={differs ? compare.differs : undefined}>
          <th scope="row">{name}</th>
          {values.map((value, index) => (
            <td key={compared[index]?.result.version ?? index}>{value}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)
