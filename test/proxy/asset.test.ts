import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { isPublicAddress } from '../../src/proxy/public-address.ts'
import { fetchImage } from '../../src/proxy/fetch-image.ts'
import { addressGuard } from '../../src/proxy/reach.ts'
import type { Resolve } from '../../src/proxy/network.ts'
import { proxyBefore, type ProxyBefore, type ProxyBeforeOptions } from '../fixtures/proxy-before.ts'
import { openUpstream, type TestUpstream } from '../fixtures/upstream.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const GLB = Buffer.concat([Buffer.from('glTF'), Buffer.alloc(40, 1)])

/** An upstream whose session names `url` for its first spin and its GLB, and that serves `file` itself. */
async function set(
  url: (origin: string) => string,
  file: (response: ServerResponse, path: string) => void,
  options?: ProxyBeforeOptions,
): Promise<[ProxyBefore, TestUpstream]> {
  const upstream = await openUpstream((request, response) => {
    if (request.url !== '/image-to-3d-sessions/X') return file(response, request.url)
    const data = {
      session_code: 'X',
      status: 'preview_done',
      spins: [{ image_url: url(upstream.origin) }],
      preview_mesh_url_glb: url(upstream.origin),
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }))
  })
  const proxy = proxyBefore(upstream.origin, options)
  open.push(proxy, upstream)
  return [proxy, upstream]
}

const SPIN = '/image-to-3d-sessions/X/assets/spins/0'
const MESH = '/image-to-3d-sessions/X/assets/preview_mesh_url_glb'
const own = (origin: string) => `${origin}/files/a`

