import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { DISK_PATH, enclosedPath, namePath, ownSessionPath } from '../../src/contract/paths.ts'
import { GENERATING, json, openUpstream, type Behaviour, type TestUpstream } from '../fixtures/upstream.ts'
import { CANARY_KEY, proxyBefore, type ProxyBefore, type ProxyBeforeOptions } from '../fixtures/proxy-before.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

async function set(behave: Behaviour, options?: ProxyBeforeOptions): Promise<[ProxyBefore, TestUpstream]> {
  const upstream = await openUpstream(behave)
  const proxy = proxyBefore(upstream.origin, options)
  open.push(proxy, upstream)
  return [proxy, upstream]
}

const PREVIEW = '/image-to-3d-sessions/get-3d/preview/SESSION_P_1'

describe('the five calls', () => {
  it('reach the upstream path for path, with the key', async () => {
    const [proxy, upstream] = await set(json(GENERATING))
    await proxy.post('/image-to-3d-sessions', { image_url: 'https://example.com/a.png' })
    await proxy.ask('/image-to-3d-sessions/SESSION_1')
    await proxy.ask('/image-to-3d-sessions?limit=5&page=2&evil=1')
    await proxy.post(PREVIEW, { pivot_point: [0, -0.5, 0] })
    await proxy.post('/image-to-3d-sessions/get-3d/refine/SESSION_P_1', '')
    expect(upstream.arrived.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
      'POST /image-to-3d-sessions {"image_url":"https://example.com/a.png"}',
      'GET /image-to-3d-sessions/SESSION_1 ',
      'GET /image-to-3d-sessions?limit=5&page=2 ',
      'POST /image-to-3d-sessions/get-3d/preview/SESSION_P_1 {"pivot_point":[0,-0.5,0]}',
      'POST /image-to-3d-sessions/get-3d/refine/SESSION_P_1 {}',
    ])
    expect(upstream.arrived.map(({ headers }) => headers['x-api-key'])).toEqual(Array(5).fill(CANARY_KEY))
  })

  it('take no header of the browser along, and bring none of the upstream back', async () => {
    const [proxy, upstream] = await set((_request, response) => {
      const headers = {
        'set-cookie': 'a=b',
        location: '/x',
        server: 'nginx',
        'access-control-allow-origin': '*',
        'x-powered-by': 'y',
        'retry-after': '7',
      }
      response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(GENERATING))
    })
    const sent = {
      cookie: 'a=b',
      'x-api-key': 'mine',
      authorization: 'Bearer t',
      'x-forwarded-for': '1.2.3.4',
      'user-agent': 'curl',
      referer: 'http://x/',
    }
    const answer = await proxy.post(PREVIEW, {}, sent)
    const names = (upstream.arrived[0]?.rawHeaders ?? [])
      .filter((_, i) => i % 2 === 0)
      .map((name) => name.toLowerCase())
    expect(names.toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
      'x-api-key',
    ])
    expect(upstream.arrived[0]?.headers['user-agent']).toBe('plinth')
    expect([...answer.headers.keys()].toSorted()).toEqual([
      'cache-control',
      'content-type',
      'cross-origin-resource-policy',
      'retry-after',
      'x-content-type-options',
    ])
    expect(answer.headers.get('retry-after')).toBe('7')
  })

  it('are all there is: no other path or method reaches the upstream', async () => {
    const [proxy, upstream] = await set(json(GENERATING))
    const others = [
      '/',
      '/v3/sessions/1',
      '/image-to-3d-sessions/get-3d/export/X',
      '/image-to-3d-sessions/X/assets',
      '/users',
      '/image-to-3d-sessions/get-3d/preview/X/y',
    ]
    for (const path of others) expect((await proxy.ask(path)).status, path).toBe(404)
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])
      expect((await proxy.ask('/image-to-3d-sessions/X', { method })).status, method).toBe(405)
    expect(upstream.arrived).toEqual([])
  })

  it('go to the local engine for a sample, whatever the upstream is', async () => {
    const [proxy, upstream] = await set(json(GENERATING))
    await proxy.ask('/image-to-3d-sessions/SAMPLE_vase')
    await proxy.post('/image-to-3d-sessions/get-3d/preview/SAMPLE_vase', {})
    await proxy.ask('/image-to-3d-sessions/SAMPLE_vase/assets/spins/0')
    expect(upstream.arrived).toEqual([])
    expect(proxy.engineRequests.map(({ url }) => new URL(url).pathname)).toEqual([
      '/api/image-to-3d-sessions/SAMPLE_vase',
      '/api/image-to-3d-sessions/get-3d/preview/SAMPLE_vase',
      '/api/image-to-3d-sessions/SAMPLE_vase',
    ])
  })

  it('on enclosed areas reach the local engine alone: a cloud has no such call', async () => {
    const [proxy, upstream] = await set(json(GENERATING))
    const refused = await proxy.post(enclosedPath('SESSION_1'), { enclosed_areas: 'open' })
    expect([refused.status, (await refused.json()).message]).toEqual([404, expect.stringContaining('local engine')])
    expect([upstream.arrived, proxy.engineRequests]).toEqual([[], []])
    expect((await proxy.post(enclosedPath('SAMPLE_vase'), { enclosed_areas: 'half' })).status).toBe(400)
    await proxy.post(enclosedPath('SAMPLE_vase'), { enclosed_areas: 'open' })
    expect(proxy.engineRequests.map(({ url }) => new URL(url).pathname)).toEqual([`/api${enclosedPath('SAMPLE_vase')}`])
  })

  it('on names, deletion and the disk reach the local engine alone', async () => {
    const [proxy, upstream] = await set(json(GENERATING))
    const put = (code: string, name: string) =>
      proxy.ask(namePath(code), {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name }),
      })
    expect((await put('SESSION_1', 'Tower')).status).toBe(404)
    expect((await proxy.ask(ownSessionPath('SESSION_1'), { method: 'DELETE' })).status).toBe(404)
    expect([upstream.arrived, proxy.engineRequests]).toEqual([[], []])
    await put('SAMPLE_vase', 'Tower')
    await proxy.ask(ownSessionPath('SAMPLE_vase'), { method: 'DELETE' })
    await proxy.ask(DISK_PATH)
    expect(proxy.engineRequests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      `PUT /api${namePath('SAMPLE_vase')}`,
      `DELETE /api${ownSessionPath('SAMPLE_vase')}`,
      `GET /api${DISK_PATH}`,
    ])
    expect(upstream.arrived).toEqual([])
  })

  it('tell the page which upstream is in use, without asking it', async () => {
    const [proxy, upstream] = await set(json(GENERATING))
    expect(await (await proxy.ask('/plinth')).json()).toMatchObject({
      data: { upstream: 'custom', host: new URL(upstream.origin).host },
    })
    expect(upstream.arrived).toEqual([])
  })
})

