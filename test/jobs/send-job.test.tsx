import { afterEach, describe, expect, it, vi } from 'vitest'
import { askIntent } from '../../src/jobs/ask-intent.ts'
import { contentDigest } from '../../src/contract/content-digest.ts'
import { findCreated } from '../../src/jobs/find-created.ts'
import { newJob, type CreateJob, type SessionJob } from '../../src/jobs/job.ts'
import { lookAt } from '../../src/jobs/look-at.ts'
import { sendJob } from '../../src/jobs/send-job.ts'
import { fetchSession } from '../../src/session/session-api.ts'
import { sendData, sendError, serve, sessionFields } from '../fixtures/served-page.tsx'

const PICTURE = new Uint8Array([1, 2, 3, 4])

const preview = (): SessionJob =>
  newJob('j'.repeat(32), { kind: 'preview', sessionCode: 'S_1', request: { selected_spin_index: 1 } }, Date.now())

const create = (): CreateJob => {
  const picture = { name: 'duck', digest: contentDigest(PICTURE), file: new Blob([PICTURE], { type: 'image/png' }) }
  return newJob('c'.repeat(32), { kind: 'create', sessionCode: null, picture }, Date.now())
}

/** A time before or after now, as the API writes it. */
const at = (ms: number) => new Date(Date.now() + ms).toISOString()

afterEach(() => vi.restoreAllMocks())

const beOffline = () => vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)

describe('a job', () => {
  it('is posted once under its own intent, and is accepted by an answer that can be read', async () => {
    const { arrived } = await serve((_request, response) => sendData(response, sessionFields()))
    expect(await sendJob(preview())).toEqual({ is: 'accepted', code: null })
    expect(arrived.map(({ method, url, body }) => [method, url, JSON.parse(body)])).toEqual([
      ['POST', '/api/image-to-3d-sessions/get-3d/preview/S_1', { selected_spin_index: 1 }],
    ])
    expect(arrived[0]?.rawHeaders).toContain('j'.repeat(32))
  })

  it('of a picture asks for its spins alone, and is not sent again when that fails', async () => {
    const { arrived } = await serve((_request, response) => sendError(response, 500, 'internal', 'Out of clay.'))
    expect(await sendJob(create())).toEqual({ is: 'unconfirmed', reason: 'Out of clay.' })
    expect(arrived.map(({ method, body }) => [method, JSON.parse(body)])).toEqual([
      ['POST', { image_url: 'data:image/png;base64,AQIDBA==', preview_mesh: 'turbo', generate_preview_mesh: false }],
    ])
  })

  it('of a large picture has all of it', async () => {
    const bytes = Uint8Array.from({ length: 1_000_001 }, (_, nth) => nth % 251)
    const { arrived } = await serve((_request, response) => sendError(response, 500, 'internal', 'Out of clay.'))
    const { picture, ...job } = create()
    await sendJob({ ...job, picture: { ...picture, file: new Blob([bytes], { type: 'image/png' }) } })
    const { image_url } = JSON.parse(arrived[0]?.body ?? '') as { image_url: string }
    expect(image_url === `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`).toBe(true)
  })

  it('may have been accepted where a relay stopped waiting, and was not where the API refused it', async () => {
    let status = 408
    await serve((_request, response) => sendError(response, status, '', 'No.'))
    expect(await sendJob(preview())).toMatchObject({ is: 'unconfirmed' })
    status = 402
    expect(await sendJob(preview())).toMatchObject({ is: 'refused', reason: 'No.' })
  })

  it('whose answer is a picture’s session names it, and one that names none is not confirmed', async () => {
    let code: unknown = 'S_1'
    await serve((_request, response) => sendData(response, sessionFields({ session_code: code })))
    expect(await sendJob(create())).toEqual({ is: 'accepted', code: 'S_1' })
    code = null
    expect(await sendJob(create())).toMatchObject({ is: 'unconfirmed' })
  })

  it('does not leave a computer that is offline, unless the server is on it', async () => {
    const { arrived, close } = await serve((_request, response) => sendData(response, sessionFields()))
    beOffline()
    expect(await sendJob(preview())).toMatchObject({ is: 'accepted' })
    expect(arrived.map(({ method }) => method)).toEqual(['GET', 'POST'])
    await close()
    expect(await sendJob(preview())).toEqual({ is: 'never left', reason: expect.stringMatching(/offline/) })
  })
})

describe('a server that never answers', () => {
  afterEach(() => vi.useRealTimers())

  it('is waited for by no question for ever, and by no POST', async () => {
    const arrivals = new EventTarget()
    await serve((_request, response) => {
      response.setTimeout(0)
      arrivals.dispatchEvent(new Event('arrived'))
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const waits = async (asking: () => Promise<unknown>): Promise<unknown> => {
      const arrived = new Promise((resolve) => arrivals.addEventListener('arrived', resolve, { once: true }))
      const answer = asking().catch((error: unknown) => error)
      await arrived
      await vi.advanceTimersByTimeAsync(200_000)
      return answer
    }
    expect(await waits(() => askIntent(preview()))).toMatchObject({ name: 'TimeoutError' })
    expect(await waits(() => findCreated(create(), []))).toMatchObject({ name: 'TimeoutError' })
    expect(await waits(() => lookAt('S_1'))).toMatchObject({ is: 'unseen', until: 'online' })
    expect(await waits(() => fetchSession('S_1'))).toMatchObject({ name: 'TimeoutError' })
    expect(await waits(() => sendJob(preview()))).toMatchObject({ is: 'unconfirmed' })
    beOffline()
    expect(await waits(() => sendJob(preview()))).toMatchObject({ is: 'never left' })
  })
})

describe('what became of a job', () => {
  it('is asked by its intent, and read as its own answer would have been', async () => {
    let record: unknown = { is: 'under way' }
    const { arrived } = await serve((_request, response) => sendData(response, record))
    expect(await askIntent(create())).toBeNull()
    record = { is: 'answered', status: 200, body: { error: '', data: sessionFields() } }
    expect(await askIntent(create())).toEqual({ is: 'accepted', code: 'S_1' })
    record = { is: 'answered', status: 429, body: { error: 'rate_limited', message: 'Slow.', data: null } }
    expect(await askIntent(preview())).toMatchObject({ is: 'refused' })
    record = { is: 'never seen' }
    expect(await askIntent(preview())).toEqual(record)
    expect(new Set(arrived.map(({ method }) => method))).toEqual(new Set(['GET']))
  })

  it('is else found among the recent sessions, by the picture itself', async () => {
    let found = false
    await serve(({ url }, response) => {
      if (url.endsWith('OTHER/assets/image')) response.writeHead(200).end(Buffer.from([9]))
      else if (url.endsWith('MINE/assets/image')) response.writeHead(200).end(PICTURE)
      else
        sendData(response, {
          results: [
            { session_code: 'LONG_AGO', created_at: at(-86_400_000) },
            { session_code: 'OTHER', created_at: at(1000) },
            ...(found ? [{ session_code: 'MINE', created_at: at(1000) }] : []),
          ],
        })
    })
    expect(await findCreated(create(), [])).toEqual({ certain: false, codes: ['OTHER'] })
    found = true
    expect(await findCreated(create(), [])).toEqual({ certain: true, codes: ['MINE'] })
  })
})

it('a picture’s digest tells other bytes and other lengths apart', () => {
  const digests = [[], [0], [0, 0], [1], [1, 2], [2, 1]].map((bytes) => contentDigest(new Uint8Array(bytes)))
  expect(new Set(digests).size).toBe(6)
  expect(contentDigest(new Uint8Array([1, 2]))).toBe(digests[4])
})
