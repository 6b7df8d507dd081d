import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Progress } from '../ui/progress.tsx'
import { errorReport } from './error-report.ts'
import { isOpen, type SessionJob } from './job.ts'
import { jobState } from './job-state.ts'
import { jobProgress, progressText, type JobProgress } from './job-progress.ts'
import { plainMessage } from '../contract/plain-message.ts'
import type { Session } from '../contract/session.ts'
import styles from './job-card.module.css'
import { useJobTime } from './use-job-time.ts'

export interface JobCardProps {
  readonly job: SessionJob
  readonly session: Session | null
  /** How long such jobs take; null when that is not known. */
  readonly usualMs: number | null
  /** What it makes, as “Spin 3 · Slab”; null where that is what is in sight. */
  readonly of: string | null
  /** Sends the same request again. */
  readonly onAgain: () => void
  readonly onLeave: () => void
}

/** `1:05`, minutes and seconds since the click. */
export const elapsed = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Where a job is, and what can be done about it. */
export function JobCard({ job, session, usualMs, of, onAgain, onLeave }: JobCardProps) {
  const nowMs = useJobTime(job.startedAtMs, isOpen(job))
  const state = jobState(job, session, nowMs)
  const time = elapsed(nowMs - job.startedAtMs)
  const about = (words: string): string => (of === null ? words : `${of}: ${words}`)
  switch (state.is) {
    case 'held':
      return null
    case 'sending':
      return <Going name={about('Sending the request')} progress={null} time={time} />
    case 'running':
      return (
        <div className={styles.running}>
          <Going
            name={about(plainMessage(state.message) ?? 'Building mesh…')}
            progress={jobProgress(state.percent, nowMs - job.startedAtMs, usualMs)}
            time={time}
          />
          {state.slow ? (
            <Notice
              tone="warn"
              what="This takes longer than usual."
              next="You can stop following it; the work goes on."
            >
              <Button small onClick={onLeave}>
                Stop following
              </Button>
            </Notice>
          ) : null}
        </div>
      )
    case 'unconfirmed':
      return (
        <Notice
          tone="warn"
          what={about(`Sent, but not confirmed. ${state.reason}`)}
          next={`The request may have arrived, so Plinth does not send it again by itself. It is checking the session (${time}).`}
        >
          <Button onClick={onAgain}>Send again</Button>
          <Button onClick={onLeave}>Stop checking</Button>
          <Report job={job} session={session} reason={state.reason} />
        </Notice>
      )
    case 'failed':
      return (
        <Notice tone="bad" what={about(`No mesh came back. ${state.reason}`)} next={state.next}>
          <Button onClick={onAgain}>Try again</Button>
          <Report job={job} session={session} reason={state.reason} />
          <code className={styles.code}>{job.sessionCode}</code>
        </Notice>
      )
    case 'done':
      return <output className={styles.done}>{about(`Mesh ready after ${elapsed(state.afterMs)}.`)}</output>
    case 'left':
      return null
  }
}

interface ReportProps {
  readonly job: SessionJob
  readonly session: Session | null
  readonly reason: string
}

const Report = ({ job, session, reason }: ReportProps) => (
  <CopyButton
    title="Session, status, message, request and times, for whoever runs Plinth or the API"
    text={() => errorReport(job, session, reason, Date.now())}
  >
    Copy the report
  </CopyButton>
)

interface GoingProps {
  readonly name: string
  readonly progress: JobProgress | null
  readonly time: string
}

const Going = ({ name, progress, time }: GoingProps) => (
  <div className={styles.going}>
    <span className={styles.line}>
      <output>{name}</output>
      <span className={styles.detail}>{progress ? `${progressText(progress)} · ${time}` : time}</span>
    </span>
    <Progress name={name} percent={progress?.percent ?? null} words={progress && progressText(progress)} />
  </div>
)
