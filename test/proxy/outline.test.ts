import { afterEach, expect, it } from 'vitest'
import { PNG } from '../fixtures/file-upstream.ts'
import { CANARY_KEY, proxyBefore } from '../fixtures/proxy-before.ts'
import { openUpstream, type TestUpstream } from '../fixtures/upstream.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

interface Faults {
  readonly session?: number
  readonly picture?: number
  readonly told?: unknown
}

/** What the proxy tells of the picture of the upstream's session, and what reached the engine and the upstream for it. */
async function outlineWith({ session = 200, picture = 200, told = { outline: [300, 200] } }: Faults = {}) {
  const upstream: TestUpstream = await openUpstream((request, response) => {
    if (request.url === '/picture.png') return response.writeHead(picture).end(PNG)
    const data = { session_code: 'X', status: 'spin_generate_done', image_url: `${upstream.origin}/picture.png` }
    response.writeHead(session, { 'content-type': 'application/json' }).end(JSON.stringify({ data }))
  })
  const cut: { readonly path: string; readonly body: Buffer }[] = []
  const proxy = proxyBefore(upstream.origin, {
    engine: async (request) => {
      cut.push({ path: new URL(request.url).pathname, body: Buffer.from(await request.arrayBuffer()) })
      return Response.json({ error: '', message: '', statusCode: 200, data: told })
    },
  })
  open.push(proxy, upstream)
  const answer = await proxy.ask('/plinth/sessions/X/outline')
  const { data } = (await answer.json()) as { data: unknown }
  return { status: answer.status, data, cut, arrived: upstream.arrived }
}

it('the outline of another server’s picture comes from the local engine, and the picture is fetched without the key', async () => {
  const { status, data, cut, arrived } = await outlineWith()
  expect([status, data]).toEqual([200, { outline: [300, 200] }])
  expect(cut).toEqual([{ path: '/api/plinth/outline', body: PNG }])
  expect(arrived.map(({ method, url }) => [method, url])).toEqual([
    ['GET', '/image-to-3d-sessions/X'],
    ['GET', '/picture.png'],
  ])
  expect(JSON.stringify(arrived.at(-1)?.headers)).not.toContain(CANARY_KEY)
})

it.each<[string, Faults]>([
  ['the session cannot be had', { session: 500 }],
  ['the picture is gone', { picture: 404 }],
  ['no subject stands apart in it', { told: { outline: null } }],
  ['the engine tells nonsense', { told: { outline: [0, 'tall'] } }],
  ['the engine tells nothing', { told: null }],
])('is unknown, and no fault, where %s', async (_, faults) => {
  expect(await outlineWith(faults)).toMatchObject({ status: 200, data: { outline: null } })
})
