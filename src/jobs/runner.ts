import { newId } from '../contract/new-id.ts'
import type { Session } from '../contract/session.ts'
import type { Store } from '../ui/store.ts'
import { JobBook, type Jobs, type Move } from './job-book.ts'
import { isHeld, isOfSession, isUntaken, newJob, wishOf } from './job.ts'
import type { Held, Job, Wish } from './job.ts'
import {
  blockedBy,
  forgettable,
  forgotten,
  happened,
  jobsOf,
  leaving,
  nextToSend,
  picturesToSend,
  queueOf,
  queued,
  sameWish,
  sooner,
  takenUp,
} from './queue.ts'
import type { Collect, RunnerParts } from './runner-parts.ts'
import { ANSWER_WITHIN_MS, step, type JobEvent } from './step.ts'
import { takeMesh } from './take-mesh.ts'
import { Tasks } from './tasks.ts'

const ASK_AGAIN_MS = [500, 1000, 2000, 4000, 8000, 15_000]
const LOOK_AGAIN_MS = [2000, 5000, 15_000, 60_000]
const OFFLINE_TRY_MS = 5000

/** An answer that a session is gone counts only when it comes a second time, after this. */
const GONE_FOR_MS = 5000

const NOT_FETCHED = 'The mesh made before could not be saved here, and this one would replace it.'

/** Sends jobs, and follows them until it is known what became of them. Of two tabs with the same job only one sends it. */
export class JobRunner {
  readonly #parts: RunnerParts
  readonly #book: JobBook
  /** Finished jobs whose meshes this tab has to fetch, with their sessions as they ended where it has seen that. */
  readonly #untaken = new Map<string, Session | null>()
  readonly #tasks: Tasks
  #collect: Collect = async () => {}
  #loading: Promise<void> | null = null

  constructor(parts: RunnerParts) {
    this.#parts = parts
    this.#tasks = new Tasks(parts.after)
    this.#book = new JobBook(parts.table, () => this.jobs.get().loaded && this.#tend())
  }

  get jobs(): Store<Jobs> {
    return this.#book.jobs
  }

  /** Takes up what was left by an earlier visit, once. */
  load(): Promise<void> {
    this.#loading ??= this.#load()
    return this.#loading
  }

