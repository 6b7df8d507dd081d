import { useRef, type Ref } from 'react'
import css from './app.module.css'
import { Bar } from './bar.tsx'
import { DeliveredPanel } from './delivered-panel.tsx'
import dockCss from './dock.module.css'
import { GenerateButton, type Generate } from './generate.tsx'
import { useBroughtIntoView, useNextStep } from './next-step.ts'
import { SessionResults, type SessionResultsProps } from './session-results.tsx'
import { ResultExtras, type ResultExtrasProps } from './result-extras.tsx'
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
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

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

/** The mesh stays to look at and to download, but it is not of the spins beside it. */
const OlderMesh = () => (
  <Notice
    tone="warn"
    what="This mesh was made before the enclosed areas were changed."
    next="Generate again to make it of the spins as they are now."
  />
)

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
  const dock = useRef<HTMLDivElement>(null)
  useBroughtIntoView(dock, busy, delivered?.version ?? null)
  const spin = useDraft(store, ({ present }) => present.spinIndex)
  const isUnmade = results.known && !delivered && !busy
  const unmade = isUnmade ? session?.spins.find(({ index }) => index === spin) : null
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
        <div key={delivered.version} ref={dock} className={dockCss.dock}>
          {card}
          {session?.enclosed?.meshIsOlder ? <OlderMesh /> : null}
          <DeliveredPanel store={store} refit={refit} result={delivered} main={next === 'download'} />
          {session && refineRequest ? (
            <Button
              title="Makes a finer mesh of this preview, as a job of its own"
              onClick={() => job.submit(session, refineRequest, 'refine')}
            >
              Refine
            </Button>
          ) : null}
        </div>
      ) : null}
      {delivered && !hidden ? (
        <ResultExtras key={`extras ${delivered.version}`} refit={refit} result={delivered} {...showing} />
      ) : null}
      {hidden ? null : <SessionResults key={code} store={store} result={delivered} {...comparing} />}
    </div>
  )
}
