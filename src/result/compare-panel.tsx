import { Children, type ReactNode } from 'react'
import type { Unit } from '../contract/length.ts'
import { Button } from '../ui/button.tsx'
import { differencesOf } from './differences.ts'
import css from './compare.module.css'
import extras from './extras.module.css'
import { keptName, keptSize, useShelf, type Kept, type Shelf } from './shelf.ts'
import { useViewing, type Viewer } from '../viewer/viewer.ts'

/** As many as there are panes. */
const MAX_COMPARED = 4

export interface ComparePanelProps {
  readonly viewer: Viewer
  readonly shelf: Shelf
  readonly unit: Unit
  /** Version of the mesh in the stage. */
  readonly shown: string | null
  /** Ways to get more meshes to compare. */
  readonly children?: ReactNode
}

/** Which meshes are ticked, and what a tick does. The mesh in the stage counts as ticked: the next one that is ticked is compared with it. */
function useTicks(viewer: Viewer, kept: readonly Kept[], shown: string | null) {
  const compared = useViewing(viewer, (viewing) => viewing.compared)
  const choose = (next: readonly string[]) =>
    viewer.set({ compared: next, wipe: next.length === 2 ? viewer.get().wipe : null, motion: null })
  const inStage = kept.filter(({ result }) => result.version === shown).map(({ result }) => result.version)
  const ticked = compared.length > 0 ? compared : inStage
  const toggle = (version: string) => {
    const next = ticked.includes(version) ? ticked.filter((other) => other !== version) : [...ticked, version]
    choose(next.length < 2 ? [] : next)
  }
  const isFixed = (version: string) =>
    ticked.includes(version) ? compared.length === 0 : ticked.length >= MAX_COMPARED
  return { compared, ticked, isFixed, toggle, stop: () => choose([]) }
}

/** The meshes of this visit to choose from, and how the chosen ones differ. */
export function ComparePanel({ viewer, shelf, unit, shown, children }: ComparePanelProps) {
  const kept = useShelf(shelf)
  const ticks = useTicks(viewer, kept, shown)
  const compared = kept.filter(({ result }) => ticks.compared.includes(result.version))
  if (kept.length < 2 && Children.toArray(children).length === 0) return null
  return (
    <section className={extras.section} aria-labelledby="compare-title">
      <h3 className={extras.title} id="compare-title">
        Compare
      </h3>
      {kept.length < 2 ? null : (
        <ul className={css.list} aria-label="Meshes of this visit">
          {kept.map((mesh) => (
            <Choice
              key={mesh.result.version}
              kept={mesh}
              unit={unit}
              on={ticks.ticked.includes(mesh.result.version)}
              fixed={ticks.isFixed(mesh.result.version)}
              onToggle={() => ticks.toggle(mesh.result.version)}
            />
          ))}
        </ul>
      )}
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
    </section>
  )
}

/** Two meshes stand side by side, or one is wiped over the other. */
function WaysOfTwo({ viewer }: Pick<ComparePanelProps, 'viewer'>) {
  const isWiped = useViewing(viewer, ({ wipe }) => wipe !== null)
  return (
    <>
      <Button className={extras.choice} aria-pressed={!isWiped} onClick={() => viewer.set({ wipe: null })}>
        Side by side
      </Button>
      <Button className={extras.choice} aria-pressed={isWiped} onClick={() => viewer.set({ wipe: 0.5 })}>
        Wipe
      </Button>
    </>
  )
}

interface ChoiceProps {
  readonly kept: Kept
  readonly unit: Unit
  readonly on: boolean
  /** It can be neither ticked nor unticked now. */
  readonly fixed: boolean
  readonly onToggle: () => void
}

const Choice = ({ kept, unit, on, fixed, onToggle }: ChoiceProps) => (
  <li>
    <label className={css.choice}>
      <input type="checkbox" checked={on} disabled={fixed} onChange={onToggle} />
      <span>{keptName(kept)}</span>
      <span className={css.size}>{keptSize(kept, unit)}</span>
    </label>
  </li>
)

const Differences = ({ compared, unit }: { readonly compared: readonly Kept[]; readonly unit: Unit }) => (
  <table className={css.table}>
    <tbody>
      {differencesOf(compared, unit).map(({ name, values, differs }) => (
        <tr key={name} className={differs ? css.differs : undefined}>
          <th scope="row">{name}</th>
          {values.map((value, index) => (
            <td key={compared[index]?.result.version ?? index}>{value}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)
