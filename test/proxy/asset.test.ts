import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { GLB, MESH_PATH, openFileUpstream, ownFile, PNG, SPIN_PATH } from '../fixtures/file-upstream.ts'
import { PATIENT, proxyBefore, QUICK, type ProxyBefore } from '../fixtures/proxy-before.ts'
import type { TestUpstream } from '../fixtures/upstream.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

/** A proxy before an upstream whose session names its own file, served by `serve`. */
async function set(
  serve: (response: ServerResponse, path: string) => void,
  patience = QUICK,
): Promise<[ProxyBefore, TestUpstream]> {
  const upstream = await openFileUpstream(ownFile, serve)
  const proxy = proxyBefore(upstream.origin, { patience })
  open.push(proxy, upstream)
  return [proxy, upstream]
}

describe('a file of a session, by name', () => {
  it('is fetched without the key, and arrives under the proxy’s own headers', async () => {
    const sent = {
      'content-type': 'text/html',
      'set-cookie': 'a=b',
      'access-control-allow-origin': '*',
      etag: '"v1"',
      'cache-control': 'no-store',
      'content-length': String(PNG.length),
    }
    const [proxy, upstream] = await set((response) => response.writeHead(200, sent).end(PNG))
    const answer = await proxy.ask(SPIN_PATH)
    expect(Object.fromEntries(answer.headers)).toEqual({
      'cache-control': 'private, max-age=3600',
      'content-disposition': 'attachment; filename="X-spins-0.png"',
      'content-length': String(PNG.length),
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': 'image/png',
      'cross-origin-resource-policy': 'same-origin',
      etag: '"v1"',
      'x-content-type-options': 'nosniff',
    })
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG)
    const fetched = upstream.arrived.at(-1)
    expect(fetched?.url).toBe('/files/a')
    expect(Object.keys(fetched?.headers ?? {}).toSorted()).toEqual(['accept-encoding', 'connection', 'host'])
  })

  it('is not sent twice when it is a mesh that has not changed', async () => {
    const [proxy, upstream] = await set((response) => {
      const known = upstream.arrived.at(-1)?.headers['if-none-match'] === '"v1"'
      response.writeHead(known ? 304 : 200, { etag: '"v1"' }).end(known ? undefined : GLB)
    })
    const first = await proxy.ask(MESH_PATH)
    expect([first.headers.get('content-type'), first.headers.get('cache-control')]).toEqual([
      'model/gltf-binary',
      'private, no-cache',
    ])
    await first.arrayBuffer()
    const second = await proxy.ask(MESH_PATH, { headers: { 'if-none-match': '"v1"' } })
    expect([second.status, await second.text()]).toEqual([304, ''])
  })

  it.each([
    ['a web page', '<!doctype html><script>alert(1)</script>'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['XML', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['a page behind an OBJ line', 'v 1 2 3\n<script>alert(1)</script>'],
    ['nothing', ''],
    ['a script', 'alert(1)'],
    ['a mesh', 'glTF........'],
  ])('is not served when it is %s in place of a picture', async (_what, content) => {
    const [proxy] = await set((response) => response.writeHead(200, { 'content-type': 'image/png' }).end(content))
    const answer = await proxy.ask(SPIN_PATH)
    expect(answer.status).toBe(502)
    expect(answer.headers.get('content-type')).toContain('json')
  })

  it('is not found by a name that is not on the list, nor by a URL', async () => {
    const [proxy, upstream] = await set((response) => response.end(PNG))
    for (const name of [
      'spins/9',
      'x',
      'http://127.0.0.1/',
      '..%2f..%2fX',
      'preview_mesh_url_exe',
      'image/../spins/0/..',
    ]) {
      expect((await proxy.ask(`/image-to-3d-sessions/X/assets/${name}`)).status, name).not.toBe(200)
    }
    expect(upstream.arrived.filter(({ url }) => url.startsWith('/files'))).toEqual([])
    expect((await (await proxy.ask('/image-to-3d-sessions/X/assets/mesh_url_glb')).json()).message).toContain(
      'has no mesh_url_glb',
    )
  })

  it('is not one of another session, though the API answers about that', async () => {
    const [proxy, upstream] = await set((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ data: { session_code: 'X', preview_mesh_url_glb: ownFile(upstream.origin) } })),
    )
    const answer = await proxy.ask(MESH_PATH.replace('/X/', '/Y/'))
    expect([answer.status, await answer.json()]).toMatchObject([502, { error: 'bad_upstream' }])
    expect(upstream.arrived.map(({ url }) => url)).toEqual(['/image-to-3d-sessions/Y'])
  })

  it('is cut when it is endless, and the upstream let go', async () => {
    let written = 0
    const [proxy] = await set((response) => {
      const chunk = Buffer.concat([GLB, Buffer.alloc(1 << 20)])
      const push = (): void => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length
        written += chunk.length
      }
      response.on('drain', push)
      response.writeHead(200)
      push()
    })
    const answer = await proxy.ask(MESH_PATH)
    const reader = answer.body?.getReader()
    let read = 0
    const outcome = await (async () => {
      for (;;) {
        const chunk = await reader?.read()
        if (!chunk || chunk.done) return 'ended'
        read += chunk.value.byteLength
      }
    })().catch(() => 'cut')
    expect(outcome).toBe('cut')
    expect(read).toBeLessThanOrEqual(200_000_000)
    expect(written).toBeLessThan(260_000_000)
  })

  it('is refused when it is declared larger than 200 MB, compressed, or redirected more than three times', async () => {
    const [huge] = await set((response) => response.writeHead(200, { 'content-length': '300000000' }).write(GLB))
    expect((await huge.ask(MESH_PATH)).status).toBe(502)
    const [bomb] = await set((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(GLB))
    expect((await bomb.ask(MESH_PATH)).status).toBe(502)
    const [chain, upstream] = await set((response, path) => response.writeHead(302, { location: `${path}a` }).end())
    expect((await chain.ask(MESH_PATH)).status).toBe(502)
    expect(upstream.arrived.filter(({ url }) => url.startsWith('/files'))).toHaveLength(4)
  })

  it.each([
    ['its status', 404, {}],
    ['its length', 200, { 'content-length': '300000000' }],
  ])('is not read further when it is refused for %s, and the upstream is let go', async (_why, status, headers) => {
    const events = new EventTarget()
    const letGo = new Promise<void>((done) => events.addEventListener('let go', () => done()))
    const [proxy] = await set((response) => {
      response.on('close', () => events.dispatchEvent(new Event('let go')))
      response.writeHead(status, headers).write(GLB)
    }, PATIENT)
    expect((await proxy.ask(MESH_PATH)).status).toBe(status === 404 ? 404 : 502)
    await letGo
  })
})
