import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import css from './job-news.module.css'
import { isNotifying, notify, setNotifying, whyNoNotice } from '../ui/notify.ts'
import { showTabNews } from '../ui/tab-news.ts'
import { isSampleCode } from '../contract/sample.ts'
import type { Session } from '../contract/session.ts'
import { isOpen, type SessionJob } from '../jobs/job.ts'
import { jobState } from '../jobs/job-state.ts'
import { jobProgress, progressText } from '../jobs/job-progress.ts'
import { rememberTime, usualMs, type SameWork } from '../jobs/past-times.ts'
import { useJobTime } from '../jobs/use-job-time.ts'
import { upstreamQuery } from '../session/queries.ts'
import { useSessionName } from '../session/session-names.ts'
import { Toggle } from '../ui/toggle.tsx'

/** Jobs that take as long as this one: those of its kind at the same upstream. Null without a job, and until the upstream is known. */
export function useSameWork(code: string, job: SessionJob | null): SameWork | null {
  const { data } = useQuery(upstreamQuery())
  if (!job) return null
  if (isSampleCode(code)) return { upstream: 'local', kind: job.kind }
  return data ? { upstream: data.upstream === 'local' ? 'local' : data.host, kind: job.kind } : null
}

interface Ended {
  readonly id: string
  readonly words: 'Mesh ready' | 'No mesh came back'
  readonly tookMs: number | null
}

function endOf({ id, state }: SessionJob): Ended | null {
  if (state.is === 'done') return { id, words: 'Mesh ready', tookMs: state.afterMs }
  const failed = state.is === 'failed' || state.is === 'refused'
  return failed ? { id, words: 'No mesh came back', tookMs: null } : null
}

/** The end of a job that this page has seen open; null until then, and again once the artist has looked at the tab. */
function useUnseenEnd(job: SessionJob | null, onEnd: (ended: Ended) => void): Ended | null {
  const [unseen, setUnseen] = useState<Ended | null>(null)
  const openId = useRef<string | null>(null)
  const tell = useEffectEvent(onEnd)
  useEffect(() => {
    if (!job) return
    if (isOpen(job)) {
      openId.current = job.id
      return
    }
    const ended = openId.current === job.id ? endOf(job) : null
    openId.current = null
    if (!ended) return
    tell(ended)
    if (document.hidden) setUnseen(ended)
  }, [job])
  useEffect(() => {
    const look = () => document.hidden || setUnseen(null)
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  return unseen
}

function NotifyToggle() {
  const [on, setOn] = useState(isNotifying)
  const why = whyNoNotice()
  if (why) return <p className={css.why}>{why}</p>
  return (
    <Toggle
      name="Notify me when it is ready"
      on={on}
      onChange={(wanted) => void setNotifying(wanted).then(() => setOn(isNotifying()))}
    />
  )
}

export interface JobNewsProps {
  readonly code: string
  readonly job: SessionJob | null
  readonly session: Session | null
}

/** Tells those who look elsewhere how far a job is: in the tab's title and icon, and by a notification when it ends. */
export function JobNews({ code, job, session }: JobNewsProps) {
  const work = useSameWork(code, job)
  const going = isOpen(job)
  const startedAtMs = job?.startedAtMs ?? 0
  const nowMs = useJobTime(startedAtMs, going)
  const state = job && going ? jobState(job, session, nowMs) : null
  const percent = state?.is === 'running' ? state.percent : null
  const progress = state?.is === 'running' ? jobProgress(percent, nowMs - startedAtMs, usualMs(work)) : null
  const name = useSessionName(code)

  const unseen = useUnseenEnd(job, ({ id, words, tookMs }) => {
    if (work && tookMs !== null) rememberTime(work, id, tookMs)
    if (document.hidden && isNotifying()) notify(id, words, name)
  })
  const words = progress ? progressText(progress) : (unseen?.words ?? null)
  const shownPercent = progress?.percent ?? null
  useEffect(() => showTabNews(name, words, shownPercent), [name, words, shownPercent])
  return going ? <NotifyToggle /> : null
}
