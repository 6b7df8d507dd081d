import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useRefitRequest, type Refit } from './refit.ts'
import { naturalOfMesh, naturalProportionsOf } from '../contract/natural.ts'
import { savedKey, type Saved } from '../download/saved.ts'
import { TakeAway } from '../download/take-away.tsx'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { meshQuery } from '../result/mesh-query.ts'
import { ResultPanel } from '../result/result-panel.tsx'
import type { Result } from '../result/result.ts'

export interface DeliveredPanelProps {
  readonly store: DraftStore
  readonly refit: Refit
  readonly result: Result
  readonly spinLabel: string | null
  /** Downloading is the one thing to do next. */
  readonly main: boolean
}

/** A mesh measured and to download, as the draft beside it has it by now. */
export function DeliveredPanel({ store, refit, result, spinLabel, main }: DeliveredPanelProps) {
  const request = useRefitRequest(refit)
  const unit = useDraft(store, ({ settings }) => settings.unit)
  const [saved, setSaved] = useState<Saved | null>(null)
  const { data: mesh } = useQuery(meshQuery(result))
  const natural = useMemo(() => {
    const sides = mesh && naturalProportionsOf({ request: result.request, box: mesh.box, told: null })
    return sides ? naturalOfMesh(sides) : null
  }, [mesh, result])
  return (
    <ResultPanel
      result={result}
      spinLabel={spinLabel}
      refit={request}
      saved={saved?.key === savedKey(result, request) ? (saved.baked?.box ?? null) : null}
      natural={natural}
      unit={unit}
      onCorrect={refit.correct}
    >
      <TakeAway result={result} refit={request} main={main} saved={saved} onSaved={setSaved} />
    </ResultPanel>
  )
}
