import { setTimeout as sleep } from 'node:timers/promises'
import { serveEngine } from '../fixtures/engine-server.ts'
import { timedPhotos, type TimedPhoto } from './photo-files.ts'
import { median } from './figures.ts'

const SESSIONS = 10
const TOGETHER = 8
const REMOVALS = 12
const LOOK_MS = 50

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`
const resident = (): number => process.memoryUsage().rss

/**
 * The engine behind real HTTP, in a process that holds no more than the server's does: memory before, after one and after ten
 * sessions; eight sessions at once; and how soon the threads of a removed session are free, wherever its work stands.
 */
export async function benchService(
  workerFile: string,
  photoFolder: string,
  print: (line: string) => void,
): Promise<void> {
  for (const photo of await timedPhotos(photoFolder)) await serve(workerFile, photo, print)
}

async function serve(workerFile: string, { name, bytes: image }: TimedPhoto, print: (line: string) => void) {
  const server = await serveEngine({ workerFile })
  /** As often as the page looks when it is impatient: closer looks would take the threads' time. */
  let looks: number[] = []
  const finish = async (code: string): Promise<void> => {
    for (;;) {
      await sleep(LOOK_MS)
      const since = performance.now()
      const { data } = (await server.get(`/${code}`)).body
      looks.push(performance.now() - since)
      if (data.status === 'spin_generate_done') return
      if (data.status.endsWith('_failed')) throw new Error(data.message)
    }
  }
  const spins = async (): Promise<number> => {
    const start = performance.now()
    await finish((await server.create(image)).session_code)
    return performance.now() - start
  }
  print(`the engine behind HTTP, ${name} at 1024 px; resident with nothing done ${megabytes(resident())}`)
  const times = [await spins()]
  print(
    `  first session's four spins   ${times[0]?.toFixed(0).padStart(5)} ms; resident after it ${megabytes(resident())}`,
  )
  while (times.length < SESSIONS) times.push(await spins())
  print(
    `  of ${SESSIONS} sessions, the median   ${median(times).toFixed(0).padStart(5)} ms, best ${Math.min(...times).toFixed(0)} ms; resident after them ${megabytes(resident())} (bound < 500 MB), most ${megabytes(process.resourceUsage().maxRSS * 1024)}`,
  )

  looks = []
  const start = performance.now()
  const made = await Promise.all(Array.from({ length: TOGETHER }, () => server.create(image)))
  const finished: { place: number; ms: number }[] = []
  await Promise.all(
    made.map(async ({ session_code: code }, place) => {
      await finish(code)
      finished.push({ place: place + 1, ms: performance.now() - start })
    }),
  )
  print(
    `  ${TOGETHER} sessions at once, all done ${finished.at(-1)?.ms.toFixed(0).padStart(5)} ms, the first ${finished[0]?.ms.toFixed(0)} ms, in the order ${finished.map(({ place }) => place).join(' ')}; most resident ${megabytes(process.resourceUsage().maxRSS * 1024)}`,
  )

  print(
    `  a look meanwhile             ${median(looks).toFixed(0).padStart(5)} ms, at worst ${Math.max(...looks).toFixed(0)} ms, of ${looks.length}`,
  )

  const waits: number[] = []
  for (let removal = 0; removal < REMOVALS; removal++) {
    const { session_code: code } = await server.create(image)
    // From the cut-out on to the turntables, a little further each time.
    await sleep(20 + 90 * removal)
    const since = performance.now()
    await server.engine.remove(code)
    waits.push(performance.now() - since)
  }
  print(
    `  removed at work: free after  ${median(waits).toFixed(0).padStart(5)} ms, at worst ${Math.max(...waits).toFixed(0)} ms, of ${REMOVALS} (bound ≤ 100 ms)`,
  )
  await server.close()
}
