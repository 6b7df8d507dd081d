import { lazy, useEffect, type Ref } from 'react'
import css from './app.module.css'
import { Bar } from './bar.tsx'
import dockCss from './dock.module.css'
import { GenerateButton, type Generate } from './generate.tsx'
import { useNextStep, useWaited } from './next-step.ts'
import type { SessionResultsProps } from './session-results.tsx'
import type { ResultExtrasProps } from './result-extras.tsx'
import { JobNews, useSameWork } from './job-news.tsx'
import { refineRequestOf } from '../result/refine.ts'
import type { SessionWork } from './session-work.ts'
import { useDraft } from '../draft/draft-store.ts'
import { PivotSection } from '../draft/pivot-section.tsx'
import { SizeSection } from '../draft/size-section.tsx'
import { JobCard } from '../jobs/job-card.tsx'
import { usualMs } from '../jobs/past-times.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import type { SessionJob } from '../jobs/job.ts'
import { NoMesh } from '../result/no-mesh.tsx'
import { resultName } from '../result/result-title.ts'
import { spinLabelOf, type Result } from '../result/result.ts'
import { QueueList } from '../jobs/queue-list.tsx'
import { Later } from '../ui/later.tsx'

/** What a mesh brings with it is fetched while the first one is being made. */
const parts = {
  delivered: () => import('./delivered-panel.tsx'),
  extras: () => import('./result-extras.tsx'),
  results: () => import('./session-results.tsx'),
}
const DeliveredDock = lazy(async () => ({ default: (await parts.delivered()).DeliveredDock }))
const ResultExtras = lazy(async () => ({ default: (await parts.extras()).ResultExtras }))
const SessionResults = lazy(async () => ({ default: (await parts.results()).SessionResults }))

function usePartsAhead(busy: boolean): void {
  useEffect(() => {
    if (busy) for (const fetchPart of Object.values(parts)) void fetchPart().catch(() => {})
  }, [busy])
}

export interface SessionPanelProps {
  readonly code: string
  readonly work: SessionWork
  readonly generate: Generate
  readonly generateButton: Ref<HTMLButtonElement>
  /** Something else is in the stage: the draft waits out of sight, and nothing here acts on the stage. */
  readonly hidden: boolean
  readonly showing: Omit<ResultExtrasProps, 'refit' | 'result'>
  readonly comparing: Omit<SessionResultsProps, 'store' | 'result'>
  readonly onShortcuts: () => void
}

/** Whether a job is about what the page shows: once it has ended the mesh that it made, before that the chosen spin. */
function isJobInSight(job: SessionJob, shown: Result | null, spin: number | null): boolean {
  if (job.state.is === 'done') return shown?.version === job.id
  const { selected_spin_index: of }: PreviewRequest = job.request
  return of === undefined || of === spin
}

const jobName = ({ kind, request }: SessionJob, session: Session | undefined): string =>
  resultName({ kind, request, spinLabel: session ? spinLabelOf(session, request) : null })

/** The draft of the session, the way to a mesh, and the mesh that came. */
export function SessionPanel({
  code,
  work,
  generate,
  generateButton,
  hidden,
  showing,
  comparing,
  onShortcuts,
}: SessionPanelProps) {
  const { session, store, job, busy, results, refit } = work
  const delivered = results.chosen
  const next = useNextStep({ store, session, result: delivered, refit })
  const sameWork = useSameWork(code, job.job ?? null)
  // An upstream refines the newest preview, so an older one that is shown again is not offered.
  const isNewest = !job.job || job.job.id === delivered?.version
  const refineRequest = isNewest && !busy ? refineRequestOf(session, delivered) : null
  const hasWaited = useWaited(busy)
  usePartsAhead(busy)
  const spin = useDraft(store, ({ present }) => present.spinIndex)
  const isUnmade = results.known && !delivered && !busy
  const unmade = isUnmade ? session?.spins.find(({ index }) => index === spin) : null
  const hasResults = comparing.items.length > 0 || comparing.deleted.length > 0
  const card = job.job ? (
    <JobCard
      job={job.job}
      session={session ?? null}
      usualMs={usualMs(sameWork)}
      of={isJobInSight(job.job, delivered, spin) ? null : jobName(job.job, session)}
      onAgain={job.again}
      onLeave={job.leave}
    />
  ) : null
  return (
    <div className={css.settings} hidden={hidden}>
      <Bar store={store} session={session} onShortcuts={onShortcuts} />
      <SizeSection store={store} />
      <PivotSection store={store} />
      <div className={dockCss.send} data-docked={delivered === null || undefined}>
        <GenerateButton button={generateButton} generate={generate} main={next === 'generate'} />
        {delivered ? null : card}
        <JobNews code={code} job={job.job ?? null} session={session ?? null} />
        {unmade ? <NoMesh spin={unmade.index} spinLabel={unmade.label} /> : null}
        <QueueList queue={job.queue} onSooner={job.sooner} onRemove={job.remove} onSend={job.send} />
      </div>
      {delivered ? (
        <Later key={delivered.version}>
          <DeliveredDock
            store={store}
            refit={refit}
            result={delivered}
            main={next === 'download'}
            older={session?.enclosed?.meshIsOlder ?? false}
            hasWaited={hasWaited}
            busy={busy}
            onRefine={session && refineRequest ? () => void job.submit(session, refineRequest, 'refine') : null}
          >
            {card}
          </DeliveredDock>
        </Later>
      ) : null}
      {delivered && !hidden ? (
        <Later key={`extras ${delivered.version}`}>
          <ResultExtras refit={refit} result={delivered} {...showing} />
        </Later>
      ) : null}
      {hidden || !hasResults ? null : (
        <Later key={code}>
          <SessionResults store={store} result={delivered} {...comparing} />
        </Later>
      )}
    </div>
  )
}
