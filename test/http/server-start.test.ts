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

/** What each script may weigh as it is served, in kB: the first two come before the page can be used, the others until it is at rest. */
const KILOBYTES: Readonly<Record<string, number>> = {
  index: 151,
  'rolldown-runtime': 1,
  three: 158,
  fiber: 51,
  stage: 22,
  figures: 1,
  'on-screen': 1,
  'spin-cutout': 1,
  'ask-worker': 1,
  'cutout-worker': 2,
}

/** Of a script, without the digest. */
const nameOf = (file: string): string => file.replace(/-[\w-]{8}\.js$/, '')

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

  it('has a first screen in the page itself, of the page’s own classes, with nothing that is not known yet', async () => {
    const app = await startApp(inject('builtDir'))
    const html = await (await fetch(app.url)).text()
    const [, screen = ''] = /<div id="root"><div data-first inert>(.+)<\/div><\/div>/s.exec(html) ?? []
    for (const words of ['Plinth', 'Spins', 'Opening the session', 'Generate preview']) expect(screen).toContain(words)
    expect(screen).not.toMatch(/ style=|Rubber duck<|type="file"|aria-pressed="true"|src="\/samples|<link/)
    const sheets = [...html.matchAll(/href="(\/assets\/[^"]+\.css)"/g)].map(([, path = '']) => app.url + path)
    const css = (await Promise.all(sheets.map(async (sheet) => (await fetch(sheet)).text()))).join('\n')
    const looks = [...new Set([...screen.matchAll(/class="([^"]+)"/g)].map(([, names = '']) => names.trim()))]
    expect(looks.length).toBeGreaterThan(30)
    const isStyled = (names: string) => names.split(/\s+/).some((name) => css.includes(`.${name}`))
    expect(looks.filter((names) => !isStyled(names))).toEqual([])
    const packed = await fetch(app.url, { headers: { 'accept-encoding': 'br' } })
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(3000)
    await app.close()
  })

  it('can be used before three.js is fetched, and no script that comes until it is at rest has outgrown its budget', async () => {
    const app = await startApp(inject('builtDir'))
    const weigh = async (file: string) => {
      const answer = await fetch(`${app.url}/assets/${file}`, { headers: { 'accept-encoding': 'br' } })
      expect([file, answer.status]).toEqual([file, 200])
      return { bytes: Number(answer.headers.get('content-length')), text: await answer.text() }
    }
    /** A script with all that it imports at once, by file. */
    const withImports = async (file: string, known = new Map<string, { bytes: number; text: string }>()) => {
      if (known.has(file)) return known
      const script = await weigh(file)
      known.set(file, script)
      for (const [, next = ''] of script.text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
        await withImports(next, known)
      return known
    }
    const html = await (await fetch(app.url)).text()
    const first = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map(([, file = '']) => file)
    const before = await withImports(first[0] ?? '')
    expect(first.toSorted()).toEqual([...before.keys()].toSorted())
    for (const [, { text }] of before) expect(text).not.toMatch(/WebGLRenderer|BufferGeometry/)
    const assets = await readdir(join(inject('builtDir'), 'client', 'assets'))
    const rest = new Map(before)
    for (const name of ['stage', 'spin-cutout', 'cutout-worker'])
      await withImports(assets.find((file) => nameOf(file) === name) ?? name, rest)
    const weighed = [...rest].map(([file, { bytes }]) => ({ name: nameOf(file), bytes }))
    const outgrown = weighed.filter(({ name, bytes }) => !(bytes <= (KILOBYTES[name] ?? 0) * 1000))
    expect(outgrown, 'scripts above their budget').toEqual([])
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
