import { EventEmitter, once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { outcomeOf, type EnclosedChoice } from '../../src/contract/enclosed-areas.ts'
import { chooseEnclosed } from '../../src/engine/choose-enclosed.ts'
import { createJobRunner } from '../../src/engine/job-runner.ts'
import type { JobTools } from '../../src/engine/job-tools.ts'
import { makeMesh } from '../../src/engine/make-mesh.ts'
import { makeSpins } from '../../src/engine/make-spins.ts'
import { refineJob } from '../../src/engine/mesh-job.ts'
import { newRecord } from '../../src/engine/new-session.ts'
import { sessionAnswer } from '../../src/engine/session-answer.ts'
import { createSessionBook, type SessionBook } from '../../src/engine/session-book.ts'
import type { MeshJob, SessionRecord } from '../../src/engine/session-record.ts'
import { openSessionStore, type SessionStore } from '../../src/engine/session-store.ts'
import type { WorkerPool } from '../../src/engine/worker-pool.ts'
import type { WorkerTask } from '../../src/engine/worker-task.ts'

const CODE = 'SESSION_1'
const CUT: WorkerTask = { kind: 'cut', imageFile: '', subjectFile: '', enclosed: 'auto' }
const SPIN: WorkerTask = { kind: 'spin', subjectFile: '', spinIndex: 0 }

let dataDir: string
let store: SessionStore
let book: SessionBook
let tools: JobTools
/** With what choice the picture has been cut out, each time. */
let cuts: EnclosedChoice[]
/** What the cut-outs for refined meshes are told of the enclosed areas. */
let fineCuts: (EnclosedChoice | undefined)[]
/** What a cut-out waits for. */
let held: Promise<unknown>
let ids = 0
const newId = () => (ids++).toString(16).padStart(16, '0').toUpperCase()

/** A session of a picture with enclosed areas, without its spins yet. */
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'plinth-work-order-'))
  store = await openSessionStore(dataDir, newId, () => {})
  book = createSessionBook(store, [], () => new Date(0))
  cuts = []
  fineCuts = []
  held = Promise.resolve()
  tools = {
    store,
    book,
    newId,
    setProgress() {},
    async run(_code, task) {
      if (task.kind === 'cut') {
        cuts.push(task.enclosed)
        await held
        return { enclosed: 'filled' }
      }
      if (task.kind === 'spin') return { webp: new Uint8Array(1) }
      if (task.kind === 'mesh' && task.fine) fineCuts.push(task.fine.enclosed)
      return { glb: new Uint8Array(1) }
    },
    async cancel() {},
  }
  await book.add(newRecord(CODE, newId(), new Uint8Array(), { generate_preview_mesh: false }, new Date(0)))
  await finishFirst()
})
afterEach(() => rm(dataDir, { recursive: true }))

function record(): SessionRecord {
  const found = book.get(CODE)
  if (!found) throw new Error('The session is gone.')
  return found
}
const answer = () => sessionAnswer(record(), 'http://plinth.test', 0)

async function finishFirst(): Promise<void> {
  const [job] = record().pending
  if (job) await (job.kind === 'spins' ? makeSpins(tools, CODE, job, false) : makeMesh(tools, CODE, job))
}

async function make(kind: MeshJob['kind'], widthMetres: number): Promise<void> {
  const target = { scaledBbox: [widthMetres, 1, 1] as [number, number, number], preserveAspectRatio: false }
  const job: MeshJob = { kind, key: newId(), spinIndex: 0, target }
  await book.update(CODE, ({ pending }) => ({ pending: [...pending, job] }))
  await finishFirst()
}

const choose = (choice: EnclosedChoice) => chooseEnclosed(book, record(), choice, newId())
const meshFiles = async () =>
  (await readdir(join(dataDir, 'sessions', CODE))).filter((name) => name.endsWith('.glb')).toSorted()

