import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { artistText } from '../contract/artist-text.ts'
import { digestOf } from '../contract/content-digest.ts'
import { newId } from '../contract/new-id.ts'
import { isOfSession, type CreateJob, type Job } from '../jobs/job.ts'
import { useRunner } from '../jobs/use-job.ts'
import { PictureRefused, checkPictureFile, pictureName } from '../session/picture-file.ts'
import { nameNewSession } from '../session/own-calls.ts'
import { upstreamQuery } from '../session/queries.ts'
import { rememberSeenCutOut } from '../session/seen-cut-outs.ts'
import { createStore, useStore } from '../ui/store.ts'

/** A picture on its way to becoming a session. */
export type Upload = {
  readonly id: string
  readonly name: string
  /** Given together with others, whose list shows it. */
  readonly ofBatch?: boolean
} & (
  | { readonly status: 'sending' }
  /** It has not left, or never arrived: nothing is owed, and it can be sent. */
  | { readonly status: 'waiting'; readonly reason: string }
  /** It may have become a session, perhaps one of these. */
  | { readonly status: 'unconfirmed'; readonly reason: string; readonly maybe: readonly string[] }
  | { readonly status: 'arrived'; readonly code: string }
  | { readonly status: 'refused'; readonly reason: string; readonly next: string }
  /** The file itself is no picture that could be sent. */
  | { readonly status: 'failed'; readonly error: unknown }
)

/** How a picture was given. */
export interface SeenPicture {
  /** The artist has seen its cut-out. */
  readonly cutOutSeen: boolean
  readonly ofBatch?: boolean
}

export interface Uploads {
  /** Those under way, and those that have ended and are not dismissed. */
  readonly list: readonly Upload[]
  /** Sends a picture, unless the same one is being sent. Returns the upload's id. */
  send(file: File, seen: SeenPicture): string
  /** An upload as it is by now; null once it is dismissed. */
  find(id: string): Upload | null
  /** The session that an upload has become. */
  arrivedAs(id: string): string | null
  /** The artist has seen it arrive. */
  seen(id: string): void
  /** Sends one that has not left, or that may have become a session, once more. */
  again(id: string): void
  dismiss(id: string): void
  /** Dismisses every failed one. */
  dismissFailed(): void
  /** Dismisses the one whose session the artist has found. */
  dismissArrived(code: string): void
}

function uploadOf({ id, picture: { name }, state }: CreateJob): Upload | null {
  switch (state.is) {
    case 'queued':
      return state.held ? { id, name, status: 'waiting', reason: state.held.reason } : { id, name, status: 'sending' }
    case 'sending':
    case 'waiting':
    case 'running':
      return { id, name, status: 'sending' }
    case 'unconfirmed':
      return { id, name, status: 'unconfirmed', reason: state.reason, maybe: state.maybe }
    case 'done':
      return state.taken || state.code === null ? null : { id, name, status: 'arrived', code: state.code }
    case 'refused':
      return { id, name, status: 'refused', reason: state.reason, next: state.next }
    case 'failed':
    case 'left':
      return null
  }
}

/** Why nothing came of an upload, and what to do next unless that is said along with it. */
export function failureOf(upload: Extract<Upload, { status: 'refused' | 'failed' }>): { what: string; next?: string } {
  if (upload.status === 'refused') return { what: upload.reason, next: upload.next }
  return upload.error instanceof PictureRefused ? { what: upload.error.message } : artistText(upload.error)
}

/** A file that was given, until it is a job, and which job that is. */
interface Given {
  readonly id: string
  readonly name: string
  readonly ofBatch: boolean
  readonly jobId: string | null
  readonly error: unknown
}

const isCreate = (job: Job): job is CreateJob => !isOfSession(job)

function uploadsIn(files: readonly Given[], jobs: readonly Job[]): readonly Upload[] {
  const reading = files.filter(({ jobId }) => jobId === null)
  return [
    ...reading.map(({ id, name, ofBatch, error }): Upload =>
      error ? { id, name, ofBatch, status: 'failed', error } : { id, name, ofBatch, status: 'sending' },
    ),
    ...jobs.filter(isCreate).flatMap((job) => {
      const given = files.findLast(({ jobId }) => jobId === job.id)
      const upload = uploadOf({ ...job, id: given?.id ?? job.id })
      return upload ? [{ ...upload, ofBatch: given?.ofBatch ?? false }] : []
    }),
  ]
}

/** The pictures that are being sent. Each ends for itself: none hides another one, or its error. */
export function useUploads(): Uploads {
  const client = useQueryClient()
  const runner = useRunner()
  const [given] = useState(() => createStore<readonly Given[]>([]))
  const files = useStore(given, (all) => all)
  const jobs = useStore(runner.jobs, ({ list }) => list)
  const list = useMemo(() => uploadsIn(files, jobs), [files, jobs])

  const change = (id: string, by: Partial<Given>) =>
    given.set(given.get().map((one) => (one.id === id ? Object.assign({}, one, by) : one)))
  const jobOf = (id: string): CreateJob | undefined => {
    const jobId = given.get().find((one) => one.id === id)?.jobId ?? id
    return runner.jobs
      .get()
      .list.filter(isCreate)
      .find((job) => job.id === jobId)
  }
  const read = async (id: string, file: File, { cutOutSeen }: SeenPicture): Promise<void> => {
    await checkPictureFile(file)
    const picture = { name: pictureName(file), digest: await digestOf(file), file, cutOutSeen }
    const job = await runner.submit({ kind: 'create', sessionCode: null, picture })
    change(id, { jobId: job.id })
  }
  const dismiss = (id: string) => {
    given.set(given.get().filter((one) => one.id !== id || one.jobId !== null))
    const job = jobOf(id)
    if (!job) return
    if (job.state.is === 'done') void runner.decide(job.id, 'taken')
    else if (job.state.is === 'unconfirmed') void runner.decide(job.id, 'left')
    else void runner.forget(job.id)
  }

  useEffect(() => {
    for (const { state, picture } of jobs.filter(isCreate))
      if (state.is === 'done' && !state.taken && state.code !== null) {
        if (picture.cutOutSeen) void rememberSeenCutOut(state.code)
        void nameNewSession(state.code, picture.name, {
          local: client.getQueryData(upstreamQuery().queryKey)?.upstream === 'local',
        })
      }
  }, [jobs, client])

  return {
    list,
    send(file, seen) {
      const id = newId()
      given.set([
        ...given.get(),
        { id, name: pictureName(file), ofBatch: seen.ofBatch ?? false, jobId: null, error: null },
      ])
      void read(id, file, seen).catch((error: unknown) => change(id, { error }))
      return id
    },
    find: (id) => uploadsIn(given.get(), runner.jobs.get().list).find((upload) => upload.id === id) ?? null,
    arrivedAs(id) {
      const state = jobOf(id)?.state
      return state?.is === 'done' ? state.code : null
    },
    seen(id) {
      const job = jobOf(id)
      if (job) void runner.decide(job.id, 'taken')
    },
    again(id) {
      const job = jobOf(id)
      if (job) void runner.again(job.id)
    },
    dismiss,
    dismissFailed() {
      for (const { id, status } of list) if (status === 'failed' || status === 'refused') dismiss(id)
    },
    dismissArrived(code) {
      for (const upload of list) if (upload.status === 'arrived' && upload.code === code) dismiss(upload.id)
    },
  }
}
