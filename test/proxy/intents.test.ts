import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { INTENT_HEADER, SAME_WISH_MS, WISH_HEADER } from '../../src/contract/intent.ts'
import { intentPath } from '../../src/contract/paths.ts'
import { newId } from '../../src/contract/new-id.ts'
import { openIntentFiles } from '../../src/server/intent-files.ts'
import { CANARY_KEY, PATIENT, proxyBefore, type ProxyBefore } from '../fixtures/proxy-before.ts'
import { GENERATING, json, openUpstream, type Behaviour, type TestUpstream } from '../fixtures/upstream.ts'

const PREVIEW = '/image-to-3d-sessions/get-3d/preview/SESSION_P_1'

let folder: string
let upstream: TestUpstream
let behave: Behaviour
const proxies: ProxyBefore[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-intents-'))
  behave = json(GENERATING)
  upstream = await openUpstream((...arrived) => behave(...arrived))
})

afterEach(async () => {
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()))
  await upstream.close()
  await rm(folder, { recursive: true, force: true })
})

/** A proxy that has just been started over the same data folder. */
function started(now = () => new Date()): ProxyBefore {
  const proxy = proxyBefore(upstream.origin, { intentShelf: openIntentFiles(folder, now), now, patience: PATIENT })
  proxies.push(proxy)
  return proxy
}

const send = (proxy: ProxyBefore, intent: string, body: unknown = { selected_spin_index: 1 }, signal?: AbortSignal) =>
  proxy.post(PREVIEW, body, { [INTENT_HEADER]: intent }, signal)

const errorOf = async (answer: Response): Promise<unknown> => ((await answer.json()) as { error: unknown }).error

describe('a POST that is repeated under the same intent', () => {
  it('is forwarded once and answered alike: a moment later, together with the first, and after a restart', async () => {
    const intent = newId()
    const proxy = started()
    const together = await Promise.all([send(proxy, intent), send(proxy, intent), send(proxy, intent)])
    const later = await send(proxy, intent)
    const restarted = await send(started(), intent)
    for (const answer of [...together, later, restarted]) {
      expect(answer.status).toBe(200)
      expect(await answer.json()).toEqual(GENERATING)
    }
    expect(upstream.arrived).toHaveLength(1)
  })

  it('is forwarded once when the browser left before the answer came', async () => {
    const intent = newId()
    const answers: (() => void)[] = []
    behave = (...arrived) => void answers.push(() => json(GENERATING)(...arrived))
    const leaving = new AbortController()
    const proxy = started()
    const first = send(proxy, intent, {}, leaving.signal).catch(() => null)
    await expect.poll(() => upstream.arrived.length).toBe(1)
    leaving.abort()
    const second = send(proxy, intent, {})
    answers[0]?.()
    expect((await second).status).toBe(200)
    await first
    expect(upstream.arrived).toHaveLength(1)
  })

  it.each([
    ['an error of the upstream', json({ error: 'Bad', message: 'No credits left.', statusCode: 402, data: null }, 402)],
    ['a reset before any answer', (_request, _response, raw) => raw.socket.destroy()],
    ['a web page', (_request, response) => response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Oops')],
  ] satisfies [string, Behaviour][])('is not forwarded again after %s, and says the same', async (_what, fault) => {
    behave = fault
    const intent = newId()
    const proxy = started()
    const answers = [await send(proxy, intent), await send(proxy, intent), await send(started(), intent)]
    const texts = await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]))
    expect(texts[1]).toEqual(texts[0])
    expect(texts[2]).toEqual(texts[0])
    expect(upstream.arrived).toHaveLength(1)
  })

  it('is not forwarded by the process that comes after one which was killed while it waited: nobody knows', async () => {
    behave = () => {}
    const intent = newId()
    void send(started(), intent).catch(() => null)
    await expect.poll(() => upstream.arrived.length).toBe(1)
    const answer = await send(started(), intent)
    expect(answer.status).toBe(502)
    expect(await errorOf(answer)).toBe('bad_upstream')
    expect(upstream.arrived).toHaveLength(1)
  })

  it('is not forwarded where what it came to cannot be read any more', async () => {
    const intent = newId()
    await send(started(), intent)
    await writeFile(join(folder, 'intents', `${intent}.json`), 'no JSON')
    expect((await send(started(), intent)).status).toBe(502)
    expect(upstream.arrived).toHaveLength(1)
  })

  it('with another body is refused, and nothing is sent', async () => {
    const intent = newId()
    const proxy = started()
    await send(proxy, intent)
    const other = await send(proxy, intent, { selected_spin_index: 2 })
    expect(other.status).toBe(409)
    expect(await errorOf(other)).toBe('conflict')
    expect(upstream.arrived).toHaveLength(1)
    const another = newId()
    const together = await Promise.all([1, 2].map((spin) => send(proxy, another, { selected_spin_index: spin })))
    expect(together.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(upstream.arrived).toHaveLength(2)
  })
})

