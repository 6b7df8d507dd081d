/** Work on the same thing takes turns; work on different things does not wait for one another. */
export interface Turns {
  /** Starts once all work on `key` that came before is over, however it ended. */
  take<Result>(key: string, work: () => Promise<Result>): Promise<Result>
  /** Resolves once all work on `key` so far is over. */
  over(key: string): Promise<void>
}

export function createTurns(): Turns {
  /** The end of the last work on each key that has any. */
  const ends = new Map<string, Promise<void>>()
  const over = (key: string): Promise<void> => ends.get(key) ?? Promise.resolve()
  return {
    over,
    async take(key, work) {
      const done = over(key).then(work)
      const end = done.then(
        () => undefined,
        () => undefined,
      )
      ends.set(key, end)
      try {
        return await done
      } finally {
        if (ends.get(key) === end) ends.delete(key)
      }
    },
  }
}
