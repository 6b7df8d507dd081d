import { useViewing, type Viewer } from '../viewer/viewer.ts'
import type { ResultItem } from './result-item.ts'

/** As many as there are panes. */
const MAX_COMPARED = 4

export interface ResultTicks {
  /** Versions of the meshes that stand beside one another; empty for none. */
  readonly compared: readonly string[]
  isOn(version: string): boolean
  /** It can be neither ticked nor unticked now. */
  isFixed(version: string): boolean
  toggle(version: string): void
  stop(): void
}

/** Which meshes are ticked, and what a tick does. The mesh in the stage counts as ticked: the next one that is ticked is compared with it. */
export function useResultTicks(viewer: Viewer, items: readonly ResultItem[], shown: string | null): ResultTicks {
  const chosen = useViewing(viewer, (viewing) => viewing.compared)
  const isThere = (version: string) => items.some(({ result }) => result.version === version)
  // One that was deleted stands nowhere any more, and one that is left alone is compared with nothing.
  const left = chosen.filter(isThere)
  const compared = left.length < 2 ? [] : left
  const choose = (next: readonly string[]) =>
    viewer.set({ compared: next, wipe: next.length === 2 ? viewer.get().wipe : null, motion: null })
  const inStage = shown !== null && isThere(shown) ? [shown] : []
  const ticked = compared.length > 0 ? compared : inStage
  return {
    compared,
    isOn: (version) => ticked.includes(version),
    isFixed: (version) => (ticked.includes(version) ? compared.length === 0 : ticked.length >= MAX_COMPARED),
    toggle(version) {
      const next = ticked.includes(version) ? ticked.filter((other) => other !== version) : [...ticked, version]
      choose(next.length < 2 ? [] : next)
    },
    stop: () => choose([]),
  }
}