const nested = (levels: number): string => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`

describe('a request', () => {
  it('with mistakes is answered with a sentence for each, and not sent on', async () => {
    const [proxy, upstream] = await set(json(GENERATING))
    const answer = await proxy.post(PREVIEW, { scaled_bbox: [1, 0, 1], pivot_point: [0, 0.6, 0], colour: 'red' })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      error: 'invalid_input',
      statusCode: 400,
      message: [
        'At scaled_bbox[1]: expected a number > 0 or -1, got 0',
        'At pivot_point[1]: expected a number from -0.5 to 0.5, got 0.6',
      ].join('\n'),
    })
    expect((await (await proxy.post(PREVIEW, '{"scaled_bbox":')).json()).error).toBe('not_json')
    expect((await (await proxy.post('/image-to-3d-sessions', '')).json()).message).toContain('At image_url')
    expect((await (await proxy.ask('/image-to-3d-sessions?limit=0')).json()).message).toContain('limit from 1 to 100')
    expect(upstream.arrived).toEqual([])
  })

  it('keeps the fields that Plinth does not know, for the upstream may know them', async () => {
    const [proxy, upstream] = await set(json(GENERATING, 201))
    const unknown = { pixel_alignment: 'highest', auto_gen_3d: false, tags: [null, { a: [1.5, 'ä'] }], later: null }
    const image = { image_url: 'https://example.com/a.png', texture_resolution: 2048, preview_mesh: 'hd' }
    expect((await proxy.post('/image-to-3d-sessions', { ...unknown, ...image, scaled_bbox: null })).status).toBe(201)
    await proxy.post(PREVIEW, { selected_spin_index: 1, selected_spin: null, ...unknown })
    const wrong = await proxy.post('/image-to-3d-sessions', { ...unknown, ...image, scaled_bbox: [1, 0, 1] })
    expect((await wrong.json()).message).toBe('At scaled_bbox[1]: expected a number > 0 or -1, got 0')
    expect(upstream.arrived.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { ...image, ...unknown },
      { selected_spin_index: 1, ...unknown },
    ])
  })

  it('is refused when it is nested so deep that it could not be sent on', async () => {
    const [proxy, upstream] = await set(json(GENERATING))
    for (const levels of [65, 1_000_000]) {
      const answer = await proxy.post(PREVIEW, nested(levels))
      expect(answer.status).toBe(400)
      expect((await answer.json()).message).toBe('The body is nested deeper than 64 levels.')
    }
    expect((await proxy.post(PREVIEW, nested(20))).status).toBe(200)
    expect(upstream.arrived).toHaveLength(1)
  })

  it('is refused as soon as more than 12 MB have arrived, whatever its declared length', async () => {
    const [proxy, upstream] = await set(json(GENERATING))
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(1_000_000).fill(32))
      },
    })
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '5' },
      body: endless,
      duplex: 'half',
    }
    expect((await proxy.ask(PREVIEW, init)).status).toBe(413)
    expect(pulled).toBeLessThan(20)
    expect(upstream.arrived).toEqual([])
  })

  it('with an image of 9 MB goes through whole', async () => {
    const [proxy, upstream] = await set(json(GENERATING, 201))
    const image_url = `data:image/png;base64,${Buffer.alloc(8_900_000, 7).toString('base64')}`
    expect((await proxy.post('/image-to-3d-sessions', { image_url })).status).toBe(201)
    expect(upstream.arrived[0]?.body.length).toBe(JSON.stringify({ image_url }).length)
  })

  it('with any code reaches exactly that session’s path, or is refused (10,000 tried)', async () => {
    const [proxy, upstream] = await set(json(GENERATING))
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2F',
      '%5c',
      '/',
      '\\',
      '%00',
      '?',
      '#',
      ';',
      '@',
      'A',
      'b_',
      '9-',
      '%41',
      '%',
      'é',
      '%c0%af',
      '//evil.example',
      ' ',
    )
    const codes = fc.sample(
      fc.oneof(
        fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
        fc.string({ maxLength: 140 }),
      ),
      10_000,
    )
    const paths: string[] = []
    for (const code of codes) {
      const { status } = await proxy.ask(`/image-to-3d-sessions/${code}`)
      expect([200, 400, 404, 405]).toContain(status)
      if (status !== 200) continue
      const path = new URL(`http://x/api/image-to-3d-sessions/${code}`).pathname.replace('/api', '')
      paths.push(
        /^[A-Za-z0-9_-]{1,128}$/.test(decodeURIComponent(path.split('/')[2] ?? ''))
          ? `/image-to-3d-sessions/${decodeURIComponent(path.split('/')[2] ?? '')}`
          : '/image-to-3d-sessions?limit=10&page=1',
      )
    }
    expect(upstream.arrived.map(({ url }) => url)).toEqual(paths)
    expect(paths.length).toBeGreaterThan(100)
  })
})

