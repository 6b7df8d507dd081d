import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startApp, type AppServer } from '../fixtures/app-server.ts'
import { dataUrl, type WireSession } from '../fixtures/engine-server.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

let dataFolder: string
let app: AppServer
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'plinth-own-'))
  app = await startApp(inject('builtDir'), { PLINTH_DATA: dataFolder })
})
afterAll(async () => {
  await app?.close()
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
})

async function call<T = WireSession>(method: string, path: string, body?: unknown, headers = {}) {
  const answer = await fetch(`${app.url}/api${path}`, {
    method,
    headers: { ...(body === undefined ? {} : JSON_TYPE), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const { data, message } = (await answer.json()) as { data: T; message: string }
  return { status: answer.status, data, message }
}

/** Straight from the socket: `fetch` tidies a path before it leaves. */
const raw = (method: string, path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(`${app.url}`, { method, path }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
      .on('error', reject)
      .end()
  })

async function create(background: string): Promise<string> {
  const disc = Buffer.from(`<svg width="160" height="160"><circle cx="80" cy="80" r="50" fill="${background}"/></svg>`)
  const picture = await sharp({ create: { width: 160, height: 160, channels: 3, background: '#fff' } })
    .composite([{ input: disc }])
    .png()
    .toBuffer()
  const fields = { image_url: dataUrl(picture), generate_preview_mesh: false }
  return (await call('POST', '/image-to-3d-sessions', fields)).data.session_code
}

const name = (code: string, body: unknown, headers = {}) => call('PUT', `/plinth/sessions/${code}/name`, body, headers)
const drop = (code: string, headers = {}) => call<null>('DELETE', `/plinth/sessions/${code}`, undefined, headers)
const get = (code: string) => call('GET', `/image-to-3d-sessions/${code}`)
const listed = async () =>
  (await call<{ results: WireSession[] }>('GET', '/image-to-3d-sessions?limit=100')).data.results
const folderOf = (code: string) => join(dataFolder, 'sessions', code)

interface Disk {
  used_bytes: number
  free_bytes: number
  sessions: Record<string, number>
}
const disk = async () => (await call<Disk>('GET', '/plinth/storage')).data

describe('a session of the local engine', () => {
  it('has the name that it was given, in its answer and in the list, over a restart too, and none once that is empty', async () => {
    const code = await create('#c33')
    expect((await get(code)).data).not.toHaveProperty('name')
    expect(await name(code, { name: '  Märchen\n tower ' })).toMatchObject({
      status: 200,
      data: { name: 'Märchen tower' },
    })
    await app.close()
    app = await startApp(inject('builtDir'), { PLINTH_DATA: dataFolder })
    expect((await get(code)).data.name).toBe('Märchen tower')
    expect((await listed()).find((session) => session.session_code === code)?.name).toBe('Märchen tower')
    expect((await name(code, { name: '' })).data).not.toHaveProperty('name')
  })

  it('is deleted for good while it waits or is at work: 404, no folder, not in the list, and the others are as they were', async () => {
    const [code, other] = [await create('#36c'), await create('#3a3')]
    expect(Object.keys((await disk()).sessions)).toEqual(expect.arrayContaining([code, other]))
    expect((await drop(code)).status).toBe(200)
    expect((await get(code)).status).toBe(404)
    expect((await drop(code)).status).toBe(404)
    expect((await call('GET', `/image-to-3d-sessions/${code}/assets/image`)).status).toBe(404)
    expect(existsSync(folderOf(code))).toBe(false)
    expect((await listed()).map(({ session_code }) => session_code)).not.toContain(code)
    expect((await readdir(join(dataFolder, 'sessions'))).filter((folder) => folder.includes(code))).toEqual([])
    const { used_bytes, free_bytes, sessions } = await disk()
    expect(sessions).not.toHaveProperty(code)
    expect(sessions[other]).toBeGreaterThan(1000)
    expect(used_bytes).toBeGreaterThanOrEqual(sessions[other] ?? Infinity)
    expect(free_bytes).toBeGreaterThan(0)
  })
})

describe('neither renamed nor deleted', () => {
  it('is a sample', async () => {
    expect(await name('SAMPLE_duck', { name: 'Mine' })).toMatchObject({
      status: 409,
      message: expect.stringContaining('sample'),
    })
    expect((await drop('SAMPLE_duck')).status).toBe(409)
    expect((await get('SAMPLE_duck')).status).toBe(200)
  })

  it('is anything for another site’s page, or by what is no JSON', async () => {
    const code = await create('#a3a')
    const foreign = { origin: 'http://evil.example' }
    expect((await drop(code, foreign)).status).toBe(403)
    expect((await drop(code, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await name(code, { name: 'Theirs' }, foreign)).status).toBe(403)
    expect((await name(code, { name: 'Theirs' }, { 'content-type': 'text/plain' })).status).toBe(415)
    for (const body of [{}, { name: 7 }, { name: 'x'.repeat(121) }, { name: 'a', code: 'b' }, []])
      expect((await name(code, body)).status, JSON.stringify(body)).toBe(400)
    expect((await get(code)).data).not.toHaveProperty('name')
  })

  it('is what lies beside the sessions, by no spelling of a path', async () => {
    const beside = join(dataFolder, 'beside')
    await mkdir(beside)
    await writeFile(join(beside, 'session.json'), '{}')
    for (const code of [
      '..%2fbeside',
      '%2e%2e%2fbeside',
      '../beside',
      '..',
      '.',
      '%00',
      '..%5cbeside',
      'a'.repeat(129),
    ])
      expect([400, 404, 405], code).toContain(await raw('DELETE', `/api/plinth/sessions/${code}`))
    expect(await raw('DELETE', '/api/plinth/sessions/')).toBe(404)
    expect(existsSync(join(beside, 'session.json'))).toBe(true)
    expect(existsSync(join(dataFolder, 'sessions'))).toBe(true)
  })
})