async function record(proxy: ProxyBefore, intent: string): Promise<unknown> {
  const answer = await proxy.ask(intentPath(intent))
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { data: unknown }).data
}

const wished = (proxy: ProxyBefore, wish: string, spin: string) =>
  proxy.post(
    PREVIEW,
    { selected_spin_index: 1, selected_spin: spin },
    { [INTENT_HEADER]: newId(), [WISH_HEADER]: wish },
  )

describe('two intents of the same wish', () => {
  it('from tabs that cannot know of each other are forwarded once, together and a moment later, not for ever', async () => {
    let nowMs = Date.now()
    const proxy = started(() => new Date(nowMs))
    const answers = await Promise.all(['1', '2'].map((n) => wished(proxy, 'w1', `https://x.test/0?sig=${n}`)))
    answers.push(await wished(proxy, 'w1', 'https://x.test/0?sig=3'))
    for (const answer of answers) expect([answer.status, await answer.json()]).toEqual([200, GENERATING])
    expect(upstream.arrived).toHaveLength(1)
    await wished(proxy, 'w2', 'https://x.test/0?sig=4')
    nowMs += SAME_WISH_MS + 1
    await wished(proxy, 'w1', 'https://x.test/0?sig=5')
    expect(upstream.arrived).toHaveLength(3)
  })

  it('each know afterwards what they came to, a failure too', async () => {
    behave = json({ error: 'Bad', message: 'No credits left.', statusCode: 402, data: null }, 402)
    const proxy = started()
    const ids = [newId(), newId()]
    for (const id of ids) await proxy.post(PREVIEW, {}, { [INTENT_HEADER]: id, [WISH_HEADER]: 'w' })
    for (const id of ids) expect(await record(proxy, id)).toMatchObject({ is: 'answered', status: 402 })
    expect(upstream.arrived).toHaveLength(1)
  })
})

