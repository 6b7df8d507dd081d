import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startApp, type AppServer } from '../fixtures/app-server.ts'

let app: AppServer
beforeAll(async () => {
  app = await startApp(inject('builtDir'))
})
afterAll(() => app?.close())

const SESSIONS = '/image-to-3d-sessions'
const PREVIEW = `${SESSIONS}/get-3d/preview/SAMPLE_key`

const send = async (path: string, body?: unknown) => {
  const json = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(
    `${app.url}/api${path}`,
    body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: json },
  )
  return { status: response.status, body: (await response.json()) as { error: string; message: string; data: unknown } }
}

const imageUrl = (bytes: Uint8Array) => `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
const recent = async () => ((await send(`${SESSIONS}?limit=100`)).body.data as { results: unknown[] }).results.length

describe('through the server, as a program calls it', () => {
  it.each([
    [
      'a text file as image',
      async () => [SESSIONS, { image_url: imageUrl(Buffer.from('Buy clay.\n')) }],
      400,
      'bad_image',
      /^This file is not a picture/,
    ],
    [
      'a 1-pixel image',
      async () => [SESSIONS, { image_url: imageUrl(await plain(1, 1)) }],
      400,
      'bad_image',
      /only 1 × 1 pixels.*at least 16/,
    ],
    [
      'a 60-megapixel image',
      async () => [SESSIONS, { image_url: imageUrl(await plain(10_000, 6000)) }],
      400,
      'bad_image',
      /60 megapixels; the limit is 50/,
    ],
    [
      'an image that no request can hold',
      async () => [SESSIONS, { image_url: imageUrl(Buffer.alloc(9_500_000)) }],
      400,
      'bad_image',
      /too large to send.*9 MB/,
    ],
    [
      'an unknown session code',
      async () => [`${SESSIONS}/SESSION_NOWHERE`],
      404,
      'not_found',
      /^There is no session SESSION_NOWHERE here/,
    ],
    [
      'a preview of an unknown session',
      async () => [`${SESSIONS}/get-3d/preview/SESSION_NOWHERE`, {}],
      404,
      'not_found',
      /^There is no session SESSION_NOWHERE here/,
    ],
    [
      'pivot 0.6',
      async () => [PREVIEW, { pivot_point: [0, 0.6, 0] }],
      400,
      'invalid_input',
      /^At pivot_point\[1\]: expected a number from -0\.5 to 0\.5, got 0\.6$/,
    ],
    [
      'box 0',
      async () => [PREVIEW, { scaled_bbox: [1, 0, 1] }],
      400,
      'invalid_input',
      /^At scaled_bbox\[1\]: expected a number > 0 or -1, got 0$/,
    ],
    ['wrong JSON', async () => [PREVIEW, '{"pivot_point": [0,'], 400, 'not_json', /^The body is not JSON/],
  ] as const)('%s is refused with its reason and leaves no session', async (_what, make, status, error, message) => {
    const [path, body] = (await make()) as [string, unknown?]
    const before = await recent()
    expect(await send(path, body)).toMatchObject({
      status,
      body: { error, statusCode: status, message: expect.stringMatching(message) },
    })
    expect(await recent()).toBe(before)
  })

  it('a data folder that can no longer be written to is reported, and works again once it can', async () => {
    const sessions = join(app.dataFolder, 'sessions')
    // The server may be writing into it still.
    await expect
      .poll(async () => {
        await rm(sessions, { recursive: true, force: true, maxRetries: 10 })
        return writeFile(sessions, 'A file where the folder was.').then(
          () => true,
          () => false,
        )
      })
      .toBe(true)
    const image_url = imageUrl(await plain(64, 64))
    const refused = await send(SESSIONS, { image_url })
    expect(refused).toMatchObject({ status: 507, body: { error: 'storage' } })
    expect(refused.body.message).not.toContain(app.dataFolder)
    expect(await recent()).toBe(0)
    await rm(sessions)
    expect((await send(SESSIONS, { image_url })).status).toBe(201)
  })
})
