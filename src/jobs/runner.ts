import { newId } from '../contract/new-id.ts'
import type { Session } from '../contract/session.ts'
import type { Store } from '../ui/store.ts'
import { JobBook, type Jobs, type Move } from './job-book.ts'
import { isHeld, newJob, wishOf, type Job, type SessionJob, type Wish } from './job.ts'
import { markOf } from './mark.ts'
import {
  blockedBy,
  claim,
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
import type { Collect, RunnerParts } from './runner-parts.ts'
import { ANSWER_WITHIN_MS, step, type JobEvent } from './step.ts'

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

/** Sends jobs, and follows what becomes of them until it is known. Of two tabs that want to send the same job only one does. */
export class JobRunner {
  readonly #parts: RunnerParts
  readonly #book: JobBook
  readonly #heard = new Map<string, Heard>()
  /** What is being done, and whether it is wanted once more after that. */
  readonly #tended = new Map<string, boolean>()
  /** Ends the pauses between questions. */
  readonly #sleepers = new Set<() => void>()
  #collect: Collect = async () => {}
  #loading: Promise<void> | null = null

  constructor(parts: RunnerParts) {
    this.#parts = parts
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
    const { tab, now, isAlive } = this.#parts
    await this.#book.open()
    for (const { id, state } of this.#list)
      if (state.is === 'sending' && state.by !== tab && !(await isAlive(state.by)))
        await this.#apply(id, { is: 'orphaned' })
    await this.#book.move((jobs) => forgotten(jobs, now()), null)
    await this.#book.remove(forgettable(this.#list, now()))
    this.#book.opened()
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
    const decide: Move = (jobs) => {
      const same = sameWish(jobs, wish, nowMs)
      stands = same ?? job
      // Pressed again, a held request is confirmed.
      return same ? changed(same, step(same, { is: 'released' }, nowMs)) : queued(jobs, job)
    }
    await this.load()
    await this.#book.moveAtOnce(decide, wish.sessionCode)
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
    if (what === 'sooner') await this.#book.move((jobs) => sooner(jobs, id), this.#book.codeOf(id))
    else await this.#apply(id, { is: what })
    this.#tend()
  }

  /** Sends what is held; of what may have been accepted, or has ended, it sends the same once more, as a job of its own. */
  async again(id: string): Promise<void> {
    const job = this.#book.find(id)
    if (!job) return
    if (isHeld(job)) return this.decide(id, 'released')
    // The old job would otherwise hold back a new one with the same request.
    await this.decide(id, 'left')
    const session = job.sessionCode === null ? null : (this.#heard.get(job.sessionCode)?.session ?? null)
    await this.submit(wishOf(job), session)
  }

  /** Forgets a job that has ended, or that has not left yet. */
  forget(id: string): Promise<void> {
    return this.#book.remove([id])
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
    const state = this.#book.find(id)?.state
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
      const job = this.#book.find(id)
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
      const job = this.#book.find(id)
      if (job?.kind !== 'create' || job.state.is !== 'unconfirmed') return
      const { certain, codes } = await this.#parts
        .find(job, this.#createdCodes())
        .catch(() => ({ certain: false, codes: [] }))
      const [code] = codes
      if (certain && code !== undefined) return this.#apply(id, { is: 'found', code })
      if (codes.length > 0) await this.#apply(id, { is: 'maybe', codes })
      await this.#pause(ms)
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
      mine = job ? step(job, { is: 'claimed', by: tab, before: null, nth: 0 }, now()) : null
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
    await this.#book.move((jobs) => {
      const job = nextToSend(jobs, code)
      mine = job ? step(job, claim(jobs, job, tab, markOf(heard.session, job.kind)), now()) : null
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
      () => 'The mesh before it could not be fetched and kept, and this one would replace it.',
    )
    const nowMs = this.#parts.now()
    await this.#book.move((jobs) => {
      const reason = failure
      const waiting = reason === null ? [] : queueOf(jobs, job.sessionCode)
      return [
        ...happened(jobs, job.id, { is: 'taken' }, nowMs),
        ...waiting.flatMap((one) => (reason === null ? [] : changed(one, step(one, { is: 'held', reason }, nowMs)))),
      ]
    }, job.sessionCode)
  }
}

const changed = (before: Job, after: Job): readonly Job[] => (before === after ? [] : [after])
