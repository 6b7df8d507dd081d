type Answer<T> = { readonly done: T; readonly reason?: never } | { readonly done?: never; readonly reason: string }

/** Far longer than the largest file takes. A worker that the system has killed sends no event, so only this notices. */
const LIMIT_MS = 180_000

export interface AskOptions {
  /** Aborting terminates the worker in the middle of its work. */
  readonly signal?: AbortSignal
  /** Parts of the question that are handed over instead of copied. */
  readonly transfer?: Transferable[]
  /** Keeps the worker alive after its answer, for another question. */
  readonly keep?: boolean
  readonly limitMs?: number
}

/**
 * Sends a worker one question and resolves with its answer. The worker is then terminated, unless it is kept.
 * @throws {Error} with the worker's reason, or when it does not start, does not answer in time or answers unreadably;
 * the reason of `signal` when that aborts. The worker is terminated in every one of these cases
 */
export async function askWorker<T>(
  worker: Worker,
  question: unknown,
  { signal, transfer = [], keep = false, limitMs = LIMIT_MS }: AskOptions = {},
): Promise<T> {
  const settled = new AbortController()
  let limit: ReturnType<typeof setTimeout> | undefined
  let answered = false
  try {
    signal?.throwIfAborted()
    const done = await new Promise<T>((resolve, reject) => {
      const fail = (reason: string) => () => reject(new Error(reason))
      const { signal: end } = settled
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent<Answer<T>>) =>
          data.reason === undefined ? resolve(data.done) : reject(new Error(data.reason)),
        { signal: end },
      )
      worker.addEventListener(
        'error',
        ({ message }) =>
          reject(new Error(message || 'A part of the page could not be started. Reload the page and try again.')),
        { signal: end },
      )
      worker.addEventListener(
        'messageerror',
        fail('The page could not finish this file. There may be too little memory for one so large.'),
        { signal: end },
      )
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { signal: end })
      limit = setTimeout(
        fail(
          'The page worked on this file for minutes without an end and has stopped. There may be too little memory for one so large.',
        ),
        limitMs,
      )
      worker.postMessage(question, transfer)
    })
    answered = true
    return done
  } finally {
    settled.abort()
    clearTimeout(limit)
    if (!keep || !answered) worker.terminate()
  }
}