describe('another site in the browser', () => {
  it.each([
    [
      'a form of another site',
      { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
      403,
    ],
    [
      'a page on another port of this machine',
      { origin: 'http://127.0.0.1:9999', 'sec-fetch-site': 'same-site', 'content-type': 'application/json' },
      403,
    ],
    ['a sandboxed frame', { origin: 'null', 'content-type': 'application/json' }, 403],
    [
      'a cross-site request without an origin',
      { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' },
      403,
    ],
    [
      'an origin that only begins like ours',
      { origin: 'http://127.0.0.1:4173.evil.example', 'content-type': 'application/json' },
      403,
    ],
    ['a text/plain beacon', { 'content-type': 'text/plain;charset=UTF-8' }, 415],
    ['a form without an origin', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['a body without a type', { 'content-type': '' }, 415],
    ['a type that only mentions JSON', { 'content-type': 'text/plain; application/json' }, 415],
  ])('%s spends no credit', async (_who, headers, status) => {
    const [proxy, upstream] = await set(json(GENERATING))
    expect((await proxy.post(PREVIEW, '{}', headers)).status).toBe(status)
    expect(upstream.arrived).toEqual([])
  })

  it('is not taken for Plinth’s page, or for a program without an origin: both are let through', async () => {
    const [proxy, upstream] = await set(json(GENERATING))
    expect(
      (await proxy.post(PREVIEW, {}, { origin: 'http://127.0.0.1:4173', 'sec-fetch-site': 'same-origin' })).status,
    ).toBe(200)
    expect((await proxy.post(PREVIEW, {})).status).toBe(200)
    expect(upstream.arrived).toHaveLength(2)
  })
})
