import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type ReactNode } from 'react'
import dockCss from './dock.module.css'
import { useBroughtIntoView } from './next-step.ts'
import { useNatural, useRefitRequest, type Refit } from './refit.ts'
import { savedKey, type Saved } from '../download/saved.ts'
import { TakeAway } from '../download/take-away.tsx'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { naturalEdit } from '../draft/stretch.ts'
import { meshQuery } from '../result/mesh-query.ts'
import { ResultPanel } from '../result/result-panel.tsx'
import type { Result } from '../result/result.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

export interface DeliveredPanelProps {
  readonly store: DraftStore
  readonly refit: Refit
  readonly result: Result
  /** Downloading is the one thing to do next. */
  readonly main: boolean
}

/** A mesh measured and to download, as the draft beside it has it by now. */
export function DeliveredPanel({ store, refit, result, main }: DeliveredPanelProps) {
  const request = useRefitRequest(refit)
  const unit = useDraft(store, ({ settings }) => settings.unit)
  const [saved, setSaved] = useState<Saved | null>(null)
  const { data: mesh } = useQuery(meshQuery(result))
  const natural = useNatural(store, result, mesh)
  const isNatural = useDraft(store, (history) => naturalEdit(history) === null)
  const restore = () => {
    const edit = naturalEdit(store.get())
    if (edit) store.dispatch({ do: 'commit', edit })
  }
  return (
    <ResultPanel
      result={result}
      refit={request}
      saved={saved?.key === savedKey(result, request) ? (saved.baked?.box ?? null) : null}
      natural={natural}
      unit={unit}
      onCorrect={refit.correct}
      onNatural={isNatural ? null : restore}
    >
      <TakeAway result={result} refit={request} main={main} saved={saved} onSaved={setSaved} />
    </ResultPanel>
  )
}

/** The mesh stays to look at and to download, but it is not of the spins beside it. */
const OlderMesh = () => (
  <Notice
    tone="warn"
    what="This mesh was made before the enclosed areas were changed."
    next="Generate again to make it of the spins as they are now."
  />
)

export interface DeliveredDockProps extends DeliveredPanelProps {
  /** It was made before the enclosed areas were changed. */
  readonly older: boolean
  /** Whether work was waited for whose end was not shown yet. */
  readonly hasWaited: () => boolean
  readonly busy: boolean
  /** Null where it cannot be refined. */
  readonly onRefine: (() => void) | null
  /** The job that it came of. */
  readonly children: ReactNode
}

/** The mesh that came, in the place where the artist waited for it. */
export function DeliveredDock({ older, hasWaited, busy, onRefine, children, ...delivered }: DeliveredDockProps) {
  const dock = useRef<HTMLDivElement>(null)
  useBroughtIntoView(dock, busy, delivered.result.version, hasWaited)
  return (
    <div ref={dock} className={dockCss.dock}>
      {children}
      {older ? <OlderMesh /> : null}
      <DeliveredPanel {...delivered} />
      {onRefine ? (
        <Button title="Makes a finer mesh of this preview, as a job of its own" onClick={onRefine}>
          Refine
        </Button>
      ) : null}
    </div>
  )
}
