import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import { afterReload, jobState, newJob, type Job, type JobEnd } from './job.ts'
import { openJobShelf } from './job-shelf.ts'
import { sendPreview } from './send-preview.ts'

let shelf: ReturnType<typeof openJobShelf> | undefined
const openShelf = () => (shelf ??= openJobShelf())

const jobKey = (sessionCode: string | null) => ['job', sessionCode] as const

export interface UseJob {
  /** The session's newest job; null when it has none, undefined while that is being looked up. */
  readonly job: Job | null | undefined
  /** Whether jobs outlive a reload in this browser. */
  readonly kept: boolean
  readonly isSending: boolean
  submit(session: Session, request: PreviewRequest): void
  /** Stops following: the work may go on upstream, the page no longer waits for it. */
  leave(): void
}

/** One session's job: its intent is kept before the POST, its end when the session shows it. */
export function useJob(sessionCode: string | null): UseJob {
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: jobKey(sessionCode),
    queryFn: async () => {
      const opened = await openShelf()
      const kept = sessionCode === null ? null : await opened.get(sessionCode)
      return { job: kept && afterReload(kept), kept: opened.keeps }
    },
    staleTime: Infinity,
    networkMode: 'always',
  })

  const keep = useCallback(
    async (job: Job) => {
      const opened = await openShelf()
      client.setQueryData(jobKey(job.sessionCode), { job, kept: opened.keeps })
      await opened.put(job).catch(() => {})
    },
    [client],
  )

  // A second click lands before React has drawn the first one's state.
  const sending = useRef(false)
  const { mutate, isPending } = useMutation({
    mutationFn: async (wanted: Job) => {
      const opened = await openShelf()
      const job = await opened.claim(wanted).catch(() => wanted)
      client.setQueryData(jobKey(job.sessionCode), { job, kept: opened.keeps })
      if (job.id !== wanted.id) return
      await keep({ ...job, sent: await sendPreview(job) })
    },
    onSettled: () => {
      sending.current = false
    },
    retry: false,
    networkMode: 'always',
  })

  const submit = (session: Session, request: PreviewRequest) => {
    if (sending.current) return
    sending.current = true
    mutate(newJob(crypto.randomUUID(), session, request, Date.now()))
  }

  const job = data?.job
  return {
    job,
    kept: data?.kept ?? true,
    isSending: isPending,
    submit,
    leave: () => job && void keep({ ...job, end: { is: 'left' } }),
  }
}

/** Writes down a job's end once its session shows it, so that the next mesh of the session is not mistaken for it. */
export function useJobEnd(job: Job | null | undefined, session: Session | null): void {
  const client = useQueryClient()
  useEffect(() => {
    if (!job || job.end !== null) return
    const state = jobState(job, session, Date.now())
    if (job.sent.is === 'refused' || (state.is !== 'done' && state.is !== 'failed')) return
    const end: JobEnd = state.is === 'done' ? state : { is: 'failed', reason: state.reason }
    const ended = { ...job, end }
    client.setQueryData<{ job: Job | null; kept: boolean }>(jobKey(job.sessionCode), (now) => ({ kept: now?.kept ?? true, job: ended }))
    void openShelf().then((opened) => opened.put(ended).catch(() => {}))
  }, [client, job, session])
}
