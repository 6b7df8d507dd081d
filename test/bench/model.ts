import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { apiUrl, CUT_PICTURE_PATH } from '../../src/contract/paths.ts'
import { createModelServer, type ModelServer } from '../../src/saliency/model-server.ts'
import { bundledModel } from '../../src/saliency/model-spec.ts'
import { serveEngine, type EngineServer } from '../fixtures/engine-server.ts'
import { timedPhotos, type TimedPhoto } from './photo-files.ts'
import { median, verdict } from './figures.ts'

const PAIRS = 7
const COLD_STARTS = 5
const TOGETHER = 8
const SAMPLE_MS = 20
/** As often as the page looks when it is impatient: closer looks would take the threads' time. */
const LOOK_MS = 50
const PHOTOS = ['chair.jpg', 'sun.jpg', 'vase.png', 'shared-stool.jpg']
const [MOST_RATIO, MOST_LATER_MS, MOST_MB] = [1.25, 1000, 700]

/** Beside a figure, its bound. */
const beside = (value: number, most: number, unit: string): string =>
  `(bound ≤ ${most} ${unit}: ${verdict(value <= most)})`

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`
const ms = (value: number): string => `${value.toFixed(0).padStart(6)} ms`

const openModel = (workerFile: string): ModelServer =>
  createModelServer({
    processFile: join(dirname(workerFile), 'model-process.mjs'),
    model: bundledModel(),
    log: { warn: (message) => console.warn(message) },
  })

async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now()
  await work()
  return performance.now() - since
}

async function spins(server: EngineServer, { bytes }: TimedPhoto): Promise<void> {
  const { session_code: code } = await server.create(bytes)
  for (;;) {
    await sleep(LOOK_MS)
    const { status, message } = (await server.get(`/${code}`)).body.data
    if (status === 'spin_generate_done') return
    if (status.endsWith('_failed')) throw new Error(message)
  }
}

/**
 * What the learned model costs: time from photo to four spins, first cut-out of a process, memory of eight sessions at
 * once. A missed bound ends the process with a failure.
 */
export async function benchModel(workerFile: string, folder: string, print: (line: string) => void): Promise<void> {
  const photos = await timedPhotos(folder, PHOTOS)
  for (const photo of photos.slice(0, 1)) await benchTogether(workerFile, photo, print)
  for (const photo of photos) await benchPairs(workerFile, photo, print)
  for (const photo of photos.slice(0, 1)) await benchFirst(workerFile, photo, print)
}

/** One session without the model, one with it, and so on: what else the machine does meets both. */
async function benchPairs(workerFile: string, photo: TimedPhoto, print: (line: string) => void): Promise<void> {
  const model = openModel(workerFile)
  const [off, on] = await Promise.all([serveEngine({ workerFile }), serveEngine({ workerFile, model })])
  await spins(off, photo)
  await spins(on, photo)
  const times: [number, number][] = []
  for (let pair = 0; pair < PAIRS; pair++)
    times.push([await timed(() => spins(off, photo)), await timed(() => spins(on, photo))])
  const [without, with_] = [median(times.map(([a]) => a)), median(times.map(([, b]) => b))]
  const ratio = median(times.map(([a, b]) => b / a))
  print(`photo to four spins, ${photo.name} at 1024 px, the median of ${PAIRS} pairs`)
  print(
    `  without the model ${ms(without)}, with it ${ms(with_)}; of each pair ${ratio.toFixed(2)} × ${beside(ratio, MOST_RATIO, '×')}`,
  )
  await Promise.all([off.close(), on.close()])
  await model.close()
}

async function benchFirst(workerFile: string, { name, bytes }: TimedPhoto, print: (line: string) => void) {
  const later: number[] = []
  for (let start = 0; start < COLD_STARTS; start++) {
    const model = openModel(workerFile)
    const server = await serveEngine({ workerFile, model })
    const cut = () =>
      timed(async () =>
        (
          await fetch(`${server.url}${apiUrl(CUT_PICTURE_PATH)}`, { method: 'POST', body: new Uint8Array(bytes) })
        ).json(),
      )
    const first = await cut()
    later.push(first - (await cut()))
    await server.close()
    await model.close()
  }
  print(`the first cut-out of a process, ${name}`)
  const most = Math.max(...later)
  print(
    `  later than the second by ${ms(median(later))}, at most ${ms(most)}, of ${COLD_STARTS} ${beside(most, MOST_LATER_MS, 'ms')}`,
  )
}

/** Pages that several processes share, as those of Node's own code, count in parts (proc_pid_smaps(5), Pss). */
const heldBy = (pid: number | string): number =>
  Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) * 1024

/** What this process and its children hold, from Linux's own tables; this process alone elsewhere. */
function resident(): { readonly own: number; readonly children: number } {
  try {
    const listed = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean)
    return { own: heldBy('self'), children: listed.reduce((sum, pid) => sum + heldBy(pid), 0) }
  } catch {
    return { own: process.memoryUsage().rss, children: 0 }
  }
}

async function benchTogether(workerFile: string, photo: TimedPhoto, print: (line: string) => void): Promise<void> {
  const model = openModel(workerFile)
  const server = await serveEngine({ workerFile, model })
  let most = { own: 0, children: 0 }
  const sampling = setInterval(() => {
    const now = resident()
    if (now.own + now.children > most.own + most.children) most = now
  }, SAMPLE_MS)
  await Promise.all(Array.from({ length: TOGETHER }, () => spins(server, photo)))
  clearInterval(sampling)
  print(`${TOGETHER} sessions at once with the model, ${photo.name} at 1024 px`)
  const all = most.own + most.children
  print(
    `  most resident ${megabytes(all)}, ${megabytes(most.children)} of it the model’s ${beside(all / 1e6, MOST_MB, 'MB')}`,
  )
  await server.close()
  await model.close()
}
