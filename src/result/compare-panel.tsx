import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { differencesOf } from './differences.ts'
import css from './compare.module.css'
import extras from './extras.module.css'
import { keptName, keptSize, useShelf, type Kept, type Shelf } from './shelf.ts'
import { useViewing, type Viewer } from './viewer.ts'

const MOST = 4

export interface ComparePanelProps {
  readonly viewer: Viewer
  readonly shelf: Shelf
  /** Other ways to come by meshes to compare. */
  readonly children?: ReactNode
}

/** Meshes of this visit beside one another, and how they differ. */
export function ComparePanel({ viewer, shelf, children }: ComparePanelProps) {
  const kept = useShelf(shelf)
  const versions = useViewing(viewer, (viewing) => viewing.compared)
  const wipe = useViewing(viewer, (viewing) => viewing.wipe)
  const compared = kept.filter(({ result }) => versions.includes(result.version))
  const choose = (next: readonly string[]) => viewer.set({ compared: next, wipe: next.length === 2 ? wipe : null, motion: null })
  // The last one that came is already in the stage: a first choice is compared with it.
  const toggle = (version: string) => {
    const now = versions.length === 0 ? [kept.at(-1)?.result.version ?? version] : versions
    const next = now.includes(version) && versions.length > 0 ? now.filter((each) => each !== version) : [...new Set([...now, version])]
    choose(next.length < 2 ? [] : next)
  }
  return (
    <section className={extras.section} aria-labelledby="compare-title">
      <h3 className={extras.title} id="compare-title">
        Compare
      </h3>
      {kept.length < 2 ? null : (
        <ul className={css.list} aria-label="Meshes of this visit">
          {kept.map((each) => (
            <Choice key={each.result.version} kept={each} on={versions.includes(each.result.version)} full={versions.length >= MOST} onToggle={() => toggle(each.result.version)} />
          ))}
        </ul>
      )}
      {children}
      {compared.length >= 2 ? (
        <>
          <div className={extras.row}>
            {compared.length === 2 ? (
              <>
                <Button className={extras.choice} aria-pressed={wipe === null} onClick={() => viewer.set({ wipe: null })}>
                  Side by side
                </Button>
                <Button className={extras.choice} aria-pressed={wipe !== null} onClick={() => viewer.set({ wipe: 0.5 })}>
                  Wipe
                </Button>
              </>
            ) : null}
            <Button onClick={() => choose([])}>Stop comparing</Button>
          </div>
          <Differences compared={compared} />
        </>
      ) : null}
    </section>
  )
}

interface ChoiceProps {
  readonly kept: Kept
  readonly on: boolean
  readonly full: boolean
  readonly onToggle: () => void
}

const Choice = ({ kept, on, full, onToggle }: ChoiceProps) => (
  <li>
    <label className={css.choice}>
      <input type="checkbox" checked={on} disabled={full && !on} onChange={onToggle} />
      <span>{keptName(kept)}</span>
      <span className={css.size}>{keptSize(kept)}</span>
    </label>
  </li>
)

const Differences = ({ compared }: { readonly compared: readonly Kept[] }) => (
  <table className={css.table}>
    <tbody>
      {differencesOf(compared).map(({ name, values, differs }) => (
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
