import { afterEach, beforeEach, expect, it } from 'vitest'
import { MAX_PICTURE_BYTES } from '../../src/contract/limits.ts'
import { proxyBefore, type ProxyBefore } from '../fixtures/proxy-before.ts'
import { openUpstream, type TestUpstream } from '../fixtures/upstream.ts'

let upstream: TestUpstream
let proxy: ProxyBefore
let cut: Buffer[]
let asked: string[]
beforeEach(async () => {
  cut = []
  asked = []
  upstream = await openUpstream((_, response) => response.writeHead(500).end())
  proxy = proxyBefore(upstream.origin, {
    engine: async (request) => {
      asked.push(new URL(request.url).search)
      cut.push(Buffer.from(await request.arrayBuffer()))
      return Response.json({ error: '', message: '', statusCode: 200, data: { width: 3 } })
    },
  })
})
afterEach(async () => {
  await proxy.close()
  await upstream.close()
})

const ask = (body: Uint8Array<ArrayBuffer>, headers = {}, query = '') =>
  proxy.ask(`/plinth/cut-out${query}`, { method: 'POST', body, headers })

it('a picture is cut out by the local engine whoever makes the meshes, and the upstream hears nothing of it', async () => {
  const answer = await ask(new Uint8Array([1, 2, 3]), { 'content-type': 'image/png' })
  expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ data: { width: 3 } })])
  expect(cut).toEqual([Buffer.from([1, 2, 3])])
  expect(upstream.arrived).toEqual([])
})

it('[CUTOUT-5] what was chosen for its enclosed areas goes along, and nothing else of the query does', async () => {
  await ask(new Uint8Array([1]), {}, '?enclosed_areas=open&key=1')
  expect((await ask(new Uint8Array([1]), {}, '?enclosed_areas=half')).status).toBe(400)
  expect(asked).toEqual(['?enclosed_areas=open'])
})

it('one beyond the limit, and one from another site, reach the engine not at all', async () => {
  const large = await ask(new Uint8Array(MAX_PICTURE_BYTES + 1))
  expect(large.status).toBe(400)
  expect(await large.json()).toMatchObject({
    error: 'bad_image',
    message: expect.stringContaining('the limit is 12 MB'),
  })
  const foreign = await ask(new Uint8Array(1), { origin: 'https://elsewhere.example' })
  expect([foreign.status, cut]).toEqual([403, []])
})
