/*
 * Sessions share the threads in turn: of those that wait, the one served longest ago is next. First come, first served
 * was not chosen: of eight sessions at once, the last one's artist would see nothing until the others are done.
 * Cancelling ends a busy thread, since no message reaches it.
 */
import { Worker } from 'node:worker_threads'
import type { TaskResult, WorkerMessage, WorkerTask } from './worker-task.ts'

/** Why a task could not be done. */
export class TaskError extends Error {
  override readonly name = 'TaskError'
  /** Whether the message is a sentence for the artist. */
  readonly forArtist: boolean

  constructor(message: string, forArtist: boolean) {
    super(message)
    this.forArtist = forArtist
  }
}

/** Little that a task makes lives long: with the default of 48 MB, each thread kept some 35 MB more of garbage. */
const YOUNG_GENERATION_MB = 8

interface Waiting {
  readonly session: string
  readonly task: WorkerTask
  readonly later: boolean
  readonly onProgress: (share: number) => void
  readonly resolve: (result: TaskResult) => void
  readonly reject: (error: Error) => void
}

export interface WorkerPool {
  /**
   * Progress is 0…1, and 0 as soon as a thread has taken up the task. With `later` it is taken up when nothing else
   * waits.
   */
  run(session: string, task: WorkerTask, onProgress: (share: number) => void, later?: boolean): Promise<TaskResult>
  /** Drops a session's waiting tasks, and ends the threads that work for it. */
  cancel(session: string): Promise<void>
  close(): Promise<void>
}

/**
 * A fixed number of threads, one task each. Waiting tasks are taken round-robin over the sessions, so that a session
 * with many tasks holds nobody up; within a session they keep their order. What may come later waits for all others, and
 * keeps its order. A thread that crashes fails only its own task, and the next task gets a new thread.
 */
export function createWorkerPool(workerFile: string, size: number): WorkerPool {
  const waiting: Waiting[] = []
  const busy = new Map<Worker, Waiting>()
  const idle: Worker[] = []
  let lastServed: string[] = []
  let closed = false

  function takeNext(): Waiting | undefined {
    const rank = (item: Waiting) => lastServed.indexOf(item.session)
    let best = 0
    for (let i = 1; i < waiting.length; i++) {
      const [a, b] = [waiting[i], waiting[best]]
      if (a && b && !a.later && (b.later || rank(a) < rank(b))) best = i
    }
    const [item] = waiting.splice(best, 1)
    if (item) {
      const stillWaiting = new Set(waiting.map(({ session }) => session))
      lastServed = [
        ...lastServed.filter((session) => session !== item.session && stillWaiting.has(session)),
        item.session,
      ]
    }
    return item
  }

  function start(): Worker {
    const worker = new Worker(workerFile, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB } })
    worker.on('message', (message: WorkerMessage) => hear(worker, message))
    worker.on('error', (error: Error) => lose(worker, `The worker crashed: ${error.message}`))
    worker.on('exit', (code) => lose(worker, `The worker ended with code ${code} before its work was done.`))
    return worker
  }

  function hear(worker: Worker, message: WorkerMessage): void {
    const item = busy.get(worker)
    if (!item) return
    if (message.kind === 'progress') return item.onProgress(message.share)
    busy.delete(worker)
    idle.push(worker)
    if (message.kind === 'done') item.resolve(message.result)
    else item.reject(new TaskError(message.message, message.forArtist))
    serve()
  }

  function lose(worker: Worker, reason: string): void {
    const at = idle.indexOf(worker)
    if (at >= 0) idle.splice(at, 1)
    const item = busy.get(worker)
    if (!item) return
    busy.delete(worker)
    item.reject(new TaskError(reason, false))
    serve()
  }

  function serve(): void {
    if (closed) return
    while (waiting.length > 0 && busy.size < size) {
      const item = takeNext()
      if (!item) return
      const worker = idle.pop() ?? start()
      busy.set(worker, item)
      worker.postMessage(item.task, item.task.glance ? [item.task.glance.port] : [])
      item.onProgress(0)
    }
  }

  function drop(which: (item: Waiting) => boolean): Promise<unknown> {
    for (const item of waiting.filter(which)) {
      waiting.splice(waiting.indexOf(item), 1)
      item.reject(new TaskError('Cancelled.', true))
    }
    const ending = [...busy].filter(([, item]) => which(item))
    for (const [worker, item] of ending) {
      busy.delete(worker)
      item.reject(new TaskError('Cancelled.', true))
    }
    return Promise.all(ending.map(([worker]) => worker.terminate()))
  }

  return {
    run: (session, task, onProgress, later = false) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new TaskError('The engine is closing.', true))
        waiting.push({ session, task, later, onProgress, resolve, reject })
        serve()
      }),
    async cancel(session) {
      const ended = drop((item) => item.session === session)
      serve()
      await ended
    },
    async close() {
      closed = true
      await Promise.all([drop(() => true), ...idle.splice(0).map((worker) => worker.terminate())])
    },
  }
}
