import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { startApp, type AppServer } from '../fixtures/app-server.ts'
import { dataUrl, serveEngine, workerOf, type EngineServer, type WireSession } from '../fixtures/engine-server.ts'
import { picture } from '../fixtures/pictures.ts'
import { pivotIn, readGlb } from '../fixtures/read-glb.ts'
import { untilSession } from '../fixtures/until-session.ts'

const workerFile = workerOf(inject('builtDir'))

let dataDir: string
const open: (AppServer | EngineServer)[] = []
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'plinth-restart-'))
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

async function app(): Promise<AppServer> {
  const started = await startApp(inject('builtDir'), { PLINTH_DATA: dataDir })
  open.push(started)
  return started
}

async function engine(): Promise<EngineServer> {
  const started = await serveEngine({ workerFile, dataDir })
  open.push(started)
  return started
}

const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

const SESSIONS = '/api/image-to-3d-sessions'

describe('after a power cut', () => {
  it('the next start finishes the spins and the mesh that were under way, as requested', async () => {
    let server = await app()
    const made = (await (
      await post(`${server.url}${SESSIONS}`, {
        image_url: dataUrl(await picture('duck.png')),
        preview_mesh: 'turbo',
      })
    ).json()) as { data: WireSession }
    const code = made.data.session_code
    const here = () => `${server.url}${SESSIONS}/${code}`
    await untilSession(here(), ({ status, percentage }) => status === 'spin_generate_processing' && percentage > 30)
    await server.kill()
    server = await app()
    expect((await untilSession(here(), ({ status }) => status === 'spin_generate_done')).spins).toHaveLength(4)
    await post(`${server.url}${SESSIONS}/get-3d/preview/${code}`, {
      selected_spin_index: 2,
      scaled_bbox: [0.4, 0.7, 0.2],
      pivot_point: [0.5, -0.5, 0],
    })
    await untilSession(here(), ({ status, percentage }) => status === 'training_preview' && percentage > 30)
    await server.kill()
    server = await app()
    const done = await untilSession(here(), ({ status }) => status === 'preview_done')
    const { box } = readGlb(new Uint8Array(await (await fetch(String(done.preview_mesh_url_glb))).arrayBuffer()))
    expect([0, 1, 2].map((axis) => box.max[axis]! - box.min[axis]!)).toEqual(
      [0.4, 0.7, 0.2].map((metres) => expect.closeTo(metres, 4)),
    )
    expect(pivotIn(box)).toEqual([0.5, -0.5, 0].map((at) => expect.closeTo(at, 3)))
    expect(done.selected_spin_index).toBe(2)
  })

  it('half-written files are swept away, and the session is as it was', async () => {
    const first = await engine()
    const { session_code: code } = await first.create(await picture('vase.png'))
    const before = await first.follow(code, 'spin_generate_done')
    await open.pop()?.close()
    const folder = join(dataDir, 'sessions', code)
    const files = await readdir(folder)
    for (const name of ['.session.json.0123.tmp', 'subject.rgba.tmp']) await writeFile(join(folder, name), 'half of i')
    const second = await engine()
    const { spins, updated_at, status } = await second.follow(code, 'spin_generate_done')
    expect([status, updated_at, spins.length]).toEqual([before.status, before.updated_at, before.spins.length])
    expect((await readdir(folder)).toSorted()).toEqual(files.toSorted())
  })
})

describe('a data folder with a fault', () => {
  it('has an unreadable session set aside with a line in the log, while the rest opens', async () => {
    const first = await engine()
    const { session_code: good } = await first.create(await picture('vase.png'))
    const { session_code: bad } = await first.create(await picture('vase.png'))
    await Promise.all([good, bad].map((code) => first.follow(code, 'spin_generate_done')))
    await open.pop()?.close()
    await writeFile(join(dataDir, 'sessions', bad, 'session.json'), '{"version": 1, "code":')
    const second = await engine()
    expect(second.warnings).toEqual([
      expect.stringMatching(`^Session ${bad} could not be read; its folder is kept as ${bad}\\.unreadable-`),
    ])
    expect((await second.get(`/${bad}`)).status).toBe(404)
    const { spins } = (await second.get(`/${good}`)).body.data
    expect(Buffer.from(await second.bytes(spins[3]?.image_url)).toString('latin1', 8, 12)).toBe('WEBP')
    const aside = (await readdir(join(dataDir, 'sessions'))).find((name) => name.startsWith(`${bad}.`)) ?? ''
    expect(await readdir(join(dataDir, 'sessions', aside))).toContain('image')
  })

  it('stops the start with one sentence when it cannot be written to', async () => {
    const file = join(dataDir, 'taken')
    await writeFile(file, 'a file where a folder should be')
    const refused = await startApp(inject('builtDir'), { PLINTH_DATA: file }).then(
      ({ close }) => close(),
      (error: Error) => error.message,
    )
    expect(refused).toMatch(
      /^The server ended with code 1 before it listened:\nThe data folder \/.*taken cannot be used \(E[A-Z]+\)\. Make it a folder that the server may write to, or set PLINTH_DATA to another one\.\n$/,
    )
    expect(await readFile(file, 'utf8')).toBe('a file where a folder should be')
  })

  it('answers 507 when it breaks later, loses nothing, and goes on once it is mended', async () => {
    const server = await engine()
    const vase = await picture('vase.png')
    const { session_code: code } = await server.create(vase)
    await server.follow(code, 'spin_generate_done')
    const root = join(dataDir, 'sessions')
    const kept = new Map(
      await Promise.all(
        (await readdir(join(root, code))).map(async (name) => [name, await readFile(join(root, code, name))] as const),
      ),
    )
    await rm(root, { recursive: true })
    await writeFile(root, '')
    const refusals = [
      await server.post('', { image_url: dataUrl(vase) }),
      await server.post(`/get-3d/preview/${code}`, {}),
      await server.post(`/get-3d/preview/${code}`, {}),
    ]
    for (const { status, body } of refusals) {
      expect({ status, error: body.error }).toEqual({ status: 507, error: 'storage' })
      expect(body.message).toMatch(/^The data folder cannot be used \(E[A-Z]+\)\. Make it a folder/)
    }
    // A refused job must not look as if it were under way: the artist would wait for ever.
    expect((await server.get(`/${code}`)).body.data).toMatchObject({ status: 'spin_generate_done', percentage: 100 })
    await rm(root)
    await mkdir(join(root, code), { recursive: true })
    await Promise.all([...kept].map(([name, bytes]) => writeFile(join(root, code, name), bytes)))
    expect((await server.post(`/get-3d/preview/${code}`, {})).status).toBe(200)
    await server.follow(code, 'preview_done')
  })

  it('fails the work under way with the reason but no path, and the next session works', async () => {
    const server = await engine()
    const vase = await picture('vase.png')
    const { session_code: code } = await server.create(vase)
    // A folder where a thread will write the cut-out.
    await mkdir(join(dataDir, 'sessions', code, 'subject.rgba'))
    const failed = await untilSession(`${server.url}${SESSIONS}/${code}`, ({ status }) => status.endsWith('_failed'))
    expect(failed).toMatchObject({
      status: 'spin_generate_failed',
      message: expect.stringMatching(/^The data folder cannot be used \(E[A-Z]+\)\. Make it/),
    })
    expect(failed.percentage).toBeLessThan(100)
    await server.follow((await server.create(vase)).session_code, 'spin_generate_done')
  })
})
