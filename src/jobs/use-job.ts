import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { newId } from '../contract/new-id.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import { afterReload, isOpen, newJob, progressed, type Job } from './job.ts'
import { jobShelf } from './job-shelf.ts'
import { sendPreview } from './send-preview.ts'

const shelf = jobShelf()

const jobKey = (sessionCode: string | null) => ['job', sessionCode] as const

/** A session's newest job, and whether it outlives a reload. */
interface NewestJob {
  readonly job: Job | null
  readonly kept: boolean
}

/** Shows a job and puts it on the shelf; where that fails (a full disk), the page says that it is not kept. */
async function keepJob(client: QueryClient, job: Job): Promise<void> {
  const show = (kept: boolean) => client.setQueryData<NewestJob>(jobKey(job.sessionCode), { job, kept })
  show(await shelf.keeps())
  await shelf.put(job).catch(() => show(false))
}

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

/** One session's job, kept before its request is sent, and again when the session shows its end. */
export function useJob(sessionCode: string | null): UseJob {
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: jobKey(sessionCode),
    queryFn: async (): Promise<NewestJob> => {
      const keeps = await shelf.keeps()
      if (sessionCode === null) return { job: null, kept: keeps }
      // The page goes on without a shelf that cannot be read, and says so.
      const found = await shelf.newest(sessionCode).catch(() => undefined)
      return { job: found ? afterReload(found) : null, kept: keeps && found !== undefined }
    },
    staleTime: Infinity,
    networkMode: 'always',
  })

  const keep = useCallback((job: Job) => keepJob(client, job), [client])

  // A second click lands before React has drawn the first one's state.
  const sending = useRef(false)
  const { mutate, isPending } = useMutation({
    mutationFn: async (intent: Job) => {
      const job = await shelf.claim(intent).catch(() => intent)
      client.setQueryData<NewestJob>(jobKey(job.sessionCode), { job, kept: await shelf.keeps() })
      if (job.id !== intent.id) return
      const sent = await sendPreview(job)
      // The session may have shown progress of this job while the answer was on its way.
      const shown = client.getQueryData<NewestJob>(jobKey(job.sessionCode))?.job
      await keep({ ...(shown?.id === job.id ? shown : job), sent })
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
    mutate(newJob(newId(), session, request, Date.now()))
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

/**
 * Writes down that a job has begun and how it has ended once its session shows it, so that the session's next mesh is not mistaken for
 * it. `heardAtMs` is when the session last answered: an answer that brings nothing new counts too, since time alone may settle a job.
 */
export function useJobProgress(job: Job | null | undefined, session: Session | null, heardAtMs: number): void {
  const client = useQueryClient()
  useEffect(() => {
    if (!job || !isOpen(job)) return
    const next = progressed(job, session, heardAtMs)
    if (next !== job) void keepJob(client, next)
  }, [client, job, session, heardAtMs])
}
