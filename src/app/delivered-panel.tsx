import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNatural, useRefitRequest, type Refit } from './refit.ts'
import { savedKey, type Saved } from '../download/saved.ts'
import { TakeAway } from '../download/take-away.tsx'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { naturalEdit } from '../draft/stretch.ts'
import { meshQuery } from '../result/mesh-query.ts'
import { ResultPanel } from '../result/result-panel.tsx'
import type { Result } from '../result/result.ts'

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