describe('what an intent came to', () => {
  it('is told to whoever missed the answer, while it is under way too, and sends nothing', async () => {
    const intent = newId()
    const answers: (() => void)[] = []
    behave = (...arrived) => void answers.push(() => json(GENERATING)(...arrived))
    const proxy = started()
    expect(await record(proxy, intent)).toEqual({ is: 'never seen' })
    const sent = send(proxy, intent)
    await expect.poll(() => answers.length).toBe(1)
    expect(await record(proxy, intent)).toEqual({ is: 'under way' })
    expect(await record(started(), intent), 'to another process').toEqual({ is: 'not known' })
    answers[0]?.()
    await sent
    for (const one of [proxy, started()])
      expect(await record(one, intent)).toEqual({ is: 'answered', status: 200, body: GENERATING })
    expect(upstream.arrived).toHaveLength(1)
  })

  it('that is still arriving is under way, and was never seen when it breaks off on its way', async () => {
    const proxy = started()
    const arriving = (intent: string) => {
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
      const writer = writable.getWriter()
      const headers = { 'content-type': 'application/json', [INTENT_HEADER]: intent }
      const init = { method: 'POST', body: readable, duplex: 'half', headers }
      return { writer, answer: proxy.ask(PREVIEW, init) }
    }
    const [broken, whole] = [newId(), newId()]
    const [first, second] = [arriving(broken), arriving(whole)]
    for (const { writer } of [first, second]) await writer.write(Buffer.from('{"selected_spin'))
    for (const intent of [broken, whole]) expect(await record(proxy, intent)).toEqual({ is: 'under way' })
    await first.writer.abort(new Error('The browser has gone.'))
    await first.answer
    expect(await record(proxy, broken)).toEqual({ is: 'never seen' })
    await second.writer.write(Buffer.from('_index":1}'))
    await second.writer.close()
    expect((await second.answer).status).toBe(200)
    expect(await record(proxy, whole)).toMatchObject({ is: 'answered', status: 200 })
    expect(upstream.arrived).toHaveLength(1)
  })

  it('is told as the page would have been told', async () => {
    behave = (_request, _response, raw) => raw.socket.destroy()
    const intent = newId()
    const proxy = started()
    const first = await send(proxy, intent)
    expect(await record(proxy, intent)).toEqual({
      is: 'answered',
      status: first.status,
      body: await first.json(),
    })
    expect((await proxy.ask(intentPath('short'))).status).toBe(400)
  })
})

describe('intents', () => {
  it('are told apart, and a client without any sends as often as it likes', async () => {
    const proxy = started()
    await send(proxy, newId())
    await send(proxy, newId())
    await proxy.post(PREVIEW, {})
    await proxy.post(PREVIEW, {})
    expect(upstream.arrived).toHaveLength(4)
    expect(upstream.arrived.flatMap(({ rawHeaders }) => rawHeaders).join(' ')).not.toMatch(/intent/i)
  })

  it.each(['short', 'a'.repeat(65), '../../../../etc/passwd', 'white space inside'])(
    'are refused when they read %s',
    async (intent) => {
      expect((await send(started(), intent)).status).toBe(400)
      expect(upstream.arrived).toHaveLength(0)
    },
  )

  it('are kept for a day, without the key even where the upstream repeats it', async () => {
    behave = json({ ...GENERATING, message: `Your key is ${CANARY_KEY}` })
    const intent = newId()
    let nowMs = Date.now()
    const now = () => new Date(nowMs)
    await send(started(now), intent)
    const [name = ''] = await readdir(join(folder, 'intents'))
    const place = join(folder, 'intents', name)
    expect(await readFile(place, 'utf8')).not.toContain(CANARY_KEY)
    expect((await stat(place)).mode & 0o077).toBe(0)
    nowMs += 25 * 60 * 60_000
    await utimes(place, new Date(0), new Date(0))
    await send(started(now), newId())
    await expect.poll(() => readdir(join(folder, 'intents'))).not.toContain(name)
    await send(started(now), intent)
    expect(upstream.arrived).toHaveLength(3)
  })

  it('that cannot be written down are remembered as long as the server runs', async () => {
    await writeFile(join(folder, 'intents'), 'a file where the folder should be')
    const proxy = started()
    const intent = newId()
    const answers = [await send(proxy, intent), await send(proxy, intent)]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(upstream.arrived).toHaveLength(1)
  })

  it('are answered from the shelf once it takes them again', async () => {
    const place = join(folder, 'intents')
    await writeFile(place, 'a file where the folder should be')
    behave = (...arrived) => void rm(place).then(() => json(GENERATING)(...arrived))
    const proxy = started()
    const intent = newId()
    const answers = [await send(proxy, intent), await send(proxy, intent), await send(started(), intent)]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(upstream.arrived).toHaveLength(1)
  })
})
