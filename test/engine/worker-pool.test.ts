import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorkerPool, type WorkerPool } from '../../src/engine/worker-pool.ts'
import type { WorkerTask } from '../../src/engine/worker-task.ts'

/** Spin 0 answers, 1 crashes its thread, 2 never ends and never looks at its messages. */
const WORKER = `
  import { parentPort } from 'node:worker_threads'
  parentPort.on('message', ({ spinIndex }) => {
    if (spinIndex === 1) throw new Error('out of clay')
    while (spinIndex === 2);
    parentPort.postMessage({ kind: 'progress', share: 0.5 })
    parentPort.postMessage({ kind: 'done', result: { webp: new Uint8Array([7]) } })
  })
`

let folder: string
let pool: WorkerPool
const spin = (spinIndex: number): WorkerTask => ({ kind: 'spin', subjectFile: '', spinIndex })
const ignore = () => {}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-pool-'))
  await writeFile(join(folder, 'worker.mjs'), WORKER)
  pool = createWorkerPool(join(folder, 'worker.mjs'), 1)
})

afterEach(async () => {
  await pool.close()
  await rm(folder, { recursive: true })
})

test('a session with many tasks lets the others in between', async () => {
  const order: string[] = []
  const run = (session: string) => pool.run(session, spin(0), ignore).then(() => order.push(session))
  await Promise.all(['a', 'a', 'a', 'b', 'c'].map(run))
  expect(order).toEqual(['a', 'b', 'c', 'a', 'a'])
})

test('what may come later waits for all others, and keeps its order', async () => {
  const order: string[] = []
  const run = (session: string, later: boolean) =>
    pool.run(session, spin(0), ignore, later).then(() => order.push(session))
  await Promise.all([
    run('sample 1', true),
    run('sample 2', true),
    run('a', false),
    run('sample 1', true),
    run('a', false),
  ])
  expect(order).toEqual(['sample 1', 'a', 'a', 'sample 2', 'sample 1'])
})

test('a crash fails its own task with the reason, and the next one has a new worker', async () => {
  const crashed = pool.run('a', spin(1), ignore)
  const after = pool.run('b', spin(0), ignore)
  await expect(crashed).rejects.toThrow('out of clay')
  await expect(after).resolves.toEqual({ webp: new Uint8Array([7]) })
})

test('cancelling ends a worker that is stuck, and the task behind it runs', async () => {
  const stuck = pool.run('a', spin(2), ignore)
  const after = pool.run('b', spin(0), ignore)
  const [refused] = await Promise.allSettled([stuck, pool.cancel('a')])
  expect(refused).toMatchObject({ status: 'rejected', reason: { message: 'Cancelled.' } })
  await expect(after).resolves.toEqual({ webp: new Uint8Array([7]) })
})
