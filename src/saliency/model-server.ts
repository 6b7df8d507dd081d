/*
 * The one process of the model that this process has: started when a picture first needs it, given one picture at a
 * time, ended after five idle minutes. Nothing here throws: a picture for which no map comes is cut out without one.
 */
import type { ChildProcess } from 'node:child_process'
import type { SaliencyMap } from '../cutout/saliency-map.ts'
import type { FromModel } from './model-messages.ts'
import type { ModelSpec } from './model-spec.ts'
import { startModel } from './start-model.ts'

export interface ModelServer {
  /** The size of picture that `see` takes, px. */
  readonly width: number
  readonly height: number
  /** Where the subject is; null where the model cannot say, or `signal` came first. `rgb` has 3 bytes a pixel. */
  see(rgb: Uint8Array, signal: AbortSignal): Promise<SaliencyMap | null>
  /** Why pictures are cut out without the model, in words for anybody: what names files is in the log; null while it can be used. */
  missing(): string | null
  close(): Promise<void>
}

export interface ModelServerOptions {
  /** The built script of the model's process. */
  readonly processFile: string
  readonly model: ModelSpec
  readonly log: { warn(message: string): void }
  /** Calls `then` after so many milliseconds; what it returns stops it. */
  readonly startTimer?: (ms: number, then: () => void) => () => void
}

export const IDLE_MS = 5 * 60_000
/** Half a second is usual. Only against a process that hangs. */
const PATIENCE_MS = 60_000
/** So often in a row may it end before it has seen anything. */
const MOST_CRASHES = 3

function nodeTimer(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms)
  timer.unref()
  return () => clearTimeout(timer)
}

const GIVEN_UP = {
  runtime: 'What runs it does not load on this machine.',
  model: 'Its weights are missing or cannot be used.',
  process: 'Its process ended before it was done.',
} as const

const noTimer = (): void => {}

interface Waiting {
  readonly id: number
  readonly rgb: Uint8Array
  readonly resolve: (map: SaliencyMap | null) => void
}

export function createModelServer(options: ModelServerOptions): ModelServer {
  const { processFile, model, log, startTimer = nodeTimer } = options
  const waiting: Waiting[] = []
  let running: ChildProcess | null = null
  let current: Waiting | null = null
  let stopTimer = noTimer
  let crashes = 0
  let lastId = 0
  let reason: string | null = null

  function giveUp(of: keyof typeof GIVEN_UP, why: string): void {
    if (reason === null) log.warn(`Pictures are cut out without the learned model: ${why}`)
    reason ??= `${GIVEN_UP[of]} The server’s log says more.`
    for (const { resolve } of waiting.splice(0)) resolve(null)
    end('SIGTERM')
  }

  /** Whatever comes next has a process of its own. */
  function end(signal: 'SIGTERM' | 'SIGKILL'): void {
    const ending = running
    running = null
    ending?.kill(signal)
  }

  function finish(map: SaliencyMap | null): void {
    stopTimer()
    current?.resolve(map)
    current = null
    serve()
  }

  function hear(message: FromModel): void {
    if (message.kind === 'checked' || message.id !== current?.id) return
    if (message.kind === 'seen') crashes = 0
    else if (message.of === 'look') log.warn(`A picture is cut out without the learned model: ${message.message}`)
    else giveUp(message.of, message.message)
    finish(message.kind === 'seen' ? message.map : null)
  }

  function lose(lost: ChildProcess, how: string): void {
    if (running !== lost) return
    running = null
    if (!current) return
    crashes++
    const why = `its process ended with ${how}`
    if (crashes >= MOST_CRASHES) giveUp('process', `${why}, ${crashes} times in a row`)
    else log.warn(`A picture is cut out without the learned model: ${why}.`)
    finish(null)
  }

  function start(): ChildProcess {
    const started = startModel(processFile, model)
    started.on('message', hear)
    started.on('error', (error) => lose(started, error.message))
    started.on('exit', (code, signal) => lose(started, signal ?? `code ${code}`))
    return started
  }

  function serve(): void {
    if (current) return
    current = waiting.shift() ?? null
    if (!current) {
      stopTimer = startTimer(IDLE_MS, () => end('SIGTERM'))
      return
    }
    stopTimer()
    running ??= start()
    running.send({ id: current.id, rgb: current.rgb }, () => {})
    stopTimer = startTimer(PATIENCE_MS, () => running?.kill('SIGKILL'))
  }

  const look = startModel(processFile, model, true)
  look.on('message', (message: FromModel) => {
    if (message.kind === 'failed') giveUp(message.of === 'runtime' ? 'runtime' : 'model', message.message)
  })
  look.on('error', (error) => giveUp('process', error.message))

  return {
    width: model.width,
    height: model.height,
    see: (rgb, signal) =>
      new Promise((resolve) => {
        if (reason !== null || signal.aborted) return resolve(null)
        const item = { id: ++lastId, rgb, resolve }
        const leave = (): void => {
          if (waiting.includes(item)) waiting.splice(waiting.indexOf(item), 1)
          resolve(null)
        }
        signal.addEventListener('abort', leave, { once: true })
        waiting.push(item)
        serve()
      }),
    missing: () => reason,
    async close() {
      reason ??= 'The server is closing.'
      stopTimer()
      for (const { resolve } of [...waiting.splice(0), ...(current ? [current] : [])]) resolve(null)
      current = null
      await Promise.all([look, running].map((child) => child && ended(child)))
      running = null
    },
  }
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve()
    child.once('exit', () => resolve())
    child.kill()
  })
