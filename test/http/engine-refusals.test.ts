import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { dataUrl, serveEngine, workerOf, type EngineServer, type WireSession } from '../fixtures/engine-server.ts'
import { picture } from '../fixtures/pictures.ts'

let server: EngineServer
let vase: Buffer
let spun: WireSession
beforeAll(async () => {
  vase = await picture('vase.png')
  server = await serveEngine({ workerFile: workerOf(inject('builtDir')) })
  spun = await server.create(vase).then(({ session_code }) => server.follow(session_code, 'spin_generate_done'))
})
afterAll(() => server?.close())

const plain = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#fff' } })

/** With part of the sentence that the artist reads. */
const BAD_PICTURES: readonly (readonly [name: string, bytes: () => Promise<Uint8Array>, says: RegExp])[] = [
  [
    'a text file',
    async () => Buffer.from('Dear engine, this is a letter and no picture at all.'),
    /^This file is not a picture that can be read here\. Use a PNG/,
  ],
  [
    'a picture of 1 pixel',
    () => plain(1, 1).png().toBuffer(),
    /^This picture is only 1 × 1 pixels; each side needs at least 16.* Use a larger one\.$/,
  ],
  [
    'a picture of 60 megapixels',
    () => plain(10_000, 6000).png().toBuffer(),
    /^This picture has 10000 × 6000 pixels, 60 megapixels; the limit is 50\. Scale it down/,
  ],
  [
    'half a PNG',
    async () => vase.subarray(0, vase.length >> 1),
    /^This picture is damaged or incomplete.* Export or download it again/,
  ],
  [
    'half a JPEG',
    async () => picture('key.jpg').then((jpeg) => jpeg.subarray(0, jpeg.length >> 1)),
    /^This picture is damaged or incomplete/,
  ],
  [
    'a drawing program’s SVG',
    async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>'),
    /^This file is not a picture/,
  ],
  [
    'more than 12 MB',
    async () => Buffer.concat([vase, Buffer.alloc(12_200_000 - vase.length)]),
    /^This picture is too large: 12\.2 MB, and the limit is 12 MB/,
  ],
]

describe('a picture that cannot be used', () => {
  it.each(BAD_PICTURES)('%s is refused at once, with what to do, and leaves no session', async (_name, bytes, says) => {
    const before = await readdir(join(server.dataDir, 'sessions'))
    const { status, body } = await server.post('', { image_url: dataUrl(await bytes()) })
    expect({ status, ...body }).toEqual({
      status: 400,
      error: 'bad_image',
      message: expect.stringMatching(says),
      statusCode: 400,
      data: null,
    })
    expect(await readdir(join(server.dataDir, 'sessions'))).toEqual(before)
  })
})

describe('a body that cannot be read', () => {
  it.each([
    ['', {}, 'At image_url: expected an http(s) URL or a data:<mediatype>;base64,… URL, got nothing'],
    [
      '',
      { image_url: 'ftp://host/picture.png' },
      'At image_url: expected an http(s) URL or a data:<mediatype>;base64,… URL, got "ftp://host/picture.png"',
    ],
    [
      '',
      { image_url: 'https://host/a.png', scaled_bbox: [1, 0, 1], mesh: true },
      'At scaled_bbox[1]: expected a number > 0 or -1, got 0',
    ],
    [
      '',
      { image_url: 'https://host/a.png', preview_mesh: 'slow' },
      'At preview_mesh: expected one of turbo, fast_sculpt, hd, got "slow"',
    ],
    [
      '/get-3d/preview/CODE',
      { pivot_point: [0, 0.6, 0] },
      'At pivot_point[1]: expected a number from -0.5 to 0.5, got 0.6',
    ],
    [
      '/get-3d/preview/CODE',
      { scaled_bbox: [1, 'tall', 1] },
      'At scaled_bbox[1]: expected a number > 0 or -1, got "tall"',
    ],
    [
      '/get-3d/preview/CODE',
      { scaled_bbox: [1, 1] },
      'At scaled_bbox: expected [width, height, depth] in metres, got [1,1]',
    ],
    [
      '/get-3d/preview/CODE',
      { selected_spin_index: 4 },
      'At selected_spin_index: expected a whole number from 0 to 3, got 4',
    ],
    ['/get-3d/preview/CODE', [1], 'Expected a JSON object'],
    [
      '/get-3d/refine/CODE',
      { pivot_point: [0, 0], selected_spin_index: 1 },
      'At pivot_point: expected [x, y, z], each from -0.5 to 0.5, got [0,0]',
    ],
  ])('POST %s %j is answered with what is wrong and where', async (path, body, message) => {
    const answer = await server.post(path.replace('CODE', spun.session_code), body)
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_input', statusCode: 400, message } })
  })

  it('says so when it is no JSON', async () => {
    const answer = await server.post('', '{"image_url": ')
    expect(answer).toMatchObject({
      status: 400,
      body: { error: 'not_json', message: expect.stringContaining('The body is not valid JSON: ') },
    })
  })

  it.each([
    ['?limit=0', 'At limit: expected limit from 1 to 100, got 0'],
    ['?page=last', 'At page: expected a whole number for page, got "last"'],
  ])('a list with %s is answered with what it may be', async (query, message) => {
    expect(await server.get(query)).toMatchObject({ status: 400, body: { error: 'invalid_input', message } })
  })
})

