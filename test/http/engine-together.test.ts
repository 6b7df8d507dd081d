import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { writeSubject } from '../../src/cutout/subject-file.ts'
import type { Subject } from '../../src/cutout/subject.ts'
import { createWorkerPool } from '../../src/engine/worker-pool.ts'
import { serveEngine, workerOf, type EngineServer, type WireSession } from '../fixtures/engine-server.ts'
import { disc, rectangle } from '../fixtures/masks.ts'
import { OWN_PICTURES, picture } from '../fixtures/pictures.ts'

const workerFile = workerOf(inject('builtDir'))

let folder: string
let server: EngineServer
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-together-'))
})
afterEach(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** So small that eight of them take little longer than one photo. */
const small = async (name: string): Promise<Buffer> =>
  sharp(await picture(name))
    .resize(160)
    .png()
    .toBuffer()

const folders = () => readdir(join(server.dataDir, 'sessions'))

describe('a thread that crashes', () => {
  it('fails its own job with a reason and what to do, and the next job gets a new thread', async () => {
    const crashing = join(folder, 'crashing.mjs')
    // The built worker, except that the slab's mesh crashes it.
    await writeFile(
      crashing,
      `import ${JSON.stringify(pathToFileURL(workerFile).href)}
       import { parentPort } from 'node:worker_threads'
       parentPort.on('message', (task) => { if (task.kind === 'mesh' && task.spinIndex === 2) throw new Error('out of clay') })`,
    )
    server = await serveEngine({ workerFile: crashing })
    const { session_code: code } = await server.create(await small('vase.png'))
    await server.follow(code, 'spin_generate_done')
    await server.post(`/get-3d/preview/${code}`, { selected_spin_index: 2 })
    await server.post(`/get-3d/preview/${code}`, { selected_spin_index: 1 })
    // Whoever follows the second job hears nothing of how the first ended.
    const done = await server.follow(code, 'preview_done')
    expect(done.selected_spin_index).toBe(1)
    expect(server.warnings).toEqual([`Session ${code}, preview: The worker crashed: out of clay`])
    await server.post(`/get-3d/preview/${code}`, { selected_spin_index: 2 })
    await expect(server.follow(code, 'preview_done')).rejects.toThrow(
      'is preview_failed: The engine failed on this: The worker crashed: out of clay. Try again; if it fails again, try another image.',
    )
  })
})

describe('eight sessions at once', () => {
  it('all finish, each begun before any is finished', async () => {
    server = await serveEngine({ workerFile })
    const pictures = await Promise.all(OWN_PICTURES.map(small))
    const made = await Promise.all(pictures.map((each) => server.create(each)))
    const codes = made.map(({ session_code }) => session_code)
    expect(new Set(codes).size).toBe(8)
    let firstDone: string[] | null = null
    const look = async () => {
      if (firstDone) return
      const { results } = (await server.get<{ results: { status: string; message: string }[] }>('')).body.data
      if (results.some(({ status }) => status === 'spin_generate_done'))
        firstDone = results.map(({ status, message }) => `${status} ${message}`)
    }
    const sessions = await Promise.all(
      codes.map((code) => server.follow(code, 'spin_generate_done', () => void look())),
    )
    await look()
    expect(sessions.map(({ spins }) => spins.length)).toEqual(codes.map(() => 4))
    // None still waits for its cut-out while another has all four spins.
    expect(firstDone).toEqual(
      codes.map(() => expect.stringMatching(/^spin_generate_(?:processing Rendering the spins|done )$/)),
    )
    const images = await Promise.all(sessions.map(({ image_url }) => server.bytes(image_url)))
    expect(images.map((bytes, k) => pictures[k]?.equals(bytes))).toEqual(codes.map(() => true))
  })
})

describe('more sessions than threads', () => {
  it('are worked on two at a time, while the others say that they wait', async () => {
    server = await serveEngine({ workerFile })
    const chair = await picture('chair.jpg')
    const made = await Promise.all(Array.from({ length: 6 }, () => server.create(chair)))
    for (const { session_code: code } of made) await server.follow(code, 'spin_generate_done')
    await Promise.all(
      made.map(({ session_code }) => server.post(`/get-3d/preview/${session_code}`, { selected_spin_index: 0 })),
    )
    const seen = new Set<string>()
    for (let done = 0; done < made.length;) {
      const { results } = (await server.get<{ results: WireSession[] }>('?limit=20')).body.data
      // At 99 % the thread is done, and the files are being written.
      const count = (message: string) =>
        results.filter(
          (session) => session.status === 'training_preview' && session.message === message && session.percentage < 99,
        ).length
      expect(count('Generating Mesh')).toBeLessThanOrEqual(2)
      seen.add(`${count('Generating Mesh')} at work, ${count('Waiting for the work before it')} waiting`)
      done = results.filter(({ status }) => status === 'preview_done').length
    }
    expect([...seen]).toContain('2 at work, 4 waiting')
  })
})

describe('a thread that worked for a session now gone', () => {
  it('renders the subject of the session made again at the same place, not the old one', async () => {
    const pool = createWorkerPool(workerFile, 1)
    const subjectFile = join(folder, 'subject')
    const spin = async (subject: Subject) => {
      await writeFile(`${subjectFile}.tmp`, writeSubject(subject))
      await rename(`${subjectFile}.tmp`, subjectFile)
      return Buffer.from(
        (await pool.run('a', { kind: 'spin', subjectFile, spinIndex: 2 }, () => {})).webp ?? new Uint8Array(),
      )
    }
    const first = await spin(disc(60))
    expect((await spin(rectangle(100, 100))).equals(first)).toBe(false)
    expect((await spin(disc(60))).equals(first)).toBe(true)
    await pool.close()
  })
})

describe('a session that is removed', () => {
  it.each([
    ['at the cut-out', 'Cutting out the subject'],
    ['at the spins', 'Rendering the spins'],
  ])('%s leaves no folder, then or later, and its thread works for the next one', async (_name, message) => {
    server = await serveEngine({ workerFile })
    const { session_code: code } = await server.create(await picture('chair.jpg'))
    await server
      .follow(code, 'spin_generate_done', (session) => {
        if (session.message === message) throw new Error('There.')
      })
      .catch(() => {})
    await server.engine.remove(code)
    expect(await folders()).toEqual([])
    expect((await server.get(`/${code}`)).status).toBe(404)
    const { session_code: next } = await server.create(await small('vase.png'))
    await server.follow(next, 'spin_generate_done')
    expect(await folders()).toEqual([next])
    expect(server.warnings).toEqual([])
  })

  it('takes its waiting previews with it', async () => {
    server = await serveEngine({ workerFile })
    const { session_code: code } = await server.create(await small('vase.png'))
    await server.follow(code, 'spin_generate_done')
    for (const selected_spin_index of [0, 1, 2, 3])
      await server.post(`/get-3d/preview/${code}`, { selected_spin_index })
    let begun = 0
    const looking = server
      .follow(code, 'never', ({ selected_spin_index }) => (begun = Number(selected_spin_index)))
      .catch(() => {})
    await server.engine.remove(code)
    await looking
    expect(begun).toBeLessThan(3)
    expect(await folders()).toEqual([])
  })
})

describe('the bundled samples', () => {
  it('are made once, in order and after other work, and again only when their picture changes', async () => {
    server = await serveEngine({ workerFile, dataDir: folder })
    const [vase, duck, sun] = await Promise.all(['vase.png', 'duck.png', 'sun.jpg'].map(small))
    if (!vase || !duck || !sun) throw new Error('Three pictures')
    const others = await Promise.all([sun, sun, sun].map((each) => server.create(each)))
    const samples = [
      { code: 'SAMPLE_vase', image: vase },
      { code: 'SAMPLE_duck', image: duck },
    ]
    await server.engine.seedSamples(samples)
    const done = await Promise.all(others.map(({ session_code }) => server.follow(session_code, 'spin_generate_done')))
    const first = await server.follow('SAMPLE_vase', 'spin_generate_done')
    const second = await server.follow('SAMPLE_duck', 'spin_generate_done')
    expect(first.created_at <= second.created_at).toBe(true)
    // When each ended, and not what had ended by the time of a look: a test may be slower than the engine.
    for (const { updated_at: ended } of done) expect(ended < second.updated_at).toBe(true)
    await server.close()
    server = await serveEngine({ workerFile, dataDir: folder })
    await server.engine.seedSamples(samples)
    expect((await server.get('/SAMPLE_vase')).body.data).toMatchObject({
      status: 'spin_generate_done',
      created_at: first.created_at,
    })
    await server.engine.seedSamples([
      { code: 'SAMPLE_vase', image: sun },
      { code: 'SAMPLE_duck', image: duck },
    ])
    const again = await server.follow('SAMPLE_vase', 'spin_generate_done')
    expect(Buffer.from(await server.bytes(again.image_url)).equals(sun)).toBe(true)
    expect(again.created_at > first.created_at).toBe(true)
    expect((await server.get('/SAMPLE_duck')).body.data.created_at).toBe(second.created_at)
  })
})
