type Answer<T> = { readonly done: T; readonly reason?: never } | { readonly done?: never; readonly reason: string }

/**
 * One question to a worker of its own, which ends with the answer.
 * @throws {Error} made of the worker's reason
 */
export function askWorker<T>(worker: Worker, question: unknown): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Answer<T>>) => (data.reason === undefined ? resolve(data.done) : reject(new Error(data.reason))))
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'A worker of this page could not be started.')))
    worker.postMessage(question)
  }).finally(() => worker.terminate())
}
