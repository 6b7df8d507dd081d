import { useEffect } from 'react'
import type { FourSpins } from './four-spins.ts'
import { useResultActions } from './result-actions.ts'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { ResultsPanel } from '../result/results-panel.tsx'
import type { KeptResult } from '../result/kept-result.ts'
import type { Compared, ResultItem } from '../result/result-item.ts'
import type { Result } from '../result/result.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Viewer } from '../viewer/viewer.ts'

export interface SessionResultsProps {
  readonly store: DraftStore
  readonly viewer: Viewer
  readonly items: readonly ResultItem[]
  readonly compared: readonly Compared[]
  /** What can be brought back, the last one first. */
  readonly deleted: readonly KeptResult[]
  /** The mesh in the stage. */
  readonly result: Result | null
  readonly fourSpins: FourSpins
  readonly onUse: (result: Result) => void
}

/** Every mesh of the session, and the way to have more of them. Comparing ends with it, so it wants a `key` of whatever the stage is about. */
export function SessionResults({
  store,
  viewer,
  items,
  compared,
  deleted,
  result,
  fourSpins,
  onUse,
}: SessionResultsProps) {
  const unit = useDraft(store, ({ settings }) => settings.unit)
  const { going, failedSpin } = fourSpins
  const { actions, undoDelete, saved, problem } = useResultActions(onUse)
  const [last] = deleted
  useEffect(() => () => viewer.set({ compared: [] }), [viewer])
  const canLayOut = result !== null && !result.own && result.request.selected_spin_index !== undefined
  return (
    <ResultsPanel
      viewer={viewer}
      items={items}
      compared={compared}
      unit={unit}
      shown={result?.version ?? null}
      deleted={deleted}
      onUndoDelete={() => last && undoDelete(last)}
      {...actions}
    >
      {problem ? <Notice tone="bad" {...problem} /> : null}
      {saved ? <output>Saved {saved}</output> : null}
      {going ? (
        <Button aria-live="polite" title="What is made so far stays" onClick={fourSpins.stop}>
          {`Making spin ${going.made + 1} of ${going.total} · Stop`}
        </Button>
      ) : canLayOut ? (
        <Button
          icon="compare"
          title="Generates a preview of each spin that has none yet, with these settings, and shows all side by side"
          onClick={() => fourSpins.start(result.request)}
        >
          {compareText(fourSpins.spins, fourSpins.jobsFor(result.request))}
        </Button>
      ) : null}
      {canLayOut && failedSpin !== null ? (
        <Notice
          tone="warn"
          what={`Spin ${failedSpin} was made, but its mesh could not be opened or kept here, so the remaining spins were not generated.`}
          next="The meshes made before are in the list. Press again for what is missing."
        />
      ) : null}
    </ResultsPanel>
  )
}

/** `Generate and compare all 4 (3 jobs)`: what it costs stands on the button. */
function compareText(spins: number, jobs: number): string {
  const all = `all ${spins}`
  return jobs === 0 ? `Compare ${all}` : `Generate and compare ${all} (${jobs} ${jobs === 1 ? 'job' : 'jobs'})`
}
