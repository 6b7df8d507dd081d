/**
 * Does what the records promise: a session's jobs one after another, in the order they were asked for, those of different
 * sessions side by side as the pool has threads. A job leaves its record only when it is done or has failed, so that a
 * restart takes up whatever was cut off.
 */
import { spinAsset } from '../contract/assets.ts'
import { MESH_FORMATS } from '../contract/mesh-fields.ts'
import { ApiError } from '../contract/api-error.ts'
import { READINGS } from '../shape/readings.ts'
import { reasonOf } from './reason-of.ts'
import type { SessionBook } from './session-book.ts'
import type { Job, MeshJob, SessionRecord } from './session-record.ts'
import { FINE_SUBJECT_FILE, IMAGE_FILE, SUBJECT_FILE, meshFile, spinFile } from './session-files.ts'
import type { SessionStore } from './session-store.ts'
import { TaskError, type WorkerPool } from './worker-pool.ts'

/**
 * Triangles of a preview, whose GLB stays under 3 MB; a refined mesh has twice the resolution, and so four times as many, and
 * its GLB is about 7 MB: it is asked for to be worked on, not to be looked at over a line.
 */
const PREVIEW_TRIANGLES = 60_000
const MAX_TRIANGLES = { preview: PREVIEW_TRIANGLES, refine: 4 * PREVIEW_TRIANGLES } as const

/** What a session says while all threads work for others. */
export const WAITING = 'Waiting for the work before it'

/** The cut-out's share of the work on four spins, measured. */
const CUT_SHARE = 0.25

export interface JobRunnerOptions {
  readonly store: SessionStore
  readonly book: SessionBook
  readonly pool: WorkerPool
  readonly newId: () => string
  readonly warn: (message: string) => void
}

export interface JobRunner {
  /** Starts on a session's pending jobs, unless they are being done already. */
  wake(code: string, urgent?: boolean): void
  /** Ends the session's work and everything it has waiting. */
  cancel(code: string): Promise<void>
  close(): Promise<void>
}

