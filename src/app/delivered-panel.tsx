import { useWanted, type Refitting } from './refit.ts'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { TakeAway } from '../download/take-away.tsx'
import { ResultPanel } from '../result/result-panel.tsx'
import type { Result } from '../result/result.ts'

export interface DeliveredPanelProps {
  readonly store: DraftStore
  readonly refitting: Refitting
  readonly result: Result
}

/** A mesh that came back, beside the draft that may want it otherwise by now. */
export function DeliveredPanel({ store, refitting, result }: DeliveredPanelProps) {
  const wanted = useWanted(store, refitting)
  const unit = useDraft(store, ({ settings }) => settings.unit)
  return (
    <ResultPanel result={result} wanted={wanted} unit={unit} onCorrect={refitting.correct}>
      <TakeAway result={result} wanted={wanted} />
    </ResultPanel>
  )
}
