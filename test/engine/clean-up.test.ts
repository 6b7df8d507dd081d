import type * as FileSystem from 'node:fs/promises'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { apiUrl, ownSessionPath, previewPath, sessionPath, SESSIONS_PATH } from '../../src/contract/paths.ts'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import { dataUrl } from '../fixtures/engine-server.ts'

/**
 * Sessions whose folders cannot be deleted or moved, as those with a file that another program has open under Windows.
 */
const { locked, fixed, refuse } = vi.hoisted(() => ({
  locked: new Set<string>(),
  fixed: new Set<string>(),
  refuse(codes: ReadonlySet<string>, path: string) {
    if ([...codes].some((code) => path.includes(code)))
      throw Object.assign(new Error('busy'), { code: 'EBUSY', syscall: 'unlink' })
  },
}))
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof FileSystem>()
  return {
    ...real,
    rm: async (path: string, options?: object) => {
      refuse(locked, path)
      await real.rm(path, options)
    },
    rename: async (from: string, to: string) => {
      if (!from.endsWith('.tmp')) refuse(fixed, from)
      await real.rename(from, to)
    },
  }
})

/** Gives files at once, or never while there is a file `hold`; what is in them does not matter here. */
const WORKER = `
  import { existsSync } from 'node:fs'
  import { parentPort } from 'node:worker_threads'
  const RESULTS = { cut: {}, spin: { webp: new Uint8Array(1) }, mesh: { glb: new Uint8Array(1), stl: new Uint8Array(1) } }
  const held = () => existsSync(new URL('hold', import.meta.url))
  parentPort.on('message', ({ kind }) => held() || parentPort.postMessage({ kind: 'done', result: RESULTS[kind] }))
`

let dataDir: string
let warnings: string[]
let engine: Engine

async function start(): Promise<Engine> {
  warnings = []
  engine = await createEngine({
    dataDir,
    workerFile: join(dataDir, 'worker.mjs'),
    fetchImage: () => Promise.reject(new Error('There is no network here.')),
    log: { warn: (message) => warnings.push(message) },
  })
  return engine
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'plinth-clean-up-'))
  await writeFile(join(dataDir, 'worker.mjs'), WORKER)
  await start()
})

afterEach(async () => {
  locked.clear()
  fixed.clear()
  await engine.close()
  await rm(dataDir, { recursive: true })
})

const picture = (background: string) =>
  sharp({ create: { width: 32, height: 32, channels: 3, background } })
    .png()
    .toBuffer()

interface Data {
  readonly session_code: string
  readonly status: string
  readonly message: string
}

async function call(path: string, body?: unknown): Promise<Data> {
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await engine.fetch(new Request(`http://plinth.test${apiUrl(path)}`, sent))
  return ((await response.json()) as { data: Data }).data
}

/** The session at the end of its work, however it ends. */
async function ended(code: string): Promise<Data> {
  for (;;) {
    const data = await call(sessionPath(code))
    if (/_(?:done|failed)$/.test(data.status)) return data
    await sleep(2)
  }
}

const folderOf = (code: string) => join(dataDir, 'sessions', code)
const filesOf = async (code: string) => (await readdir(folderOf(code))).toSorted()
const imageOf = async (code: string) => {
  const response = await engine.fetch(
    new Request(`http://plinth.test${apiUrl(`${SESSIONS_PATH}/${code}/assets/image`)}`),
  )
  return Buffer.from(await response.arrayBuffer())
}

async function spun(): Promise<string> {
  const url = `data:image/png;base64,${(await picture('red')).toString('base64')}`
  const { session_code: code } = await call(SESSIONS_PATH, { image_url: url, generate_preview_mesh: false })
  expect(await ended(code)).toMatchObject({ status: 'spin_generate_done' })
  return code
}

async function preview(code: string): Promise<Data> {
  await call(previewPath(code), {})
  return ended(code)
}

