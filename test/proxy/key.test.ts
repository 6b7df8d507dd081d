import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { createMask } from '../../src/proxy/mask.ts'
import { CANARY_KEY, PATIENT, proxyBefore, QUICK } from '../fixtures/proxy-before.ts'
import { json, openUpstream, type Arrived, type Behaviour } from '../fixtures/upstream.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

/** `Promise.withResolvers`, which Node 20 lacks. */
function gate(): { promise: Promise<void>; resolve: () => void } {
  const opened = new EventTarget()
  const promise = new Promise<void>((done) => opened.addEventListener('open', () => done(), { once: true }))
  return { promise, resolve: () => void opened.dispatchEvent(new Event('open')) }
}

const spellings = (key: string): string[] => [
  key,
  encodeURIComponent(key),
  encodeURIComponent(key).replace(/%../g, (escape) => escape.toLowerCase()),
  key.replace(/&/g, '&amp;'),
  [...key].map((char) => `&#${char.charCodeAt(0)};`).join(''),
  [...key].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  [...Buffer.from(key)].map((byte) => `%${byte.toString(16)}`).join(''),
  Buffer.from(key).toString('base64'),
  Buffer.from(key).toString('base64url'),
  Buffer.from(`user:${key}`).toString('base64'),
  Buffer.from(`x${key} and more`).toString('base64'),
  Buffer.from(key).toString('hex'),
  JSON.stringify(key).replaceAll('/', '\\/'),
]

/** Pieces of the key that cannot occur by chance. */
const TRACES = [
  'canary',
  Buffer.from('anary+key').toString('base64').slice(0, 8),
  Buffer.from('canary').toString('hex'),
  '5b1f9c',
]

const echo = (request: Arrived): string =>
  `${request.headers['x-api-key']} ${JSON.stringify(request.headers)} ${spellings(CANARY_KEY).join(' ')}`

const answer = (response: ServerResponse, status: number, type: string, body: string) =>
  response.writeHead(status, { 'content-type': type, 'x-echo': 'x' }).end(body)

const FAULTS: Readonly<Record<string, Behaviour>> = {
  'answers well': (request, response) =>
    answer(
      response,
      200,
      'application/json',
      JSON.stringify({
        error: '',
        message: echo(request),
        statusCode: 200,
        data: { session_code: 'X', [echo(request)]: echo(request) },
      }),
    ),
  'escapes it': (_request, response) =>
    answer(
      response,
      200,
      'application/json',
      `{"message":"${[...CANARY_KEY].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"}`,
    ),
  'says 401': (request, response) =>
    answer(
      response,
      401,
      'application/json',
      JSON.stringify({ error: 'unauthorised', message: `bad key ${echo(request)}`, data: null }),
    ),
  'says 429': (request, response) =>
    answer(
      response,
      429,
      'application/json',
      JSON.stringify({ error: echo(request), message: '', data: [echo(request)] }),
    ),
  'says 500 as a page': (request, response) => answer(response, 500, 'text/html', `<pre>${echo(request)}</pre>`),
  'cuts its JSON short': (request, response) =>
    answer(response, 200, 'application/json', `{"message":"${echo(request)}`),
  'answers with a page': (request, response) => answer(response, 200, 'text/html', echo(request)),
  'names the key in its headers': (request, response) =>
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'retry-after': String(request.headers['x-api-key']),
        'set-cookie': 'a=b',
      })
      .end('{}'),
  redirects: (request, response) =>
    response.writeHead(302, { location: `/?key=${encodeURIComponent(String(request.headers['x-api-key']))}` }).end(),
  'breaks the line': (_request, response) => response.destroy(),
  'never answers': () => {},
  'stops in the middle': (request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).write(`{"a":"${echo(request)}`),
}

const PATHS: readonly (readonly [string, string])[] = [
  ['GET', '/image-to-3d-sessions'],
  ['POST', '/image-to-3d-sessions'],
  ['GET', '/image-to-3d-sessions/X'],
  ['POST', '/image-to-3d-sessions/get-3d/preview/X'],
  ['POST', '/image-to-3d-sessions/get-3d/refine/X'],
  ['GET', '/image-to-3d-sessions/X/assets/spins/0'],
  ['GET', '/plinth'],
]

