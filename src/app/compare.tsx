import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { FourSpins } from './four-spins.ts'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { ComparePanel } from '../result/compare-panel.tsx'
import { meshQuery } from '../result/mesh-query.ts'
import type { Result } from '../result/result.ts'
import { createShelf, useShelf, type Kept, type Shelf } from '../result/shelf.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useViewing, type Viewer } from '../viewer/viewer.ts'

/** Keeps every mesh that comes to the stage while the page is open. */
export function useResultShelf(inStage: Result | null): Shelf {
  const [shelf] = useState(createShelf)
  const { data: mesh } = useQuery(meshQuery(inStage))
  useEffect(() => {
    if (inStage && mesh) shelf.keep({ result: inStage, mesh })
  }, [shelf, inStage, mesh])
  return shelf
}

const NONE: readonly Kept[] = []

/** The meshes that are looked at together, two or more; the same array until that changes. */
export function useCompared(viewer: Viewer, shelf: Shelf): readonly Kept[] {
  const kept = useShelf(shelf)
  const versions = useViewing(viewer, (viewing) => viewing.compared)
  return useMemo(() => {
    const compared = kept.filter(({ result }) => versions.includes(result.version))
    return compared.length < 2 ? NONE : compared
  }, [kept, versions])
}

export interface CompareProps {
  readonly store: DraftStore
  readonly viewer: Viewer
  readonly shelf: Shelf
  /** The mesh in the stage. */
  readonly result: Result | null
  readonly fourSpins: FourSpins
}

/** Comparing, and the way to have something to compare. Comparing ends with it, so it wants a `key` of whatever the stage is about. */
export function Compare({ store, viewer, shelf, result, fourSpins }: CompareProps) {
  const unit = useDraft(store, ({ settings }) => settings.unit)
  const { going, failedSpin } = fourSpins
  useEffect(() => () => viewer.set({ compared: [] }), [viewer])
  const canLayOut = result !== null && !result.own && result.request.selected_spin_index !== undefined
  return (
    <ComparePanel viewer={viewer} shelf={shelf} unit={unit} shown={result?.version ?? null}>
      {going ? (
        <Button aria-live="polite" title="What is made so far stays" onClick={fourSpins.stop}>
          {`Making spin ${going.made + 1} of ${going.total} · Stop`}
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
          what={`Spin ${failedSpin} was made, but its mesh could not be opened, so the remaining spins were not generated.`}
          next="The meshes made before are in the list. Lay out all spins again to generate what is missing."
        />
      ) : null}
    </ComparePanel>
  )
}

const jobsText = (jobs: number): string => (jobs === 0 ? '' : ` · ${jobs} ${jobs === 1 ? 'job' : 'jobs'}`)
