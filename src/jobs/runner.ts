import { newId } from '../contract/new-id.ts'
import type { Session } from '../contract/session.ts'
import type { Table } from '../storage/storage.ts'
import { createStore, type Store } from '../ui/store.ts'
import { isActive, isHeld, newJob, wishOf, type CreateJob, type Job, type SessionJob, type Wish } from './job.ts'
import { markOf } from './mark.ts'
import {
  blockedBy,
  forgettable,
  forgotten,
  happened,
  jobsOf,
  nextToSend,
  picturesToSend,
  queueOf,
  queued,
  sameWish,
  sooner,
} from './queue.ts'
import { ANSWER_WITHIN_MS, step, type JobEvent, type Sent, type Told } from './step.ts'

/** What a runner acts with; a test brings its own. */
export interface RunnerParts {
  readonly table: Table<Job>
  /** Posts a job once, and never throws. */
  readonly send: (job: Job) => Promise<Sent>
  /** What the proxy says an intent came to; null while it is under way. Rejects when the proxy cannot be asked. */
  readonly ask: (job: Job) => Promise<Told | null>
  /** The sessions that a picture may have become, and whether that is certain. Rejects when they cannot be had. */
  readonly find: (job: CreateJob) => Promise<{ readonly certain: boolean; readonly codes: readonly string[] }>
  readonly now: () => number
  /** Calls back after a time; returns how to prevent that. */
  readonly after: (ms: number, call: () => void) => () => void
  /** A name of this tab. */
  readonly tab: string
  /** Whether the tab of this name is still open. */
  readonly isAlive: (tab: string) => Promise<boolean>
}

/** Every job that this browser knows of. */
export interface Jobs {
  readonly list: readonly Job[]
  /** Whether jobs outlive a reload in this browser. */
  readonly kept: boolean
  readonly loaded: boolean
}

/** Fetches what came of a job, so that the next request of its session may replace it upstream. Rejects when it cannot be had. */
export type Collect = (job: SessionJob, session: Session) => Promise<void>

const ASK_AGAIN_MS = [500, 1000, 2000, 4000, 8000, 15_000]
const LOOK_AGAIN_MS = [2000, 5000, 15_000, 60_000]
const OFFLINE_TRY_MS = 5000

/** Of two tabs' answers, the older one may arrive last, but not by more than this. */
const OVERTAKEN_FOR_MS = 10_000

/** One session's answer, and when it came. */
interface Heard {
  readonly session: Session
  readonly atMs: number
}

/**
 * Sends jobs, follows what becomes of them, and keeps both. Every move is made by `step` within one transaction of the
 * storage, so of two tabs that want to send the same job only one does.
 */
export class JobRunner {
  readonly jobs: Store<Jobs> = createStore<Jobs>({ list: [], kept: true, loaded: false })
  readonly #parts: RunnerParts
  readonly #heard = new Map<string, Heard>()
  /** Jobs that the storage could not take. */
  readonly #unkept = new Map<string, Job>()
  /** What is being done, and whether it is wanted once more after that. */
  readonly #tended = new Map<string, boolean>()
  /** Ends the pauses between questions. */
  readonly #sleepers = new Set<() => void>()
  #collect: Collect = async () => {}
  #loading: Promise<void> | null = null
  #writes = 0
  #isStale = false

  constructor(parts: RunnerParts) {
    this.#parts = parts
  }

  /** Takes up what was left by an earlier visit, once. */
  load(): Promise<void> {
    this.#loading ??= this.#load()
    return this.#loading
  }