describe('the key', () => {
  it.each(Object.entries(FAULTS))('is in no answer, header or log when the upstream %s', async (name, behave) => {
    const upstream = await openUpstream(behave)
    const hangs = name === 'never answers' || name === 'stops in the middle'
    const proxy = proxyBefore(upstream.origin, { patience: hangs ? QUICK : PATIENT })
    open.push(proxy, upstream)
    const body = '{"image_url":"https://example.com/a.png"}'
    const seen = await Promise.all(
      PATHS.map(async ([method, path]) => {
        const response =
          method === 'GET'
            ? await proxy.ask(path)
            : await proxy.post(path, path === '/image-to-3d-sessions' ? body : {})
        return `${JSON.stringify([...response.headers])} ${await response.text()}`
      }),
    )
    expect(upstream.arrived.length).toBeGreaterThanOrEqual(PATHS.length - 1)
    expect(upstream.arrived.every(({ headers }) => headers['x-api-key'] === CANARY_KEY)).toBe(true)
    const all = `${seen.join('\n')}\n${JSON.stringify(proxy.events)}`
    for (const trace of TRACES) expect(all.toLowerCase()).not.toContain(trace.toLowerCase())
  })

  it('is not passed on as a time to wait, even when it looks like one', async () => {
    const apiKey = 'canary5b1f9cAB0123456789abcdef01'
    const upstream = await openUpstream((request, response) =>
      response.writeHead(429, { 'retry-after': String(request.headers['x-api-key']) }).end('{}'),
    )
    const proxy = proxyBefore(upstream.origin, { apiKey })
    open.push(proxy, upstream)
    const response = await proxy.ask('/image-to-3d-sessions/X')
    expect(upstream.arrived[0]?.headers['x-api-key']).toBe(apiKey)
    expect(response.status).toBe(429)
    expect(response.headers.has('retry-after')).toBe(false)
  })

  it.each([301, 302, 303, 307, 308])('goes to no other host by a %i', async (status) => {
    const second = await openUpstream(json({}))
    const upstream = await openUpstream((_request, response) =>
      response.writeHead(status, { location: `${second.origin}/steal` }).end(),
    )
    const proxy = proxyBefore(upstream.origin)
    open.push(proxy, upstream, second)
    expect((await proxy.ask('/image-to-3d-sessions/X')).status).toBe(502)
    expect((await proxy.post('/image-to-3d-sessions/get-3d/preview/X', {})).status).toBe(502)
    expect(second.arrived).toEqual([])
    expect(upstream.arrived).toHaveLength(2)
  })

  it('is blanked in every spelling, and ordinary words are left alone', () => {
    const mask = createMask([CANARY_KEY])
    for (const spelling of spellings(CANARY_KEY)) {
      for (const trace of TRACES) expect(mask(`before ${spelling.replaceAll('\\/', '/')} after`)).not.toContain(trace)
    }
    expect(mask('a key, a canary, %7E')).toBe('a key, a canary, %7E')
  })
})

describe('a POST that costs credits', () => {
  it.each([
    ['breaks the line', FAULTS['breaks the line'], 502, 'may have been accepted'],
    ['never answers', FAULTS['never answers'], 504, 'may have been accepted'],
    ['says 500', FAULTS['says 500 as a page'], 500, 'answered 500 with a web page'],
  ])('is sent once, and the artist is told, when the upstream %s', async (_name, behave, status, message) => {
    if (!behave) throw new Error('no such fault')
    const upstream = await openUpstream(behave)
    const proxy = proxyBefore(upstream.origin)
    open.push(proxy, upstream)
    const response = await proxy.post('/image-to-3d-sessions/get-3d/preview/X', {})
    expect(response.status).toBe(status)
    expect((await response.json()).message).toContain(message)
    expect(upstream.arrived).toHaveLength(1)
  })

  it('is known not to have been sent when nothing listens there', async () => {
    const upstream = await openUpstream(json({}))
    await upstream.close()
    const proxy = proxyBefore(upstream.origin)
    open.push(proxy)
    const response = await proxy.post('/image-to-3d-sessions/get-3d/preview/X', {})
    expect(response.status).toBe(502)
    expect(await response.json()).toMatchObject({
      error: 'upstream_unreachable',
      message: expect.stringContaining('Nothing was sent'),
    })
  })

  it('is dropped at the upstream when the browser leaves', async () => {
    const left = gate()
    const here = gate()
    const upstream = await openUpstream((_request, response) => {
      response.on('close', () => left.resolve())
      here.resolve()
    })
    const proxy = proxyBefore(upstream.origin)
    open.push(proxy, upstream)
    const browser = new AbortController()
    const pending = proxy.ask('/image-to-3d-sessions/X', { signal: browser.signal })
    await here.promise
    browser.abort()
    await left.promise
    await pending.catch(() => {})
    expect(upstream.arrived).toHaveLength(1)
  })
})