describe('a session that is not there, or not ready', () => {
  it.each([
    ['GET', '/NOWHERE'],
    ['POST', '/get-3d/preview/NOWHERE'],
    ['POST', '/get-3d/refine/NOWHERE'],
    ['GET', '/NOWHERE/assets/image'],
  ])('%s %s answers 404 with the code', async (method, path) => {
    const answer = method === 'GET' ? await server.get(path) : await server.post(path, {})
    expect(answer).toMatchObject({
      status: 404,
      body: {
        error: 'not_found',
        statusCode: 404,
        message: 'There is no session NOWHERE here. Check the code, or open one from the list.',
      },
    })
  })

  it('answers 404 for a file that it does not have', async () => {
    for (const name of ['preview_mesh_url_glb', 'spins/4', '..%2f..%2fsession.json', 'session.json']) {
      expect(await server.get(`/${spun.session_code}/assets/${name}`)).toMatchObject({
        status: 404,
        body: { error: 'not_found' },
      })
    }
  })

  it('answers 409 to a preview before its spins, and to a refinement before its preview', async () => {
    const { session_code } = await server.create(vase)
    expect(await server.post(`/get-3d/preview/${session_code}`, {})).toMatchObject({
      status: 409,
      body: {
        error: 'conflict',
        message: 'The spins of this session are not ready yet. Wait until they are done, then ask again.',
      },
    })
    await server.follow(session_code, 'spin_generate_done')
    expect(await server.post(`/get-3d/refine/${session_code}`, {})).toMatchObject({
      status: 409,
      body: { error: 'conflict', message: expect.stringContaining('Generate a preview first') },
    })
  })
})

/** The index of the spin that a preview with this body uses, or the message that refuses it. */
const choose = async (body: Record<string, unknown>) => {
  const answer = await server.post(`/get-3d/preview/${spun.session_code}`, body)
  if (answer.status !== 200) return answer.body.message
  return (await server.follow(spun.session_code, 'preview_done')).selected_spin_index
}
const urlOf = (index: number, origin = server.url) => spun.spins[index]?.image_url.replace(server.url, origin)

describe('the spin that a preview names', () => {
  it('is the first by default, else the one by index, by URL, or by both', async () => {
    expect(await choose({})).toBe(0)
    expect(await choose({ selected_spin_index: 3 })).toBe(3)
    expect(await choose({ selected_spin: urlOf(2) })).toBe(2)
    expect(await choose({ selected_spin_index: 1, selected_spin: urlOf(1) })).toBe(1)
  })

  it('may be named by the address under which another client reaches the same engine', async () => {
    expect(await choose({ selected_spin: urlOf(2, 'http://localhost:4173') })).toBe(2)
  })

  it('is refused when index and URL differ, or when the URL is another session’s', async () => {
    expect(await choose({ selected_spin_index: 1, selected_spin: urlOf(2) })).toBe(
      'At selected_spin: this is spin 2, but selected_spin_index says 1',
    )
    for (const selected_spin of [
      'https://host/spin.mp4',
      String(urlOf(0)).replace(spun.session_code, 'SESSION_OTHER'),
    ]) {
      expect(await choose({ selected_spin })).toBe("At selected_spin: not the URL of one of this session's spins")
    }
  })
})

it('says nothing of fields that nobody knows any more, but names them in the log', async () => {
  const outgrown = { pixel_alignment: 'highest', manual_segmentation: false, 'a\nb': 'secret' }
  expect(await choose({ ...outgrown, selected_spin_index: 1, scaled_bbox: null, selected_spin: null })).toBe(1)
  expect(server.warnings.at(-1)).toBe(
    `Ignored fields of POST /api/image-to-3d-sessions/get-3d/preview/${spun.session_code}: pixel_alignment, manual_segmentation, a?b`,
  )
})

it('takes a picture from an http address as well', async () => {
  const host = createServer((_request, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(vase))
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  const { status, body } = await server.post<WireSession>('', {
    generate_preview_mesh: false,
    image_url: `http://127.0.0.1:${(host.address() as AddressInfo).port}/vase.png`,
  })
  host.close()
  expect(status).toBe(201)
  expect(Buffer.from(await server.bytes(body.data.image_url)).equals(vase)).toBe(true)
})

it('lists sessions newest first, page by page, without the bundled samples', async () => {
  await server.engine.seedSamples([{ code: 'SAMPLE_vase', image: vase }])
  expect((await server.get('/SAMPLE_vase')).status).toBe(200)
  const { session_code: newest } = await server.create(vase)
  const list = async (query: string) => (await server.get<{ results: WireSession[]; total: number }>(query)).body.data
  const all = await list('?limit=100')
  const codes = all.results.map(({ session_code }) => session_code)
  expect(codes[0]).toBe(newest)
  expect(codes.at(-1)).toBe(spun.session_code)
  expect(codes.some((code) => code.startsWith('SAMPLE_'))).toBe(false)
  expect(all.total).toBe(codes.length)
  const times = all.results.map(({ created_at }) => created_at)
  expect(times).toEqual(times.toSorted().toReversed())
  const pages = await Promise.all([1, 2, 3].map((page) => list(`?limit=2&page=${page}`)))
  expect(pages.flatMap(({ results }) => results.map(({ session_code }) => session_code))).toEqual(codes.slice(0, 6))
  expect((await list('?page=999')).results).toEqual([])
})
