import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { startApp } from '../fixtures/app-server.ts'
import { tinyOnnx } from '../fixtures/tiny-onnx.ts'
import { openUpstream } from '../fixtures/upstream.ts'

async function startBadly(env: Record<string, string>): Promise<{ code: number | null; printed: string }> {
  const child = spawn(process.execPath, [join(inject('builtDir'), 'server', 'main.js')], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const [code] = (await once(child, 'exit')) as [number | null]
  return { code, printed }
}

describe('npm start', () => {
  it('serves the page and the API from one address, with the badge of the local engine', async () => {
    const app = await startApp(inject('builtDir'))
    const page = await fetch(app.url)
    const html = await page.text()
    expect(html).toContain('<div id="root">')
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? ''
    const loaded = await fetch(`${app.url}${script}`, { headers: { 'accept-encoding': 'br' } })
    expect([loaded.status, loaded.headers.get('content-encoding'), loaded.headers.get('cache-control')]).toEqual([
      200,
      'br',
      'public, max-age=31536000, immutable',
    ])
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/)
    expect(await (await fetch(`${app.url}/api/plinth`)).json()).toMatchObject({ data: { upstream: 'local' } })
    await app.close()
  })

  it('shows the page before three.js is fetched: the first scripts hold none of it, and are under 200 kB', async () => {
    const app = await startApp(inject('builtDir'))
    const html = await (await fetch(app.url)).text()
    const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, file]) => file ?? '')
    expect(files.length).toBeGreaterThan(0)
    const answers = await Promise.all(
      files.map((file) => fetch(app.url + file, { headers: { 'accept-encoding': 'br' } })),
    )
    for (const answer of answers) expect(await answer.text()).not.toMatch(/WebGLRenderer|BufferGeometry/)
    const packed = answers.map(({ headers }) => Number(headers.get('content-length')))
    expect(packed.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(200_000)
    await app.close()
  })

  it('lets a browser keep hashed files for good, asks about the others, and sends none twice that the browser has', async () => {
    const app = await startApp(inject('builtDir'))
    const worker = await (await fetch(`${app.url}/service-worker.js`)).text()
    const script = /"(\/assets\/[^"]+\.js)"/.exec(await (await fetch(app.url)).text())?.[1] ?? ''
    expect(worker).toContain(script)
    expect(worker).not.toMatch(/["'`]\/api/)
    for (const [path, kept] of [
      ['/', 'no-cache'],
      ['/service-worker.js', 'no-cache'],
      ['/samples/duck.webp', 'no-cache'],
      [script, 'public, max-age=31536000, immutable'],
    ] as const) {
      const first = await fetch(app.url + path)
      expect([path, first.headers.get('cache-control')]).toEqual([path, kept])
      const etag = first.headers.get('etag') ?? ''
      const again = await fetch(app.url + path, { headers: { 'if-none-match': `"older", ${etag}` } })
      expect([path, again.status, (await again.arrayBuffer()).byteLength]).toEqual([path, 304, 0])
      expect(again.headers.get('content-security-policy')).toContain("worker-src 'self'")
      const other = await fetch(app.url + path, { headers: { 'if-none-match': '"older"' } })
      expect([path, other.status]).toEqual([path, 200])
    }
    await app.close()
  })

  it('keeps the key out of the build, the answers and everything it prints', async () => {
    const key = 'canary-key-77aa41c0'
    const upstream = await openUpstream((request, response) =>
      response
        .writeHead(500, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: 'x', message: JSON.stringify(request.headers), data: null })),
    )
    const app = await startApp(inject('builtDir'), { CSM_API_KEY: key, PLINTH_UPSTREAM: upstream.origin })
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    const answers = await Promise.all(
      [
        fetch(`${app.url}/api/image-to-3d-sessions`),
        fetch(`${app.url}/api/image-to-3d-sessions/X/assets/spins/0`),
        fetch(`${app.url}/api/image-to-3d-sessions/get-3d/preview/X`, post),
        fetch(`${app.url}/?key=${key}`),
      ].map(async (request) => {
        const answer = await request
        return `${JSON.stringify([...answer.headers])} ${await answer.text()}`
      }),
    )
    expect(upstream.arrived.map(({ headers }) => headers['x-api-key'])).toEqual([key, key, key])
    await app.close()
    await upstream.close()
    const entries = await readdir(inject('builtDir'), { recursive: true, withFileTypes: true })
    const files = await Promise.all(
      entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
    )
    for (const text of [...answers, ...files, app.output()]) expect(text.includes('77aa41c0')).toBe(false)
    expect(app.output()).toContain('get-3d/preview')
  })

  it('stops with one error that names each wrong setting', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plinth-model-'))
    await writeFile(join(folder, 'own.onnx'), tinyOnnx({ weights: [1, 1, 1], width: 32, height: 16 }))
    const description = { width: 64, height: 16, mean: [0.5, 0.5, 0.5], deviation: [1, 1, 1] }
    await writeFile(join(folder, 'own.json'), JSON.stringify(description))
    const model = join(folder, 'own.onnx')
    const { code, printed } = await startBadly({
      PORT: 'http',
      CSM_API_KEY: 'x y',
      HOST: '0.0.0.0',
      PLINTH_CUTOUT_MODEL: model,
    })
    await rm(folder, { recursive: true })
    expect(code).toBe(1)
    for (const name of ['PORT', 'CSM_API_KEY', 'PLINTH_ACCESS_TOKEN']) expect(printed).toContain(`  ${name}: `)
    expect(printed).toContain(
      '  PLINTH_CUTOUT_MODEL: It must have one input, of 32-bit floats, that takes [1, 3, 16, 64]; it has picture of float32 [1, 3, 16, 32].',
    )
    expect(printed).not.toContain('    at ')
  })

  it('explains a port that is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const { code, printed } = await startBadly({ PORT: String(port), PLINTH_DATA: join(inject('builtDir'), 'data') })
    other.close()
    expect([code, printed.includes('    at ')]).toEqual([1, false])
    expect(printed.trim().split('\n')).toEqual([
      `Port ${port} is taken on 127.0.0.1, perhaps by another Plinth. Stop that program, or choose another port: PORT=${port + 1} npm start`,
    ])
  })
})
