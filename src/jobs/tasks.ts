/** What a runner is doing, each thing once at a time, with pauses between. */
export class Tasks {
  readonly #after: (ms: number, call: () => void) => () => void
  /** What is being done, and whether it is wanted once more after that. */
  readonly #underWay = new Map<string, boolean>()
  /** Ends the pauses. */
  readonly #sleepers = new Set<() => void>()

  constructor(after: (ms: number, call: () => void) => () => void) {
    this.#after = after
  }

  once(what: string, work: () => Promise<void>): void {
    const isUnderWay = this.#underWay.has(what)
    this.#underWay.set(what, isUnderWay)
    if (isUnderWay) return
    void work().finally(() => {
      const again = this.#underWay.get(what) === true
      this.#underWay.delete(what)
      if (again) this.once(what, work)
    })
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#after(ms, resolve))
  }

  /** Waits, but not beyond the next `wake`. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.#sleepers.delete(end)
        resolve()
      }
      this.#sleepers.add(end)
      this.#after(ms, end)
    })
  }

  wake(): void {
    for (const end of this.#sleepers) end()
  }
}
