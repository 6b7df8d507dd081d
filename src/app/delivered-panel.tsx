import { useRefitRequest, type Refit } from './refit.ts'
import { TakeAway } from '../download/take-away.tsx'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { ResultPanel } from '../result/result-panel.tsx'
import type { Result } from '../result/result.ts'

export interface DeliveredPanelProps {
  readonly store: DraftStore
  readonly refit: Refit
  readonly result: Result
}

/** A mesh measured and to download, as the draft beside it has it by now. */
export function DeliveredPanel({ store, refit, result }: DeliveredPanelProps) {
  const request = useRefitRequest(refit)
  const unit = useDraft(store, ({ settings }) => settings.unit)
  return (
    <ResultPanel result={result} refit={request} unit={unit} onCorrect={refit.correct}>
      <TakeAway result={result} refit={request} />
    </ResultPanel>
  )
}
