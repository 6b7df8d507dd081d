import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, it } from 'vitest'
import { fetchImage } from '../../src/proxy/fetch-image.ts'
import type { Patience } from '../../src/proxy/network.ts'
import { addressGuard } from '../../src/proxy/reach.ts'
import { GLB, MESH_PATH, openFileUpstream, ownFile, PNG, SPIN_PATH } from '../fixtures/file-upstream.ts'
import { proxyBefore } from '../fixtures/proxy-before.ts'
import type { TestUpstream } from '../fixtures/upstream.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

/** No single pause is ever long enough for `idleMs`: only a limit on the whole can end a drip. */
const PATIENCE: Patience = {
  connectMs: 2_000,
  headersMs: 2_000,
  uploadMs: 2_000,
  idleMs: 5_000,
  answerMs: 400,
  imageMs: 400,
  fileMs: 1_500,
}

const DRIP_EVERY_MS = 20

/** A GLB long enough that its type is known from the first piece. */
const LONG_GLB = Buffer.concat([GLB, Buffer.alloc(5_000, 1)])

interface Dripping extends TestUpstream {
  /** Settles when the proxy has hung up on a drip. */
  readonly hungUp: Promise<void>
}

/**
 * An upstream that begins every answer but the session's with `start`, then writes a byte now and then until the
 * proxy hangs up.
 */
async function openDrippingUpstream(start: Uint8Array, beforeEachByte = () => {}): Promise<Dripping> {
  const events = new EventTarget()
  const hungUp = new Promise<void>((done) => events.addEventListener('hung up', () => done()))
  const upstream = await openFileUpstream(ownFile, (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write(start)
    const timer = setInterval(() => {
      beforeEachByte()
      response.write(' ')
    }, DRIP_EVERY_MS)
    response.on('close', () => {
      clearInterval(timer)
      events.dispatchEvent(new Event('hung up'))
    })
  })
  open.push(upstream)
  return { ...upstream, hungUp }
}

function before({ origin }: TestUpstream) {
  const proxy = proxyBefore(origin, { patience: PATIENCE })
  open.push(proxy)
  return proxy
}

describe('an upstream that drips one byte after another', () => {
  it.each(['GET', 'POST'])(
    'holds no %s of the API beyond its limit, though garbage is collected meanwhile',
    async (method) => {
      setFlagsFromString('--expose-gc')
      const collectGarbage = runInNewContext('gc') as () => void
      const upstream = await openDrippingUpstream(Buffer.from('{"data":'), collectGarbage)
      const proxy = before(upstream)
      const answer =
        method === 'GET'
          ? await proxy.ask('/image-to-3d-sessions/Y')
          : await proxy.post('/image-to-3d-sessions/get-3d/preview/Y', {})
      expect(answer.status).toBe(504)
      expect(await answer.json()).toMatchObject({ error: 'upstream_timeout' })
      await upstream.hungUp
    },
  )

  it('holds no file beyond the limit of an answer while its type is not known', async () => {
    const upstream = await openDrippingUpstream(PNG)
    const answer = await before(upstream).ask(SPIN_PATH)
    expect(answer.status).toBe(504)
    expect((await answer.json()).message).toContain('did not answer in time')
    await upstream.hungUp
  })

  it('holds no file that began well beyond the limit of a file', async () => {
    const upstream = await openDrippingUpstream(LONG_GLB)
    const answer = await before(upstream).ask(MESH_PATH)
    expect(answer.status).toBe(200)
    await expect(answer.arrayBuffer()).rejects.toThrow(/aborted|time/)
    await upstream.hungUp
  })

  it('holds no image that an artist named by its address', async () => {
    const upstream = await openDrippingUpstream(PNG)
    const guard = addressGuard({ assetHosts: [], upstream: upstream.origin, patience: PATIENCE })
    open.push(guard)
    const { signal } = new AbortController()
    await expect(fetchImage(ownFile(upstream.origin), guard.assets, signal)).rejects.toMatchObject({
      kind: 'bad_image',
      message: 'The image could not be fetched: it took too long to arrive.',
    })
    await upstream.hungUp
  })

  it('may take the time of a file for one that is slow but whole', async () => {
    const upstream = await openFileUpstream(ownFile, (response) => {
      response.writeHead(200).write(LONG_GLB)
      setTimeout(() => response.end(LONG_GLB), 2 * PATIENCE.answerMs)
    })
    open.push(upstream)
    const answer = await before(upstream).ask(MESH_PATH)
    expect((await answer.arrayBuffer()).byteLength).toBe(2 * LONG_GLB.length)
  })
})