test('a mesh is done though the file of the one before cannot be deleted; the next start deletes it', async () => {
  const code = await spun()
  const others = await filesOf(code)
  await preview(code)
  const old = (await filesOf(code)).find((name) => name.endsWith('.glb')) ?? ''
  // Not even root deletes a folder that holds something as if it were a file.
  await rm(join(folderOf(code), old))
  await mkdir(join(folderOf(code), old, 'in the way'), { recursive: true })

  await preview(code)
  // The session is done before the old files are deleted.
  await expect.poll(() => warnings.length).toBeGreaterThan(0)
  expect(warnings).toEqual([expect.stringMatching(`^Session ${code}: ${old} could not be deleted \\(\\w+\\)`)])
  expect(await ended(code)).toMatchObject({ status: 'preview_done', message: '' })
  const made = () => filesOf(code).then((files) => files.filter((name) => !others.includes(name) && name !== old))
  await expect.poll(made).toEqual([expect.stringMatching(/\.glb$/), expect.stringMatching(/\.stl$/)])
  const kept = [...others, ...(await made()), 'by-hand.glb']

  await engine.close()
  await rm(join(folderOf(code), old), { recursive: true })
  await writeFile(join(folderOf(code), old), 'old')
  await writeFile(join(folderOf(code), 'by-hand.glb'), 'an artist’s own')
  await start()
  expect(await filesOf(code)).toEqual(kept.toSorted())
  expect(await ended(code)).toMatchObject({ status: 'preview_done' })
})

test('a half-written file that cannot be deleted does not stop the start', async () => {
  const code = await spun()
  await engine.close()
  await mkdir(join(folderOf(code), '.image.0123.tmp', 'in the way'), { recursive: true })
  await start()
  expect(await ended(code)).toMatchObject({ status: 'spin_generate_done' })
  expect(warnings).toEqual([expect.stringContaining(`Session ${code}: .image.0123.tmp could not be deleted`)])
})

test('a sample is made again though its old folder cannot be deleted, and so are those after it', async () => {
  const [old, fresh] = await Promise.all([picture('red'), picture('blue')])
  const codes = ['SAMPLE_duck', 'SAMPLE_vase']
  await engine.seedSamples(codes.map((code) => ({ code, image: old })))
  await Promise.all(codes.map(ended))
  locked.add('SAMPLE_duck')
  await engine.seedSamples(codes.map((code) => ({ code, image: fresh })))
  for (const code of codes) {
    expect(await ended(code)).toMatchObject({ status: 'spin_generate_done' })
    expect((await imageOf(code)).equals(fresh)).toBe(true)
  }
  expect(warnings).toEqual([expect.stringMatching(/^SAMPLE_duck.* could not be deleted \(EBUSY\)/)])

  locked.clear()
  await engine.close()
  await start()
  expect((await readdir(join(dataDir, 'sessions'))).toSorted()).toEqual(codes)
})

test('a sample whose folder is in use stays as it was, and the others are made again', async () => {
  const [old, fresh] = await Promise.all([picture('red'), picture('blue')])
  const codes = ['SAMPLE_duck', 'SAMPLE_vase']
  await engine.seedSamples(codes.map((code) => ({ code, image: old })))
  await Promise.all(codes.map(ended))
  fixed.add('SAMPLE_duck')
  await engine.seedSamples(codes.map((code) => ({ code, image: fresh })))
  expect(warnings).toEqual([
    expect.stringContaining('Sample SAMPLE_duck stays as it was: The data folder cannot be used'),
  ])
  await Promise.all(codes.map(ended))
  const images = await Promise.all(codes.map(imageOf))
  expect(images.map((image) => image.equals(fresh))).toEqual([false, true])
})

const create = async (background: string) =>
  call(SESSIONS_PATH, { image_url: dataUrl(await picture(background)), generate_preview_mesh: false })
const drop = (code: string) =>
  engine.fetch(new Request(`http://plinth.test${apiUrl(ownSessionPath(code))}`, { method: 'DELETE' }))

test('sessions that are deleted at work give their threads back, and leave nothing behind', async () => {
  await writeFile(join(dataDir, 'hold'), '')
  const held = [await create('red'), await create('blue'), await create('green')].map((data) => data.session_code)
  await expect.poll(async () => (await call(sessionPath(held[0] ?? ''))).message).not.toContain('Waiting')
  await rm(join(dataDir, 'hold'))
  expect((await Promise.all(held.map(drop))).map(({ status }) => status)).toEqual([200, 200, 200])
  const next = await create('white')
  expect((await ended(next.session_code)).status).toBe('spin_generate_done')
  expect(await readdir(join(dataDir, 'sessions'))).toEqual([next.session_code])
})

test('a session whose folder cannot be moved is not deleted, and goes on', async () => {
  const { session_code: code } = await create('red')
  fixed.add(code)
  expect((await drop(code)).status).toBe(507)
  expect((await ended(code)).status).toBe('spin_generate_done')
})
