import type { Table } from '../storage/storage.ts'
import { createStore, type Store } from '../ui/store.ts'
import { isActive, isOfSession, type Job } from './job.ts'

/** Every job that this browser knows of. */
export interface Jobs {
  readonly list: readonly Job[]
  /** Whether jobs outlive a reload in this browser. */
  readonly kept: boolean
  readonly loaded: boolean
}

/** What one move makes of the jobs: those that change. */
export type Move = (jobs: readonly Job[]) => readonly Job[]

/**
 * The jobs as they are shown and as they are kept. A move is made in one transaction of the storage, so of two tabs that
 * want the same only one finds it undone.
 */
export class JobBook {
  readonly jobs: Store<Jobs> = createStore<Jobs>({ list: [], kept: true, loaded: false })
  readonly #table: Table<Job>
  /** Jobs that the storage could not take. */
  readonly #unkept = new Map<string, Job>()
  readonly #onNews: () => void
  #writes = 0
  #writesBegun = 0
  #isStale = false

  /** `onNews` is called when another tab may have changed something. */
  constructor(table: Table<Job>, onNews: () => void) {
    this.#table = table
    this.#onNews = onNews
  }

  get list(): readonly Job[] {
    return this.jobs.get().list
  }

  find(id: string): Job | undefined {
    return this.list.find((job) => job.id === id)
  }

  codeOf(id: string): string | null {
    return this.find(id)?.sessionCode ?? null
  }

  /** Reads what is kept. Without a storage that can be read, the page goes on and says so. */
  async open(): Promise<void> {
    this.#table.onChange(() => void this.#reload())
    const kept = await this.#table.keeps()
    const rows = await this.#table.all().catch(() => null)
    this.#set({ list: rows ?? [], kept: kept && rows !== null })
  }

  /** From here on, the jobs are shown. */
  opened(): void {
    this.#set({ loaded: true })
  }

  /** Makes a move on the jobs as they are kept, and shows it. Where they cannot be kept, the page goes on with what it knows. */
  async move(decide: Move, sessionCode: string | null, shown?: readonly Job[]): Promise<void> {
    let put: readonly Job[] = []
    this.#begin()
    try {
      await this.#table.change((rows) => {
        put = decide(this.#withUnkept(rows))
        const ids = new Set(put.map(({ id }) => id))
        return { put: [...[...this.#unkept.values()].filter(({ id }) => !ids.has(id)), ...put] }
      }, sessionCode ?? undefined)
      this.#unkept.clear()
    } catch {
      // What is shown already would decide otherwise.
      put = shown ?? decide(this.list)
      for (const job of put) this.#unkept.set(job.id, job)
      this.#set({ kept: false })
      if (put.some(({ state }) => state.is === 'sending')) await this.#dropStale(sessionCode)
    }
    this.#writes--
    this.#show(put)
    if (this.#isStale) await this.#reload()
  }

  /**
   * What was sent cannot be written down, so what is kept of its session's jobs is older than it seems: who takes it up after
   * a reload would take the mesh of one for that of another.
   */
  async #dropStale(sessionCode: string | null): Promise<void> {
    const stale = [...this.#unkept.values()].filter((job) => isOfSession(job) && job.sessionCode === sessionCode)
    await this.#table.remove(...stale.map(({ id }) => id)).catch(() => {})
  }

  /** The same, shown before it is kept. */
  async moveAtOnce(decide: Move, sessionCode: string | null): Promise<void> {
    const shown = decide(this.list)
    this.#show(shown)
    await this.move(decide, sessionCode, shown)
  }

  /** Takes jobs out that have ended, or that have not left yet. */
  async remove(ids: readonly string[]): Promise<void> {
    const isIdle = (job: Job) => ids.includes(job.id) && (!isActive(job) || job.left)
    if (!this.list.some(isIdle)) return
    for (const id of ids) this.#unkept.delete(id)
    this.#set({ list: this.list.filter((job) => !isIdle(job)) })
    this.#begin()
    await this.#table
      .change((rows) => ({ remove: rows.filter(isIdle).map((job) => job.id) }))
      .catch(() => this.#set({ kept: false }))
    this.#writes--
    await this.#reload()
  }

  #begin(): void {
    this.#writes++
    this.#writesBegun++
  }

  #set(change: Partial<Jobs>): void {
    this.jobs.set({ ...this.jobs.get(), ...change })
  }

  #show(jobs: readonly Job[]): void {
    if (jobs.length === 0) return
    const ids = new Set(jobs.map(({ id }) => id))
    this.#set({ list: [...this.list.filter(({ id }) => !ids.has(id)), ...jobs] })
  }

  #withUnkept(rows: readonly Job[]): readonly Job[] {
    return [...rows.filter(({ id }) => !this.#unkept.has(id)), ...this.#unkept.values()]
  }

  /** Shows what another tab has written. While this one writes, what it shows is newer. */
  async #reload(): Promise<void> {
    this.#isStale = true
    if (this.#writes > 0) return
    const begun = this.#writesBegun
    const rows = await this.#table.all().catch(() => null)
    if (this.#writes > 0 || rows === null) return
    // What was written while the rows were read is not among them.
    if (this.#writesBegun !== begun) return this.#reload()
    this.#isStale = false
    this.#set({ list: this.#withUnkept(rows) })
    this.#onNews()
  }
}