  async #load(): Promise<void> {
    const { tab, now, isAlive, noted } = this.#parts
    await this.#book.open()
    for (const job of this.#list) if (isUntaken(job)) this.#untaken.set(job.id, null)
    for (const { id, state } of this.#list)
      if (state.is === 'sending' && state.by !== tab && !(await isAlive(state.by)))
        await this.#apply(id, { is: 'orphaned' })
    await this.#book.move((jobs) => forgotten(jobs, now()), null)
    await this.#book.remove(forgettable(this.#list, now()))
    for (const job of noted.all()) {
      await this.#book.move((jobs) => takenUp(jobs, job, now()), job.sessionCode)
      noted.drop(job.id)
    }
    this.#book.opened()
    this.#tend()
  }

  /**
   * Puts a wish into the queue, unless a job serves it already.
   * @returns the job that serves it
   */
  async submit<W extends Wish>(wish: W): Promise<Job> {
    const { now, noted } = this.#parts
    const nowMs = now()
    const job: Job = newJob<Wish>(newId(), wish, nowMs)
    if (isOfSession(job)) noted.note(job)
    let stands: Job = job
    const decide: Move = (jobs) => {
      const same = sameWish(jobs, wish, nowMs)
      stands = same ?? job
      // Pressed again, a held request is confirmed.
      return same ? changed(same, step(same, { is: 'released', anyway: false }, nowMs)) : queued(jobs, job)
    }
    await this.load()
    await this.#book.moveAtOnce(decide, wish.sessionCode)
    noted.drop(job.id)
    this.#tend()
    return stands
  }

  /** Takes in an answer about a session, that came at `atMs`. */
  async heard(session: Session, atMs: number): Promise<void> {
    await this.#hear(session, atMs)
    this.#tend()
  }

  async #hear(session: Session, atMs: number): Promise<void> {
    const event: JobEvent = { is: 'heard', session }
    for (const job of jobsOf(this.#list, session.code)) {
      // It tells of the time before the job, unless the clock was set back since.
      const isOld = atMs < job.startedAtMs && job.startedAtMs <= this.#parts.now()
      const next = isOld ? job : step(job, event, atMs)
      if (next === job) continue
      if (isUntaken(next)) this.#untaken.set(job.id, session)
      await this.#apply(job.id, event, atMs)
    }
  }

  /** A session was answered for as gone: its jobs end where that is so a second time. */
  gone(code: string): void {
    this.#tasks.once(`gone ${code}`, async () => {
      await this.#tasks.wait(GONE_FOR_MS)
      const look = await this.#parts.look(code)
      if (look.is === 'seen') return this.heard(look.session, this.#parts.now())
      if (look.is !== 'gone') return
      for (const { id } of jobsOf(this.#list, code)) await this.#apply(id, { is: 'gone' })
    })
  }

  /** What the artist decides about a job. */
  async decide(id: string, what: 'released' | 'left' | 'taken' | 'sooner'): Promise<void> {
    if (what === 'sooner') await this.#book.move((jobs) => sooner(jobs, id), this.#book.codeOf(id))
    else await this.#apply(id, what === 'released' ? { is: what, anyway: true } : { is: what })
    this.#tend()
  }

  /** Sends what is held; of what may have been accepted, or has ended, it sends the same once more, as a job of its own. */
  async again(id: string): Promise<void> {
    const job = this.#book.find(id)
    if (!job) return
    if (isHeld(job)) return this.decide(id, 'released')
    // The old job would otherwise hold back a new one with the same request.
    await this.decide(id, 'left')
    await this.submit(wishOf(job))
  }

  /** Forgets a job that has ended, or that has not left yet. */
  forget(id: string): Promise<void> {
    return this.#book.remove([id])
  }

  /** The browser is online again. */
  async online(): Promise<void> {
    for (const job of this.#list)
      if (step(job, { is: 'online' }, 0) !== job) await this.#apply(job.id, { is: 'online' })
    this.#tasks.wake()
    this.#tend()
  }

  collectBy(collect: Collect): void {
    this.#collect = collect
  }

  get #list(): readonly Job[] {
    return this.#book.list
  }

  async #apply(id: string, event: JobEvent, nowMs = this.#parts.now()): Promise<void> {
    await this.#book.moveAtOnce((jobs) => happened(jobs, id, event, nowMs), this.#book.codeOf(id))
  }

  /** Does what has to be done about each job, unless that is being done. */
  #tend(): void {
    for (const job of this.#list) {
      const { state } = job
      if (state.is === 'sending')
        this.#tasks.once(`silence ${job.id} ${state.sinceMs}`, () => this.#awaitAnswer(job, state.sinceMs))
      if (state.is === 'unconfirmed' && !state.told) this.#tasks.once(`ask ${job.id}`, () => this.#askAbout(job.id))
      if (state.is === 'unconfirmed' && state.told && job.kind === 'create')
        this.#tasks.once(`find ${job.id}`, () => this.#lookFor(job.id))
      if (state.is === 'queued' && state.held?.until === 'online') this.#tasks.once('offline', () => this.#tryLater())
    }
    for (const id of this.#untaken.keys()) this.#takeOnce(id)
    for (const job of picturesToSend(this.#list)) this.#tasks.once(`send ${job.id}`, () => this.#sendPicture(job.id))
    const codes = new Set(this.#list.map(({ sessionCode }) => sessionCode))
    for (const code of codes) if (code !== null) this.#tasks.once(`queue ${code}`, () => this.#advance(code))
  }

  async #awaitAnswer({ id }: Job, sinceMs: number): Promise<void> {
    await this.#tasks.wait(Math.max(0, Math.min(ANSWER_WITHIN_MS, sinceMs + ANSWER_WITHIN_MS - this.#parts.now())))
    const state = this.#book.find(id)?.state
    if (state?.is !== 'sending' || state.sinceMs !== sinceMs) return
    await this.#apply(id, { is: 'silent' })
    this.#tend()
  }

  async #tryLater(): Promise<void> {
    await this.#tasks.wait(OFFLINE_TRY_MS)
    await this.online()
  }

  async #askAbout(id: string): Promise<void> {
    for (let times = 0; ; times++) {
      const job = this.#book.find(id)
      if (job?.state.is !== 'unconfirmed' || job.state.told) return
      const told = await this.#parts.ask(job).catch(() => null)
      if (told) {
        await this.#apply(id, { is: 'told', told })
        this.#tend()
      }
      await this.#tasks.pause(ASK_AGAIN_MS[times] ?? 30_000)
    }
  }

  async #lookFor(id: string): Promise<void> {
    for (const ms of LOOK_AGAIN_MS) {
      const job = this.#book.find(id)
      if (job?.kind !== 'create' || job.state.is !== 'unconfirmed') return
      const { certain, codes } = await this.#parts
        .find(job, this.#createdCodes())
        .catch(() => ({ certain: false, codes: [] }))
      const [code] = codes
      if (certain && code !== undefined) return this.#apply(id, { is: 'found', code })
      if (codes.length > 0) await this.#apply(id, { is: 'maybe', codes })
      await this.#tasks.pause(ms)
    }
    // What has been looked for long enough is not looked for again on this visit.
    await new Promise(() => {})
  }

  #createdCodes(): readonly string[] {
    return this.#list.flatMap(({ state }) => (state.is === 'done' && state.code !== null ? [state.code] : []))
  }

