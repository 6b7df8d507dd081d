import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createModelServer, IDLE_MS, type ModelServer } from '../../src/saliency/model-server.ts'

/**
 * A process that says which it is and what it was shown. Shown 1 it crashes, shown 2 it fails at that look, shown 3 it
 * finds that it has no runtime; 9 never ends.
 */
const PROCESS = `
  if (process.argv[3] === 'check') { process.send({ kind: 'checked' }); process.disconnect() }
  else process.on('message', ({ id, rgb }) => {
    if (rgb[0] === 1) process.kill(process.pid, 'SIGKILL')
    const failed = (of, message) => process.send({ kind: 'failed', id, of, message })
    if (rgb[0] === 2) return failed('look', 'out of memory')
    if (rgb[0] === 3) return failed('runtime', 'no /opt/plinth/binary.node')
    if (rgb[0] === 9) return
    process.send({ kind: 'seen', id, map: { width: 1, height: 1, values: new Float32Array([process.pid]) } })
  })
  process.on('disconnect', () => process.exit())
`
const UNREADABLE = `process.send({ kind: 'failed', id: 0, of: 'model', message: 'the weights are others' })`

let folder: string
let warnings: string[]
let timers: { ms: number; end: () => void; stopped: boolean }[]
let model: ModelServer

async function started(script: string): Promise<ModelServer> {
  const processFile = join(folder, 'process.mjs')
  await writeFile(processFile, script)
  const about = {
    file: '',
    sha256: null,
    width: 1,
    height: 1,
    mean: [0, 0, 0],
    deviation: [1, 1, 1],
    output: null,
  } as const
  return createModelServer({
    processFile,
    model: about,
    log: { warn: (message) => warnings.push(message) },
    startTimer: (ms, end) => {
      const timer = { ms, end, stopped: false }
      timers.push(timer)
      return () => (timer.stopped = true)
    },
  })
}

const show = (pixel: number, signal = new AbortController().signal) => model.see(new Uint8Array([pixel, 0, 0]), signal)

/** The process that answered. */
const pidOf = async (seen: ReturnType<typeof show>): Promise<number> => (await seen)?.values[0] ?? 0

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-model-server-'))
  warnings = []
  timers = []
  model = await started(PROCESS)
})

afterEach(async () => {
  await model.close()
  await rm(folder, { recursive: true })
})

test('all pictures are seen by one process, which is there only from the first one on', async () => {
  const pids = await Promise.all([pidOf(show(0)), pidOf(show(0)), pidOf(show(0))])
  expect(pids[0]).toBeGreaterThan(0)
  expect(new Set(pids).size).toBe(1)
  expect(model.missing()).toBeNull()
})

test('a crash costs the picture that was looked at, and the next one has a new process', async () => {
  const first = await pidOf(show(0))
  const [crashed, next] = await Promise.all([show(1), pidOf(show(0))])
  expect(crashed).toBeNull()
  expect(next).toBeGreaterThan(0)
  expect(next).not.toBe(first)
  expect(warnings).toEqual(['A picture is cut out without the learned model: its process ended with SIGKILL.'])
})

test('a model that crashes again and again is left alone', async () => {
  expect(await Promise.all([show(1), show(1), show(1), show(0)])).toEqual([null, null, null, null])
  expect(model.missing()).toBe('Its process ended before it was done. The server’s log says more.')
  expect(warnings.at(-1)).toMatch(/its process ended with SIGKILL, 3 times in a row$/)
  expect(await show(0)).toBeNull()
})

test('a look that fails costs its picture alone', async () => {
  expect(await show(2)).toBeNull()
  expect(await show(0)).not.toBeNull()
  expect(warnings).toEqual(['A picture is cut out without the learned model: out of memory'])
})

test('where the runtime does not load, no more pictures are shown, and the log says so once, and the page names no file', async () => {
  expect(await Promise.all([show(3), show(0), show(3)])).toEqual([null, null, null])
  expect(model.missing()).toBe('What runs it does not load on this machine. The server’s log says more.')
  expect(warnings).toEqual(['Pictures are cut out without the learned model: no /opt/plinth/binary.node'])
})

test('other weights than the known ones are told of at the start, before any picture', async () => {
  await model.close()
  model = await started(UNREADABLE)
  await expect
    .poll(() => model.missing())
    .toBe('Its weights are missing or cannot be used. The server’s log says more.')
  expect(warnings).toEqual(['Pictures are cut out without the learned model: the weights are others'])
  expect(await show(0)).toBeNull()
})

test('after five idle minutes its memory is free, and the next picture starts it again', async () => {
  const first = await pidOf(show(0))
  const idle = timers.at(-1)
  expect([idle?.ms, idle?.stopped]).toEqual([IDLE_MS, false])
  const again = await pidOf(show(0))
  expect([again, idle?.stopped]).toEqual([first, true])
  timers.at(-1)?.end()
  await expect.poll(() => isRunning(first)).toBe(false)
  const next = await pidOf(show(0))
  expect(next).toBeGreaterThan(0)
  expect(next).not.toBe(first)
  expect(warnings).toEqual([])
})

test('a picture that nobody waits for any more is not shown, and one under way is let go', async () => {
  const leaving = new AbortController()
  const [stuck, waiting] = [show(9, leaving.signal), show(1, leaving.signal)]
  leaving.abort()
  expect(await Promise.all([stuck, waiting])).toEqual([null, null])
  // Only a limit against hanging ends the look that never ends.
  timers.findLast(({ stopped }) => !stopped)?.end()
  expect(await show(0)).not.toBeNull()
})

test('the end of the server is the end of the process', async () => {
  const pid = await pidOf(show(0))
  const late = show(9)
  await model.close()
  expect(await late).toBeNull()
  expect(isRunning(pid)).toBe(false)
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
