import { useEffect, useState } from 'react'
import type { Session } from '../contract/session.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Progress } from '../ui/progress.tsx'
import { elapsedText } from './elapsed.ts'
import { isOverdue, isUnderWay, type Job } from './job.ts'
import css from './job-status.module.css'

/** The time, each second while `ticking`. */
function useNow(ticking: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!ticking) return undefined
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [ticking])
  return now
}

export interface JobStatusProps {
  readonly job: Job
  readonly session: Session | undefined
  /** Sends the same settings once more, as a new intent. */
  readonly onTryAgain: () => void
  readonly onStopFollowing: () => void
}

function UnderWay({ job, session, onTryAgain, onStopFollowing }: JobStatusProps) {
  const now = useNow(true)
  const { state } = job
  const going = session?.stage.is === 'going' && state.is === 'running' && state.seen
  const words = state.is === 'sending' ? 'Sending the request' : going ? session.message || session.status || 'Generating the mesh' : 'Waiting for the work to start'
  if (state.is === 'unconfirmed') {
    return (
      <div className={css.status}>
        <Notice
          tone="warn"
          what={`Sent, not confirmed. ${elapsedText(now - job.startedAt)}`}
          next="No answer came back, so the request may or may not have arrived. Plinth is watching the session, and sends nothing by itself. Sending again may cost a second credit."
        >
          <Button onClick={onTryAgain}>Send again</Button>
          <Button onClick={onStopFollowing}>Stop watching</Button>
        </Notice>
        <Progress name="Watching the session" percent={null} />
      </div>
    )
  }
  return (
    <div className={css.status}>
      <div className={css.line}>
        <span role="status">{words}</span>
        <span className={css.figures}>
          {going && session.percent !== null ? <span>{Math.round(session.percent)} %</span> : null}
          <time>{elapsedText(now - job.startedAt)}</time>
        </span>
      </div>
      <Progress name="Generating the mesh" percent={going ? session.percent : null} />
      {isOverdue(job, now) ? (
        <Notice tone="warn" what="This is taking longer than usual." next="It may still come. The session keeps it either way, so you may stop watching and open it again later.">
          <Button onClick={onStopFollowing}>Stop watching</Button>
        </Notice>
      ) : null}
    </div>
  )
}

/** What becomes of a request: sent, under way, failed with its reason. A finished one is the result's to show. */
export function JobStatus(props: JobStatusProps) {
  const { job, onTryAgain } = props
  if (isUnderWay(job)) return <UnderWay {...props} />
  if (job.state.is !== 'failed') return null
  return (
    <Notice tone="bad" what={job.state.what} next={job.state.next}>
      <Button onClick={onTryAgain}>Try again</Button>
      <CopyButton text={job.sessionCode}>Copy session code</CopyButton>
    </Notice>
  )
}