  async #send(job: Job): Promise<void> {
    const sent = await this.#parts.send(job)
    await this.#apply(job.id, { is: 'answered', sent })
    this.#tend()
  }

  async #sendPicture(id: string): Promise<void> {
    const { now, tab } = this.#parts
    let mine: Job | null = null
    await this.#book.move((jobs) => {
      const job = picturesToSend(jobs).find((one) => one.id === id)
      mine = job ? step(job, { is: 'claimed', by: tab, before: null, nth: 0, beside: false }, now()) : null
      return mine ? [mine] : []
    }, null)
    if (mine) void this.#send(mine)
  }

  /** Sends the session's next request, if it is its turn and the session is at rest. */
  async #advance(code: string): Promise<void> {
    const untaken = blockedBy(this.#list, code)
    if (untaken && queueOf(this.#list, code).some((job) => !isHeld(job))) return this.#takeOnce(untaken.id)
    if (!nextToSend(this.#list, code)) return
    const { now, tab, look } = this.#parts
    // What the page has heard may be old, and what others had made since would pass for this one's.
    const looked = await look(code)
    if (looked.is === 'gone') return this.gone(code)
    if (looked.is === 'unseen') return this.#holdBack(code, looked)
    let mine: Job | null = null
    await this.#book.move((jobs) => {
      const next = leaving(jobs, looked.session, tab, now())
      if (next?.leaves) mine = next.job
      return next ? [next.job] : []
    }, code)
    if (mine) void this.#send(mine)
  }

  async #holdBack(code: string, why: Held): Promise<void> {
    const nowMs = this.#parts.now()
    const event: JobEvent = { is: 'held', reason: why.reason, until: why.until }
    await this.#book.move((jobs) => queueOf(jobs, code).flatMap((job) => changed(job, step(job, event, nowMs))), code)
    this.#tend()
  }

  #takeOnce(id: string): void {
    this.#tasks.once(`take ${id}`, () => this.#take(id))
  }

  /** Has the mesh of a finished job fetched and kept. Where that cannot be done, the requests behind it, which would replace it, wait for the artist. */
  async #take(id: string): Promise<void> {
    const job = this.#book.find(id)
    const seen = this.#untaken.get(id) ?? null
    this.#untaken.delete(id)
    if (!job || !isOfSession(job) || !isUntaken(job)) return
    const taking = await takeMesh(job, seen, this.#collect, this.#parts.look)
    if (typeof taking === 'object') return this.#holdBack(job.sessionCode, taking)
    const waits = queueOf(this.#list, job.sessionCode).some((one) => !isHeld(one))
    if (taking === 'failed' && waits) await this.#holdBack(job.sessionCode, { reason: NOT_FETCHED, until: 'artist' })
    if (taking === 'taken' || waits) await this.decide(id, 'taken')
  }
}

const changed = (before: Job, after: Job): readonly Job[] => (before === after ? [] : [after])
