import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { fetchImage } from '../../src/proxy/fetch-image.ts'
import type { Resolve } from '../../src/proxy/network.ts'
import { isPublicAddress } from '../../src/proxy/public-address.ts'
import { addressGuard } from '../../src/proxy/reach.ts'
import { openFileUpstream, ownFile, PNG, SPIN_PATH } from '../fixtures/file-upstream.ts'
import { proxyBefore, type ProxyBefore, type ProxyBeforeOptions } from '../fixtures/proxy-before.ts'
import { openUpstream, type TestUpstream } from '../fixtures/upstream.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

/** A proxy before an upstream whose session names `url` for its files, and that serves its own by `serve`. */
async function set(
  url: (origin: string) => string,
  serve: (response: ServerResponse, path: string) => void,
  options?: ProxyBeforeOptions,
): Promise<[ProxyBefore, TestUpstream]> {
  const upstream = await openFileUpstream(url, serve)
  const proxy = proxyBefore(upstream.origin, options)
  open.push(proxy, upstream)
  return [proxy, upstream]
}

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

describe('an address inside the private network', () => {
  it.each(FORBIDDEN_ADDRESSES)('%s is not one of the public internet', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['8.8.8.8', '1.1.1.1', '151.101.1.69', '2606:4700::1111', '2a00:1450:4001:800::200e'])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each(FORBIDDEN_URLS)('%s is not reached, whether a session or a redirect names it', async (url) => {
    const resolved: string[] = []
    const resolve: Resolve = (hostname, done) => {
      resolved.push(hostname)
      done(null, [{ address: '127.0.0.1', family: 4 }])
    }
    const options = { assetHosts: ['files.example'], resolve }
    const [direct] = await set(
      () => url,
      (response) => response.end(PNG),
      options,
    )
    expect((await direct.ask(SPIN_PATH)).status).toBeGreaterThanOrEqual(400)
    const [redirected, upstream] = await set(
      ownFile,
      (response) => response.writeHead(302, { location: Buffer.from(url).toString('latin1') }).end(),
      options,
    )
    expect((await redirected.ask(SPIN_PATH)).status).toBe(502)
    expect(upstream.arrived.filter(({ url: path }) => path.startsWith('/files'))).toHaveLength(1)
    expect(resolved).toEqual([])
  })

  it('is not reached through a listed name that resolves to it among public ones', async () => {
    const inside = await openUpstream((_request, response) => response.end(PNG))
    open.push(inside)
    const addresses = ['127.0.0.1', '10.0.0.1', '::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1']
    for (const address of addresses) {
      let lookups = 0
      const resolve: Resolve = (_hostname, done) => {
        lookups += 1
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
      const answer = await proxy.ask(SPIN_PATH)
      expect(await answer.json()).toMatchObject({
        error: 'bad_upstream',
        message: expect.stringContaining('outside the public internet'),
      })
      expect(lookups).toBe(1)
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
  ])('%s is not fetched from inside, and the artist is told so', async (url) => {
    const guard = addressGuard({
      assetHosts: [],
      upstream: null,
      resolve: (_hostname, done) => done(null, [{ address: '192.168.1.1', family: 4 }]),
    })
    open.push(guard)
    await expect(fetchImage(url, guard.anywhere, new AbortController().signal)).rejects.toMatchObject({
      kind: 'bad_image',
      message: expect.stringMatching(/^The image could not be fetched: .*public/),
    })
  })

  it('comes back as its bytes, and anything but an image is refused', async () => {
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
