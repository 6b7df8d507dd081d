import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packFolder } from '../../src/server/pack.ts'
import { openPage } from '../../src/server/page.ts'

let root = ''
let page: (request: Request) => Response
const SCRIPT = 'export const plinth = 1\n'.repeat(400)

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'plinth-page-'))
  await mkdir(join(root, 'client', 'assets'), { recursive: true })
  await writeFile(join(root, 'secret.txt'), 'outside')
  await writeFile(join(root, 'client', 'index.html'), '<!doctype html><title>Plinth</title>')
  await writeFile(join(root, 'client', 'assets', 'main-Ab12.js'), SCRIPT)
  await writeFile(join(root, 'client', 'assets', 'basis-worker-Cd34.js'), SCRIPT)
  await writeFile(join(root, 'client', 'assets', 'main-Ab12.js.map'), '{}')
  await packFolder(join(root, 'client'))
  page = await openPage(join(root, 'client'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  page(new Request(`http://localhost:4173${path}`, { headers, method }))

const bytes = async (coding: string) => {
  const answer = ask('/assets/main-Ab12.js', { 'accept-encoding': coding })
  return [answer.headers.get('content-encoding'), Buffer.from(await answer.arrayBuffer())] as const
}

describe('the built page', () => {
  it('is fetched anew every time, its hashed files never again', () => {
    expect(ask('/').headers.get('cache-control')).toBe('no-cache')
    expect(ask('/assets/main-Ab12.js').headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  it('travels in a compression that the browser can read, and is the same after it', async () => {
    const [br, brotli] = await bytes('gzip, deflate, br')
    expect([br, brotliDecompressSync(brotli).toString()]).toEqual(['br', SCRIPT])
    const [gzip, zipped] = await bytes('gzip, br;q=0')
    expect([gzip, gunzipSync(zipped).toString()]).toEqual(['gzip', SCRIPT])
    const [none, plain] = await bytes('identity')
    expect([none, plain.toString()]).toEqual([null, SCRIPT])
  })

  it('runs only its own scripts', () => {
    const policy = ask('/').headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';")
    expect(policy).not.toContain('unsafe-inline')
    expect(policy).not.toContain("'unsafe-eval'")
    expect(ask('/').headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('lets only the texture transcoder’s worker make functions out of text', () => {
    const policies = ['/', '/assets/main-Ab12.js', '/assets/basis-worker-Cd34.js'].map(
      (path) => ask(path).headers.get('content-security-policy') ?? '',
    )
    expect(policies.map((policy) => policy.includes("'unsafe-eval'"))).toEqual([false, false, true])
  })

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/main-Ab12.js.map',
    '/assets/main-Ab12.js.br',
    '/assets/main-Ab12.js.gz',
    '/missing.js',
    '/.env.txt',
  ])('has no file %s', async (path) => {
    const answer = ask(path)
    expect([answer.status, (await answer.text()).includes('outside')]).toEqual([404, false])
  })

  it('comes for every link to it, and only by GET and HEAD', async () => {
    expect(await ask('/?session=A').text()).toContain('Plinth')
    expect([ask('/', {}, 'HEAD').status, ask('/', {}, 'POST').status]).toEqual([200, 405])
  })

  it('says what to do when it has not been built', async () => {
    await expect(openPage(join(root, 'nowhere'))).rejects.toThrow('npm start')
  })
})