  async #load(): Promise<void> {
    const { table, tab, now, isAlive } = this.#parts
    table.onChange(() => void this.#reload())
    const kept = await table.keeps()
    const rows = await table.all().catch(() => null)
    this.jobs.set({ list: rows ?? [], kept: kept && rows !== null, loaded: false })
    for (const { id, state } of rows ?? [])
      if (state.is === 'sending' && state.by !== tab && !(await isAlive(state.by)))
        await this.#apply(id, { is: 'orphaned' })
    await this.#transact((jobs) => forgotten(jobs, now()), null)
    await table.remove(...forgettable(this.#list, now())).catch(() => {})
    this.jobs.set({ ...this.jobs.get(), loaded: true })
    this.#tend()
  }

  /**
   * Puts a wish into the queue, unless a job serves it already.
   * @returns the job that serves it
   */
  async submit<W extends Wish>(wish: W, session: Session | null): Promise<Job> {
    const { now } = this.#parts
    const nowMs = now()
    const job: Job = newJob<Wish>(newId(), wish, nowMs)
    if (session && !this.#heard.has(session.code)) this.#heard.set(session.code, { session, atMs: nowMs })
    let stands: Job = job
    const decide = (jobs: readonly Job[]): readonly Job[] => {
      const same = sameWish(jobs, wish, nowMs)
      stands = same ?? job
      // Pressed again, a held request is confirmed.
      return same ? changed(same, step(same, { is: 'released' }, nowMs)) : queued(jobs, job)
    }
    if (this.jobs.get().loaded) this.#show(decide(this.#list))
    else await this.load()
    await this.#transact(decide, wish.sessionCode)
    this.#tend()
    return stands
  }

  /** Takes in an answer about a session. */
  async heard(session: Session, atMs: number): Promise<void> {
    this.#heard.set(session.code, { session, atMs })
    for (const job of jobsOf(this.#list, session.code))
      if (step(job, { is: 'heard', session }, atMs) !== job) await this.#apply(job.id, { is: 'heard', session }, atMs)
    this.#tend()
  }

  /** What the artist decides about a job. */
  async decide(id: string, what: 'released' | 'left' | 'taken' | 'sooner'): Promise<void> {
    if (what === 'sooner') await this.#transact((jobs) => sooner(jobs, id), this.#codeOf(id))
    else await this.#apply(id, { is: what })
    this.#tend()
  }

  /** Sends what is held; of what may have been accepted, or has ended, it sends the same once more, as a job of its own. */
  async again(id: string): Promise<void> {
    const job = this.#find(id)
    if (!job) return
    if (isHeld(job)) return this.decide(id, 'released')
    // The old job would otherwise hold back a new one with the same request.
    await this.decide(id, 'left')
    const session = job.sessionCode === null ? null : (this.#heard.get(job.sessionCode)?.session ?? null)
    await this.submit(wishOf(job), session)
  }

  /** Sends every held request of a session, one after another. */
  async releaseAll(sessionCode: string): Promise<void> {
    for (const { id } of queueOf(this.#list, sessionCode)) await this.#apply(id, { is: 'released' })
    this.#tend()
  }

  /** The browser is online again. */
  async online(): Promise<void> {
    for (const job of this.#list)
      if (step(job, { is: 'online' }, 0) !== job) await this.#apply(job.id, { is: 'online' })
    for (const end of this.#sleepers) end()
    this.#tend()
  }

  collectBy(collect: Collect): void {
    this.#collect = collect
  }

  get #list(): readonly Job[] {
    return this.jobs.get().list
  }

  #find(id: string): Job | undefined {
    return this.#list.find((job) => job.id === id)
  }

  #codeOf(id: string): string | null {
    return this.#find(id)?.sessionCode ?? null
  }

  #show(jobs: readonly Job[]): void {
    if (jobs.length === 0) return
    const changedIds = new Set(jobs.map(({ id }) => id))
    const others = this.#list.filter(({ id }) => !changedIds.has(id))
    this.jobs.set({ ...this.jobs.get(), list: [...others, ...jobs] })
  }

  async #apply(id: string, event: JobEvent, nowMs = this.#parts.now()): Promise<void> {
    const decide = (jobs: readonly Job[]) => happened(jobs, id, event, nowMs)
    this.#show(decide(this.#list))
    await this.#transact(decide, this.#codeOf(id))
  }

  /** Makes one move on the jobs as they are kept, and shows it. Where they cannot be kept, the page goes on with what it knows. */
  async #transact(decide: (jobs: readonly Job[]) => readonly Job[], sessionCode: string | null): Promise<void> {
    let put: readonly Job[] = []
    this.#writes++
    try {
      await this.#parts.table.change((rows) => {
        put = decide(this.#withUnkept(rows))
        return { put }
      }, sessionCode ?? undefined)
      for (const { id } of put) this.#unkept.delete(id)
    } catch {
      put = decide(this.#list)
      for (const job of put) this.#unkept.set(job.id, job)
      this.jobs.set({ ...this.jobs.get(), kept: false })
    } finally {
      this.#writes--
    }
    this.#show(put)
    if (this.#isStale) void this.#reload()
  }

  #withUnkept(rows: readonly Job[]): readonly Job[] {
    return [...rows.filter(({ id }) => !this.#unkept.has(id)), ...this.#unkept.values()]
  }

  /** Shows what another tab has written. While this one writes, what it shows is newer. */
  async #reload(): Promise<void> {
    this.#isStale = true
    if (this.#writes > 0) return
    const rows = await this.#parts.table.all().catch(() => null)
    if (this.#writes > 0 || rows === null) return
    this.#isStale = false
    this.jobs.set({ ...this.jobs.get(), list: this.#withUnkept(rows) })
    if (this.jobs.get().loaded) this.#tend()
  }

  /** Does what has to be done about each job, unless that is being done. */
  #tend(): void {
    for (const job of this.#list) {
      const { state } = job
      if (state.is === 'sending')
        this.#once(`silence ${job.id} ${state.sinceMs}`, () => this.#awaitAnswer(job, state.sinceMs))
      if (state.is === 'unconfirmed' && !state.told) this.#once(`ask ${job.id}`, () => this.#askAbout(job.id))
      if (state.is === 'unconfirmed' && state.told && job.kind === 'create')
        this.#once(`find ${job.id}`, () => this.#lookFor(job.id))
      if (state.is === 'queued' && state.held?.until === 'online') this.#once('offline', () => this.#tryLater())
    }
    for (const job of picturesToSend(this.#list)) this.#once(`send ${job.id}`, () => this.#sendPicture(job.id))
    const codes = new Set(this.#list.map(({ sessionCode }) => sessionCode))
    for (const code of codes) if (code !== null) this.#once(`queue ${code}`, () => this.#advance(code))
  }

  #once(what: string, work: () => Promise<void>): void {
    const isUnderWay = this.#tended.has(what)
    this.#tended.set(what, isUnderWay)
    if (isUnderWay) return
    void work().finally(() => {
      const again = this.#tended.get(what) === true
      this.#tended.delete(what)
      if (again) this.#once(what, work)
    })
  }

  /** A pause that ends early when the browser is online again. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.#sleepers.delete(end)
        resolve()
      }
      this.#sleepers.add(end)
      this.#parts.after(ms, end)
    })
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#parts.after(ms, resolve))
  }

  async #awaitAnswer({ id }: Job, sinceMs: number): Promise<void> {
    await this.#wait(Math.max(0, Math.min(ANSWER_WITHIN_MS, sinceMs + ANSWER_WITHIN_MS - this.#parts.now())))
    const state = this.#find(id)?.state
    if (state?.is !== 'sending' || state.sinceMs !== sinceMs) return
    await this.#apply(id, { is: 'silent' })
    this.#tend()
  }

  async #tryLater(): Promise<void> {
    await this.#wait(OFFLINE_TRY_MS)
    await this.online()
  }

  async #askAbout(id: string): Promise<void> {
    for (let times = 0; ; times++) {
      const job = this.#find(id)
      if (job?.state.is !== 'unconfirmed' || job.state.told) return
      const told = await this.#parts.ask(job).catch(() => null)
      if (told) {
        await this.#apply(id, { is: 'told', told })
        this.#tend()
      }
      await this.#pause(ASK_AGAIN_MS[times] ?? 30_000)
    }
  }

  async #lookFor(id: string): Promise<void> {
    for (const ms of LOOK_AGAIN_MS) {
      const job = this.#find(id)
      if (job?.kind !== 'create' || job.state.is !== 'unconfirmed') return
      const { certain, codes } = await this.#parts.find(job).catch(() => ({ certain: false, codes: [] }))
      const [code] = codes
      if (certain && code !== undefined) return this.#apply(id, { is: 'found', code })
      if (codes.length > 0) await this.#apply(id, { is: 'maybe', codes })
      await this.#pause(ms)
    }
    // What has been looked for long enough is not looked for again on this visit.
    await new Promise(() => {})
  }

  async #send(job: Job): Promise<void> {
    const sent = await this.#parts.send(job)
    await this.#apply(job.id, { is: 'answered', sent })
    this.#tend()
  }

  async #sendPicture(id: string): Promise<void> {
    const { now, tab } = this.#parts
    let mine: Job | null = null
    await this.#transact((jobs) => {
      const job = picturesToSend(jobs).find((one) => one.id === id)
      mine = job ? step(job, { is: 'claimed', by: tab, before: null }, now()) : null
      return mine ? [mine] : []
    }, null)
    if (mine) void this.#send(mine)
  }

  /** Sends the session's next request, if it is its turn and the session is known as it is now. */
  async #advance(code: string): Promise<void> {
    const blocking = blockedBy(this.#list, code)
    if (blocking && queueOf(this.#list, code).some((job) => !isHeld(job))) await this.#take(blocking)
    const heard = this.#heard.get(code)
    if (!heard || !nextToSend(this.#list, code) || !this.#isNews(code, heard)) return
    const { now, tab } = this.#parts
    let mine: Job | null = null
    await this.#transact((jobs) => {
      const job = nextToSend(jobs, code)
      mine = job ? step(job, { is: 'claimed', by: tab, before: markOf(heard.session, job.kind) }, now()) : null
      return mine ? [mine] : []
    }, code)
    if (mine) void this.#send(mine)
  }

  /** An answer from before the last mesh was finished would let that mesh pass for the next one. */
  #isNews(code: string, { session, atMs }: Heard): boolean {
    const ends = jobsOf(this.#list, code).flatMap(({ state }) => (state.is === 'done' ? [state.endedAtMs] : []))
    const endedAtMs = Math.max(...ends.filter((ms) => ms <= this.#parts.now()), -Infinity)
    return atMs >= endedAtMs && (session.phase.state !== 'going' || atMs > endedAtMs + OVERTAKEN_FOR_MS)
  }

  async #take(job: SessionJob): Promise<void> {
    const heard = this.#heard.get(job.sessionCode)
    if (!heard) return
    const failure = await this.#collect(job, heard.session).then(
      () => null,
      () => 'The mesh before it could not be fetched, and this one would replace it.',
    )
    const nowMs = this.#parts.now()
    await this.#transact((jobs) => {
      const reason = failure
      const waiting = reason === null ? [] : queueOf(jobs, job.sessionCode)
      return [
        ...happened(jobs, job.id, { is: 'taken' }, nowMs),
        ...waiting.flatMap((one) => (reason === null ? [] : changed(one, step(one, { is: 'held', reason }, nowMs)))),
      ]
    }, job.sessionCode)
  }

  /** Forgets a job that has ended, or that has not left yet. */
  async forget(id: string): Promise<void> {
    const isIdle = (job: Job) => job.id === id && !isActive(job)
    const code = this.#codeOf(id)
    if (!this.#list.some(isIdle)) return
    this.#unkept.delete(id)
    this.jobs.set({ ...this.jobs.get(), list: this.#list.filter((job) => !isIdle(job)) })
    this.#writes++
    await this.#parts.table
      .change((rows) => ({ remove: rows.filter(isIdle).map((job) => job.id) }), code ?? undefined)
      .catch(() => this.jobs.set({ ...this.jobs.get(), kept: false }))
    this.#writes--
    await this.#reload()
  }
}

const changed = (before: Job, after: Job): readonly Job[] => (before === after ? [] : [after])