export function createJobRunner({ store, book, pool, newId, warn }: JobRunnerOptions): JobRunner {
  const working = new Map<string, Promise<void>>()
  /** Sessions that are being cancelled: wherever their work stands, no more of it is begun. */
  const stopped = new Set<string>()
  let closing = false

  const run: WorkerPool['run'] = async (code, ...task) => {
    if (stopped.has(code)) throw new TaskError('Cancelled.', true)
    return pool.run(code, ...task)
  }

  /** Says what is being done from the first call on; storage that fails then is told by the job's own next write. */
  function onceBegun(code: string, message: string): () => void {
    let said = false
    return () => {
      if (!said) book.update(code, () => ({ message })).catch(() => {})
      said = true
    }
  }

  /** The first failure ends the other work too, and nothing of it goes on writing once the job is over. */
  async function allOrNone(code: string, tasks: readonly Promise<void>[]): Promise<void> {
    try {
      await Promise.all(tasks)
    } catch (error) {
      await pool.cancel(code)
      await Promise.allSettled(tasks)
      throw error
    }
  }

  async function makeSpins({ code }: SessionRecord, job: Job, urgent: boolean): Promise<void> {
    const subjectFile = store.path(code, SUBJECT_FILE)
    await book.update(code, () => ({ status: 'spin_generate_processing', message: WAITING }))
    await run(
      code,
      { kind: 'cut', imageFile: store.path(code, IMAGE_FILE), subjectFile },
      onceBegun(code, 'Cutting out the subject'),
      urgent,
    )
    await book.update(code, () => ({ message: 'Rendering the spins' }))
    const shares = READINGS.map(() => 0)
    const tell = () =>
      book.setPercent(
        code,
        100 * (CUT_SHARE + ((1 - CUT_SHARE) * shares.reduce((sum, share) => sum + share, 0)) / shares.length),
      )
    tell()
    await allOrNone(
      code,
      READINGS.map(async (_, reading) => {
        const onProgress = (share: number) => {
          shares[reading] = share
          tell()
        }
        const { webp } = await run(code, { kind: 'spin', subjectFile, reading }, onProgress, urgent)
        if (!webp) throw new Error(`No ${spinAsset(reading)} came out.`)
        await store.write(code, spinFile(reading), webp)
        onProgress(1)
      }),
    )
    await book.update(code, (record) => {
      const next: Job[] = record.goOnToMesh ? [{ kind: 'preview', key: newId(), spinIndex: 0, fit: record.fit }] : []
      const spins = READINGS.map(({ label }) => label)
      return { status: 'spin_generate_done', message: '', spins, pending: [...without(record, job), ...next] }
    })
  }

  async function makeMesh({ code }: SessionRecord, job: MeshJob): Promise<void> {
    await book.update(code, () => ({
      status: job.kind === 'preview' ? 'training_preview' : 'training_refine',
      message: WAITING,
      selectedSpinIndex: job.spinIndex,
    }))
    const { key, kind, spinIndex, fit } = job
    const fine = kind === 'refine' && {
      fine: { imageFile: store.path(code, IMAGE_FILE), subjectFile: store.path(code, FINE_SUBJECT_FILE) },
    }
    const task = {
      kind: 'mesh',
      subjectFile: store.path(code, SUBJECT_FILE),
      ...fine,
      reading: spinIndex,
      maxTriangles: MAX_TRIANGLES[kind],
      fit,
      name: 'mesh',
    } as const
    const begun = onceBegun(code, 'Generating Mesh')
    const files = await run(code, task, (share) => {
      begun()
      book.setPercent(code, 100 * share)
    })
    // The thread is at work for another session already; what is left is to write the files.
    book.setPercent(code, 100)
    const formats = MESH_FORMATS.filter((format) => files[format])
    await allOrNone(
      code,
      formats.map((format) => store.write(code, meshFile(key, format), files[format] ?? new Uint8Array())),
    )
    const before = book.get(code)?.meshes[kind]
    await book.update(code, (record) => {
      const next: Job[] = kind === 'preview' && record.autoRefine ? [{ ...job, kind: 'refine', key: newId() }] : []
      const meshes = { ...record.meshes, [kind]: { key, spinIndex, fit, formats } }
      const pending = [...without(record, job), ...next]
      // With another of its kind waiting, these files are outdated and not offered, so nothing is done yet.
      if (pending.some((each) => each.kind === kind)) return { meshes, pending }
      return { status: kind === 'preview' ? 'preview_done' : 'refine_done', message: '', meshes, pending }
    })
    if (before)
      await store.drop(
        code,
        before.formats.map((format) => meshFile(before.key, format)),
      )
  }

  async function fail(code: string, job: Job, error: unknown): Promise<void> {
    const told = (error instanceof TaskError && error.told) || error instanceof ApiError
    const reason = reasonOf(error)
    warn(`Session ${code}, ${job.kind}: ${reason}`)
    const status = ({ spins: 'spin_generate_failed', preview: 'preview_failed', refine: 'refine_failed' } as const)[
      job.kind
    ]
    const message = told
      ? reason
      : `The engine failed on this: ${/[.!?]$/.test(reason) ? reason : `${reason}.`} Try again; if it fails again, try another image.`
    await book
      .insist(code, (record) => {
        const pending = without(record, job)
        // Whoever follows the one that waits must not take this for its end; the log has the reason.
        return pending.some(({ kind }) => kind === job.kind) ? { pending } : { status, message, pending }
      })
      .catch((unwritten: unknown) => {
        warn(`Session ${code}: ${reasonOf(unwritten)}`)
      })
  }

  async function work(code: string, urgent: boolean): Promise<void> {
    for (;;) {
      const record = book.get(code)
      const job = record?.pending[0]
      if (!record || !job || closing || stopped.has(code)) {
        // In the same breath as the look, so that a job which comes next wakes a new round.
        working.delete(code)
        return
      }
      book.setPercent(code, 0)
      try {
        await (job.kind === 'spins' ? makeSpins(record, job, urgent) : makeMesh(record, job))
      } catch (error) {
        if (!closing && !stopped.has(code) && book.get(code)) await fail(code, job, error)
      }
    }
  }

  return {
    wake(code, urgent = false) {
      if (closing || working.has(code) || !book.get(code)?.pending.length) return
      const done = work(code, urgent).catch((error: unknown) => {
        working.delete(code)
        warn(`Session ${code} stopped: ${reasonOf(error)}`)
      })
      working.set(code, done)
    },
    async cancel(code) {
      stopped.add(code)
      await pool.cancel(code)
      await working.get(code)
      stopped.delete(code)
    },
    async close() {
      closing = true
      await pool.close()
      await Promise.all(working.values())
    },
  }
}

const without = (record: SessionRecord, job: Job): Job[] => record.pending.filter(({ key }) => key !== job.key)
