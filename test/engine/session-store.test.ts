import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SessionRecord } from '../../src/engine/session-record.ts'
import { openSessionStore } from '../../src/engine/session-store.ts'

let folder: string
let ids = 0
let warnings: string[]
const open = (dir = folder) =>
  openSessionStore(
    dir,
    () => `id${ids++}`,
    (warning) => warnings.push(warning),
  )

const record = (code: string, message = ''): SessionRecord => ({
  version: 2,
  code,
  message,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  status: 'spin_generate_processing',
  madeFrom: 'x',
  goOnToMesh: false,
  autoRefine: false,
  target: { preserveAspectRatio: false, scaledBbox: [1, -1, 2] },
  selectedSpinIndex: null,
  spins: [],
  meshes: { preview: null, refine: null },
  pending: [{ kind: 'spins', key: 'k' }],
})

const mesh = (key: string) => ({ key, spinIndex: 0, target: { preserveAspectRatio: false }, formats: [] })

beforeEach(async () => {
  warnings = []
  folder = await mkdtemp(join(tmpdir(), 'plinth-store-'))
})

afterEach(() => rm(folder, { recursive: true }))

test('a restart finds every session in its last state, the pending job included', async () => {
  const store = await open()
  await Promise.all(['one', 'two', 'three'].map((message) => store.save(record('A', message))))
  const found = await (await open()).load()
  expect(found).toEqual([record('A', 'three')])
  expect(await readdir(join(folder, 'sessions', 'A'))).toEqual(['session.json'])
})

test('a session from before 0.2, which said that it was only uploaded, says what it is going to be', async () => {
  const store = await open()
  for (const goOnToMesh of [true, false]) {
    await store.save({ ...record('old'), goOnToMesh })
    const file = join(folder, 'sessions', 'old', 'session.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace('spin_generate_processing', 'uploaded'))
    const status = goOnToMesh ? 'training_preview' : 'spin_generate_processing'
    expect(await store.load()).toMatchObject([{ code: 'old', status }])
  }
  expect(warnings).toEqual([])
})

test('a session from before 0.2 whose preview is newer than its refined mesh has the preview alone', async () => {
  const store = await open()
  const meshes = { preview: mesh('P'), refine: mesh('R') }
  for (const status of ['preview_done', 'refine_done'] as const)
    await store.save({ ...record(status), status, meshes, pending: [] })
  const found = new Map((await store.load()).map((each) => [each.code, each.meshes]))
  expect(found.get('preview_done')).toEqual({ ...meshes, refine: null })
  expect(found.get('refine_done')).toEqual(meshes)
})

test('a corrupt session is set aside and logged, and the rest loads', async () => {
  const store = await open()
  await store.save(record('good'))
  await mkdir(join(folder, 'sessions', 'bad'))
  await writeFile(join(folder, 'sessions', 'bad', 'session.json'), '{"version":1,')
  const found = await store.load()
  expect(found.map(({ code }) => code)).toEqual(['good'])
  expect(warnings).toEqual([
    expect.stringContaining('Session bad could not be read; its folder is kept as bad.unreadable-'),
  ])
  expect((await readdir(join(folder, 'sessions'))).some((name) => name.startsWith('bad.unreadable-'))).toBe(true)
})

test('a data folder that cannot be written says what to do', async () => {
  await writeFile(join(folder, 'file'), '')
  await expect(open(join(folder, 'file'))).rejects.toMatchObject({
    kind: 'storage',
    message: expect.stringContaining('PLINTH_DATA'),
  })
})

test('a code that would lead out of the folder is refused', async () => {
  const store = await open()
  expect(() => store.path('..', 'session.json')).toThrow('Not a session code')
})

test('a record as version 1 wrote it is read, and written as version 2', async () => {
  const [own, made, queued] = [
    { preserveAspectRatio: true, scaledBbox: [1, -1, 2] },
    { preserveAspectRatio: false, pivotPoint: [0, -0.5, 0] },
    { preserveAspectRatio: false },
  ]
  const { target: _, ...common } = record('old')
  const stored = {
    ...common,
    version: 1,
    fit: own,
    meshes: { preview: { key: 'a', spinIndex: 1, fit: made, formats: ['glb'] }, refine: null },
    pending: [{ kind: 'refine', key: 'b', spinIndex: 1, fit: queued }],
  }
  const store = await open()
  const file = join(folder, 'sessions', 'old', 'session.json')
  await mkdir(join(folder, 'sessions', 'old'))
  await writeFile(file, JSON.stringify(stored))
  const [found] = await store.load()
  const expected = {
    ...common,
    version: 2,
    target: own,
    meshes: { preview: { key: 'a', spinIndex: 1, target: made, formats: ['glb'] }, refine: null },
    pending: [{ kind: 'refine', key: 'b', spinIndex: 1, target: queued }],
  }
  expect([found, warnings]).toEqual([expected, []])
  if (found) await store.save(found)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(expected)
})