describe('a file of a session, by name', () => {
  it('arrives with headers of the proxy alone, fetched without the key', async () => {
    const sent = {
      'content-type': 'text/html',
      'set-cookie': 'a=b',
      'access-control-allow-origin': '*',
      etag: '"v1"',
      'cache-control': 'no-store',
      'content-length': String(PNG.length),
    }
    const [proxy, upstream] = await set(own, (response) => response.writeHead(200, sent).end(PNG))
    const answer = await proxy.ask(SPIN)
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

  it('a mesh is asked for again each time, and not sent twice when it is the same', async () => {
    const [proxy, upstream] = await set(own, (response) => {
      const known = upstream.arrived.at(-1)?.headers['if-none-match'] === '"v1"'
      response.writeHead(known ? 304 : 200, { etag: '"v1"' }).end(known ? undefined : GLB)
    })
    const first = await proxy.ask(MESH)
    expect([first.headers.get('content-type'), first.headers.get('cache-control')]).toEqual([
      'model/gltf-binary',
      'private, no-cache',
    ])
    await first.arrayBuffer()
    const second = await proxy.ask(MESH, { headers: { 'if-none-match': '"v1"' } })
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
  ])('%s in place of a picture is not served', async (_what, content) => {
    const [proxy] = await set(own, (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(content))
    const answer = await proxy.ask(SPIN)
    expect(answer.status).toBe(502)
    expect(answer.headers.get('content-type')).toContain('json')
  })

  it('a name that is not on the list, or a URL, is no name', async () => {
    const [proxy, upstream] = await set(own, (response) => response.end(PNG))
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

  it('an endless file is cut, and the upstream let go', async () => {
    let written = 0
    const [proxy] = await set(own, (response) => {
      const chunk = Buffer.concat([GLB, Buffer.alloc(1 << 20)])
      const push = (): void => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length
        written += chunk.length
      }
      response.on('drain', push)
      response.writeHead(200)
      push()
    })
    const answer = await proxy.ask(MESH)
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
  }, 60_000)

  it('a file that promises more than 200 MB, comes compressed, or redirects more than three times is refused', async () => {
    const [huge] = await set(own, (response) => response.writeHead(200, { 'content-length': '300000000' }).write(GLB))
    expect((await huge.ask(MESH)).status).toBe(502)
    const [bomb] = await set(own, (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(GLB))
    expect((await bomb.ask(MESH)).status).toBe(502)
    const [chain, upstream] = await set(own, (response, path) =>
      response.writeHead(302, { location: `${path}a` }).end(),
    )
    expect((await chain.ask(MESH)).status).toBe(502)
    expect(upstream.arrived.filter(({ url }) => url.startsWith('/files'))).toHaveLength(4)
  })
})

const FORBIDDEN_ADDRESSES = [
  '127.0.0.1',
  '127.1.2.3',
  '0.0.0.0',
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::808:808',
  '64:ff9b:1::a00:1',
  '2002:7f00:1::',
  '2001:0:7f00:1::',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '2001:db8::1',
  'fec0::1',
  '100::1',
]

const FORBIDDEN_URLS = [
  'https://127.0.0.1/a',
  'https://2130706433/a',
  'https://0x7f000001/a',
  'https://0x7f.1/a',
  'https://0177.0.0.1/a',
  'https://017700000001/a',
  'https://127.1/a',
  'https://0/a',
  'https://[::1]/a',
  'https://[::ffff:127.0.0.1]/a',
  'https://[64:ff9b::7f00:1]/a',
  'https://169.254.169.254/latest/meta-data',
  'https://localhost/a',
  'https://localhost./a',
  'https://files.example@127.0.0.1/a',
  'https://files.example:x@files.example/a',
  'https://files.example./a',
  'https://files.example.evil.example/a',
  'https://evilfiles.example/a',
  'https://files.example:8443/a',
  'http://files.example/a',
  'https://FILES.EXAMPLE%00.evil.example/a',
  'https://evil.example\\@files.example/a',
  'https://①②⑦.⓪.⓪.①/a',
  'https://evil.example/#files.example',
  'https://evil.example/?files.example',
  'ftp://files.example/a',
  'file:///etc/passwd',
  'data:image/png;base64,AA',
  'gopher://127.0.0.1/',
]

describe('an address inside', () => {
  it.each(FORBIDDEN_ADDRESSES)('%s is none of the public internet', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['8.8.8.8', '1.1.1.1', '151.101.1.69', '2606:4700::1111', '2a00:1450:4001:800::200e'])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each(FORBIDDEN_URLS)('%s is not asked, named by a session or by a redirect', async (url) => {
    const asked: string[] = []
    const resolve: Resolve = (hostname, done) => {
      asked.push(hostname)
      done(null, [{ address: '127.0.0.1', family: 4 }])
    }
    const options = { assetHosts: ['files.example'], resolve }
    const [direct] = await set(
      () => url,
      (response) => response.end(PNG),
      options,
    )
    expect((await direct.ask(SPIN)).status).toBeGreaterThanOrEqual(400)
    const [redirected, upstream] = await set(
      own,
      (response) => response.writeHead(302, { location: Buffer.from(url).toString('latin1') }).end(),
      options,
    )
    expect((await redirected.ask(SPIN)).status).toBe(502)
    expect(upstream.arrived.filter(({ url: path }) => path.startsWith('/files'))).toHaveLength(1)
    expect(asked).toEqual([])
  })

  it('is not reached through a listed name that resolves to it, however often the answer changes', async () => {
    const inside = await openUpstream((_request, response) => response.end(PNG))
    open.push(inside)
    const turns = ['127.0.0.1', '10.0.0.1', '::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1']
    for (const address of turns) {
      let asked = 0
      const resolve: Resolve = (_hostname, done) => {
        asked += 1
        done(null, [
          { address: '93.184.215.14', family: 4 },
          { address, family: address.includes(':') ? 6 : 4 },
        ])
      }
      const [proxy] = await set(
        () => 'https://files.example/a',
        () => {},
        { assetHosts: ['files.example'], resolve },
      )
      const answer = await proxy.ask(SPIN)
      expect(await answer.json()).toMatchObject({
        error: 'bad_upstream',
        message: expect.stringContaining('outside the public internet'),
      })
      expect(asked).toBe(1)
    }
    expect(inside.arrived).toEqual([])
  })
})

describe('an image that an artist names by its address', () => {
  it.each([
    'http://127.0.0.1/a.png',
    'http://[::1]/a.png',
    'http://2130706433/',
    'http://inside.example/a.png',
    'http://user@inside.example/',
    'http://inside.example:8080/a.png',
  ])('%s is not fetched from inside, and the artist is told', async (url) => {
    const guard = addressGuard({
      assetHosts: [],
      upstream: null,
      resolve: (_hostname, done) => done(null, [{ address: '192.168.1.1', family: 4 }]),
    })
    open.push(guard)
    await expect(fetchImage(url, guard.anywhere, new AbortController().signal)).rejects.toMatchObject({
      kind: 'bad_image',
      message: expect.stringContaining('could not be fetched'),
    })
  })

  it('comes back as its bytes, and anything that is no image is refused', async () => {
    const upstream = await openUpstream(({ url }, response) => response.end(url === '/a.png' ? PNG : '<html>'))
    open.push(upstream)
    const guard = addressGuard({ assetHosts: [], upstream: upstream.origin })
    open.push(guard)
    const { signal } = new AbortController()
    expect(Buffer.from(await fetchImage(`${upstream.origin}/a.png`, guard.assets, signal))).toEqual(PNG)
    await expect(fetchImage(`${upstream.origin}/b`, guard.assets, signal)).rejects.toMatchObject({
      kind: 'bad_image',
      message: 'That address holds no image.',
    })
  })
})
