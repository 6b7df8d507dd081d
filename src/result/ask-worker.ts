type Answer<T> = { readonly done: T; readonly reason?: never } | { readonly done?: never; readonly reason: string }

/** Far beyond what the largest file takes; a worker that the system has ended tells nobody. */
const LIMIT_MS = 180_000

export interface Asking {
  /** Ends the worker in the middle of its work. */
  readonly signal?: AbortSignal
  /** Of the question, handed over and not copied. */
  readonly transfer?: Transferable[]
  readonly limitMs?: number
}

/**
 * One question to a worker of its own, which ends with the answer.
 * @throws {Error} made of the worker's reason, or for one that does not start, does not answer in time, or not readably; the reason of `signal`
 */
export function askWorker<T>(worker: Worker, question: unknown, { signal, transfer = [], limitMs = LIMIT_MS }: Asking = {}): Promise<T> {
  let limit: ReturnType<typeof setTimeout> | undefined
  return new Promise<T>((resolve, reject) => {
    signal?.throwIfAborted()
    const fail = (reason: string) => () => reject(new Error(reason))
    worker.addEventListener('message', ({ data }: MessageEvent<Answer<T>>) => (data.reason === undefined ? resolve(data.done) : reject(new Error(data.reason))))
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'A worker of this page could not be started.')))
    worker.addEventListener('messageerror', fail('A worker of this page answered with what cannot be read. There may be too little memory for so large a file.'))
    signal?.addEventListener('abort', () => reject(signal.reason as Error))
    limit = setTimeout(fail('A worker of this page did not answer for minutes, and was ended. There may be too little memory for so large a file.'), limitMs)
    worker.postMessage(question, transfer)
  }).finally(() => {
    clearTimeout(limit)
    worker.terminate()
  })
}
