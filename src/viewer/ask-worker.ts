type Answer<T> = { readonly done: T; readonly reason?: never } | { readonly done?: never; readonly reason: string }

/** Far beyond what the largest file takes; a worker that the system has ended tells nobody. */
const LIMIT_MS = 180_000

export interface Asking {
  /** Ends the worker in the middle of its work. */
  readonly signal?: AbortSignal
  /** Of the question, handed over and not copied. */
  readonly transfer?: Transferable[]
  /** Whether the worker goes on living once it has answered, to be asked again. */
  readonly keep?: boolean
  readonly limitMs?: number
}

/**
 * One question to a worker, which ends with the answer unless it is kept.
 * @throws {Error} made of the worker's reason, or for one that does not start, does not answer in time, or not readably; the reason of `signal`. The worker has ended then
 */
export async function askWorker<T>(
  worker: Worker,
  question: unknown,
  { signal, transfer = [], keep = false, limitMs = LIMIT_MS }: Asking = {},
): Promise<T> {
  const over = new AbortController()
  let limit: ReturnType<typeof setTimeout> | undefined
  let answered = false
  try {
    signal?.throwIfAborted()
    const done = await new Promise<T>((resolve, reject) => {
      const fail = (reason: string) => () => reject(new Error(reason))
      const { signal: end } = over
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent<Answer<T>>) =>
          data.reason === undefined ? resolve(data.done) : reject(new Error(data.reason)),
        { signal: end },
      )
      worker.addEventListener(
        'error',
        ({ message }) => reject(new Error(message || 'A worker of this page could not be started.')),
        { signal: end },
      )
      worker.addEventListener(
        'messageerror',
        fail(
          'A worker of this page answered with what cannot be read. There may be too little memory for so large a file.',
        ),
        { signal: end },
      )
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { signal: end })
      limit = setTimeout(
        fail(
          'A worker of this page did not answer for minutes, and was ended. There may be too little memory for so large a file.',
        ),
        limitMs,
      )
      worker.postMessage(question, transfer)
    })
    answered = true
    return done
  } finally {
    over.abort()
    clearTimeout(limit)
    if (!keep || !answered) worker.terminate()
  }
}
