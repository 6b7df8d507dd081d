import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { FourSpins } from './four-spins.ts'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { ComparePanel } from '../result/compare-panel.tsx'
import { meshQuery } from '../result/mesh-query.ts'
import type { Result } from '../result/result.ts'
import { createShelf, useShelf, type Kept, type Shelf } from '../result/shelf.ts'
import { useViewing, type Viewer } from '../viewer/viewer.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

/** Keeps every mesh that comes while the page is open. */
export function useResultShelf(shown: Result | null): Shelf {
  const [shelf] = useState(createShelf)
  const { data } = useQuery(meshQuery(shown))
  useEffect(() => {
    if (shown && data) shelf.keep({ result: shown, mesh: data })
    // The version tells one mesh from another; the same one comes as a new object with each poll.
  }, [shelf, shown?.version, data])
  return shelf
}

/** What is looked at together just now; the same array until that changes. It ends when something else comes into the stage, which `inStage` tells. */
export function useCompared(viewer: Viewer, shelf: Shelf, inStage: string): readonly Kept[] {
  const kept = useShelf(shelf)
  const versions = useViewing(viewer, (viewing) => viewing.compared)
  const [compared, setCompared] = useState<readonly Kept[]>([])
  useEffect(() => {
    const next = kept.filter(({ result }) => versions.includes(result.version))
    setCompared((now) => (next.length < 2 ? (now.length === 0 ? now : []) : next))
  }, [kept, versions])
  useEffect(() => viewer.set({ compared: [] }), [viewer, inStage])
  return compared
}

export interface CompareProps {
  readonly store: DraftStore
  readonly viewer: Viewer
  readonly shelf: Shelf
  /** What is in the stage. */
  readonly result: Result | null
  readonly fourSpins: FourSpins
}

/** Comparing, and the way to have something to compare. */
export function Compare({ store, viewer, shelf, result, fourSpins }: CompareProps) {
  const unit = useDraft(store, ({ settings }) => settings.unit)
  const { going, failedSpin } = fourSpins
  const canLayOut = result !== null && !result.own && result.request.selected_spin_index !== undefined
  return (
    <ComparePanel viewer={viewer} shelf={shelf} unit={unit} shown={result?.version ?? null}>
      {going ? (
        <Button aria-live="polite" title="What is made so far stays" onClick={fourSpins.stop}>
          {`Making spin ${going.made + 1} of ${going.of} · Stop`}
        </Button>
      ) : canLayOut ? (
        <Button
          title="Generates a preview of each spin that has none yet, with these settings, and shows all side by side"
          onClick={() => fourSpins.start(result.request)}
        >
          {`Lay out all spins${jobsText(fourSpins.jobsFor(result.request))}`}
        </Button>
      ) : null}
      {canLayOut && failedSpin !== null ? (
        <Notice
          tone="warn"
          what={`Spin ${failedSpin} was made, but its mesh could not be opened, so no further spin was asked for.`}
          next="What was made before is in the list. Laying out again asks for what is missing."
        />
      ) : null}
    </ComparePanel>
  )
}

const jobsText = (jobs: number): string => (jobs === 0 ? '' : ` · ${jobs} ${jobs === 1 ? 'job' : 'jobs'}`)
