import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { FourSpins } from './app-four-spins.ts'
import { ComparePanel } from './result/compare-panel.tsx'
import { meshQuery } from './result/mesh-query.ts'
import { ownResult, type Result } from './result/result.ts'
import { createShelf, useShelf, type Kept, type Shelf } from './result/shelf.ts'
import { useViewing, type Viewer } from './result/viewer.ts'
import { Button } from './ui/button.tsx'

/** Keeps every mesh that comes while the page is open. */
export function useResultShelf(shown: Result | null): Shelf {
  const [shelf] = useState(createShelf)
  const { data } = useQuery({ ...meshQuery(shown ?? ownResult(new File([], ''), '')), enabled: shown !== null })
  useEffect(() => {
    if (shown && data) shelf.keep({ result: shown, mesh: data })
    // The version tells one mesh from another; the same one comes as a new object with each poll.
  }, [shelf, shown?.version, data])
  return shelf
}

/** What is looked at together just now; the same array until that changes. */
export function useCompared(viewer: Viewer, shelf: Shelf, sessionCode: string): readonly Kept[] {
  const kept = useShelf(shelf)
  const versions = useViewing(viewer, (viewing) => viewing.compared)
  const [compared, setCompared] = useState<readonly Kept[]>([])
  useEffect(() => {
    const next = kept.filter(({ result }) => versions.includes(result.version))
    setCompared((now) => (next.length < 2 ? (now.length === 0 ? now : []) : next))
  }, [kept, versions])
  useEffect(() => viewer.set({ compared: [] }), [viewer, sessionCode])
  return compared
}

export interface CompareProps {
  readonly viewer: Viewer
  readonly shelf: Shelf
  /** Null for a mesh that belongs to no session. */
  readonly result: Result | null
  readonly fourSpins: FourSpins
}

/** Comparing, and the way to have something to compare. */
export const Compare = ({ viewer, shelf, result, fourSpins }: CompareProps) => (
  <ComparePanel viewer={viewer} shelf={shelf}>
    {fourSpins.going ? (
      <Button aria-live="polite" title="What is made so far stays" onClick={fourSpins.stop}>
        {`Making spin ${fourSpins.going.made + 1} of ${fourSpins.going.of} · Stop`}
      </Button>
    ) : result && !result.own && result.request.selected_spin_index !== undefined ? (
      <Button title="Generates a preview of each spin that has none yet, with these settings, and shows all side by side" onClick={() => fourSpins.start(result.request)}>
        Lay out all spins
      </Button>
    ) : null}
  </ComparePanel>
)