describe('[SESSION-2] a preview that is newer than the refined mesh', () => {
  it('stays the newest mesh, whatever the session does next', async () => {
    await make('preview', 1)
    await make('refine', 2)
    await make('preview', 3)
    expect(answer()).toMatchObject({ scaled_bbox: [3, 1, 1] })
    await choose('open')
    await finishFirst()
    expect(answer()).toMatchObject({
      status: 'spin_generate_done',
      scaled_bbox: [3, 1, 1],
      mesh_url_glb: expect.stringContaining('/preview_mesh_url_glb/'),
    })
    expect(refineJob(record(), {}, 'k').target).toMatchObject({ scaledBbox: [3, 1, 1] })
  })

  it('takes the place of both files, and a refined mesh the place of its own alone', async () => {
    await make('preview', 1)
    await make('refine', 2)
    await make('refine', 3)
    const { preview, refine } = record().meshes
    expect(await meshFiles()).toEqual([`${preview?.key}.glb`, `${refine?.key}.glb`].toSorted())
    await make('preview', 4)
    expect(await meshFiles()).toEqual([`${record().meshes.preview?.key}.glb`])
  })
})

describe('a refined mesh', () => {
  it.each([
    [null, 'auto', 'auto'],
    ['filled', 'auto', 'filled'],
    ['open', 'auto', 'open'],
    ['open', 'filled', 'filled'],
    ['mixed', 'open', 'open'],
    ['mixed', 'auto', 'auto'],
  ] as const)('of spins whose areas are %s, by the choice %s, is cut out as %s', async (found, choice, told) => {
    await book.update(CODE, () => ({ enclosed: { choice, found, made: found && outcomeOf(choice, found) } }))
    await make('refine', 1)
    expect(fineCuts).toEqual([told])
  })
})

describe('choices made while the spins are made again', () => {
  it('are made once, as the last one says, and nothing is done before that', async () => {
    await choose('open')
    const gate = new EventEmitter()
    held = once(gate, 'open')
    const underWay = finishFirst()
    for (const choice of ['filled', 'open', 'filled'] as const) await choose(choice)
    expect(record().pending.map(({ kind }) => kind)).toEqual(['spins', 'spins'])
    gate.emit('open')
    await underWay
    expect(answer()).toMatchObject({ status: 'spin_generate_processing', percentage: 0 })
    await finishFirst()
    expect(answer()).toMatchObject({ status: 'spin_generate_done', enclosed_areas: { made: 'filled' } })
    expect(cuts).toEqual(['auto', 'open', 'filled'])
  })

  it('wait once behind a mesh', async () => {
    await book.update(CODE, () => ({
      pending: [{ kind: 'preview', key: newId(), spinIndex: 0, target: { preserveAspectRatio: false } }],
    }))
    for (const choice of ['open', 'filled', 'open'] as const) await choose(choice)
    expect(record().pending.map(({ kind }) => kind)).toEqual(['preview', 'spins'])
    await finishFirst()
    await finishFirst()
    expect(cuts).toEqual(['auto', 'open'])
  })
})

describe('samples', () => {
  it('have their spins made when no artist’s work waits', async () => {
    const later: string[] = []
    const pool: WorkerPool = {
      async run(session, { kind }, _onProgress, isLater) {
        if (isLater) later.push(`${session} ${kind}`)
        return tools.run(session, kind === 'cut' ? CUT : SPIN, () => {})
      },
      async cancel() {},
      async close() {},
    }
    const runner = createJobRunner({ store, book, pool, newId, warn: () => {} })
    for (const code of ['SAMPLE_duck', 'SESSION_2']) {
      await book.add(newRecord(code, newId(), new Uint8Array(), { generate_preview_mesh: false }, new Date(0)))
      runner.wake(code)
    }
    await expect.poll(() => ['SAMPLE_duck', 'SESSION_2'].map((code) => book.get(code)?.pending)).toEqual([[], []])
    expect(later).toEqual(['SAMPLE_duck cut', ...Array.from({ length: 4 }, () => 'SAMPLE_duck spin')])
  })
})
