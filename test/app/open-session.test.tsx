import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useOpenSession, type OpenSession } from '../../src/app/open-session.ts'
import { RunnerContext } from '../../src/jobs/page-runner.ts'
import { tablesInMemory } from '../../src/storage/tables-in-memory.ts'
import { ownRunner } from '../fixtures/own-runner.ts'

interface Call {
  readonly method: string
  readonly path: string
  answer(response: Response): void
}

/** Requests that wait for their answer. */
let calls: Call[]

beforeEach(() => {
  calls = []
  seen = []
  history.replaceState(null, '', '/?session=START')
  vi.stubGlobal('fetch', (url: string, options?: RequestInit) => {
    const path = new URL(url, location.href).pathname
    return new Promise<Response>((answer) => calls.push({ method: options?.method ?? 'GET', path, answer }))
  })
})

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const sessionAnswer = (code: string) =>
  Response.json({
    error: '',
    message: '',
    statusCode: 200,
    data: { session_code: code, status: 'spin_generate_done', spins: ['https://x.test/0'] },
  })

const refusal = () => Response.json({ error: 'conflict', message: 'Not now.', statusCode: 409 }, { status: 409 })

/** A TIFF by its first bytes, which is sent unopened. */
const picture = (name: string) => new File([new Uint8Array([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]), name], `${name}.tif`)

/** Every session that was open, in order. */
let seen: string[]
let client: QueryClient

/** The page as it opens, anew or over what an earlier visit has kept. */
function page(tables = tablesInMemory()) {
  client = new QueryClient()
  const runner = ownRunner(tables)
  return renderHook(() => noted(useOpenSession()), {
    wrapper: ({ children }) => (
      <RunnerContext value={() => runner}>
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </RunnerContext>
    ),
  }).result
}

function noted(opened: OpenSession): OpenSession {
  if (seen.at(-1) !== opened.code) seen.push(opened.code)
  return opened
}

async function called(method: string, path: RegExp): Promise<Call> {
  const found = () => calls.find((call) => call.method === method && path.test(call.path))
  await waitFor(() => expect(found()).toBeTruthy())
  const call = found()
  if (!call) throw new Error('not called')
  return call
}

/** Answers, and waits until the page shows what came of it. */
const answer = async (call: Call, response: Response, shown: () => void) => {
  call.answer(response)
  await waitFor(shown)
}

const POST = ['POST', /sessions$/] as const
const GET = (code: string) => ['GET', new RegExp(`${code}$`)] as const

describe('a picture that is being sent', () => {
  it('opens when it arrives, if the artist has stayed', async () => {
    const now = page()
    act(() => now.current.addImage(picture('penguin')))
    expect(now.current.sending?.name).toBe('penguin')
    await answer(await called(...POST), sessionAnswer('PENGUIN'), () => expect(now.current.code).toBe('PENGUIN'))
    expect([now.current.sending, now.current.uploads]).toEqual([null, []])
    expect(location.search).toBe('?session=PENGUIN')
  })

  it('stays in sight while another session is opened, then waits to be opened, and moves nothing', async () => {
    const now = page()
    act(() => now.current.addImage(picture('penguin')))
    const post = await called(...POST)
    act(() => now.current.pick('SAMPLE_vase'))
    await answer(await called(...GET('SAMPLE_vase')), sessionAnswer('SAMPLE_vase'), () =>
      expect(now.current.code).toBe('SAMPLE_vase'),
    )
    expect(now.current.uploads).toMatchObject([{ name: 'penguin', status: 'sending' }])
    await answer(post, sessionAnswer('PENGUIN'), () =>
      expect(now.current.uploads).toMatchObject([{ name: 'penguin', status: 'arrived', code: 'PENGUIN' }]),
    )
    expect(now.current.code).toBe('SAMPLE_vase')
    act(() => now.current.pick('PENGUIN'))
    await answer(await called(...GET('PENGUIN')), sessionAnswer('PENGUIN'), () =>
      expect(now.current.code).toBe('PENGUIN'),
    )
    expect(now.current.uploads, 'found').toEqual([])
  })

  it('says how it failed, also to an artist who has gone elsewhere', async () => {
    const now = page()
    act(() => now.current.addImage(picture('penguin')))
    const post = await called(...POST)
    act(() => now.current.pick('SAMPLE_vase'))
    await answer(post, refusal(), () =>
      expect(now.current.uploads).toMatchObject([{ name: 'penguin', status: 'refused', reason: 'Not now.' }]),
    )
    act(() => now.current.dismissUpload(now.current.uploads[0]?.id ?? ''))
    expect(now.current.uploads).toEqual([])
  })

  it('does not jump away from a file of the artist’s own', async () => {
    const now = page()
    act(() => now.current.addImage(picture('penguin')))
    act(() => now.current.stay())
    await answer(await called(...POST), sessionAnswer('PENGUIN'), () =>
      expect(now.current.uploads).toMatchObject([{ status: 'arrived' }]),
    )
    expect(now.current.code).toBe('START')
  })

  it('does not hide another one: each is sent, and the last one opens', async () => {
    const now = page()
    act(() => now.current.addImage(picture('penguin')))
    await called(...POST)
    act(() => now.current.addImage(picture('duck')))
    expect([now.current.sending?.name, now.current.uploads.map(({ name }) => name)]).toEqual(['duck', ['penguin']])
    await waitFor(() => expect(calls).toHaveLength(2))
    const [first, second] = calls
    if (!first || !second) throw new Error('not called')
    await answer(second, sessionAnswer('DUCK'), () => expect(now.current.code).toBe('DUCK'))
    await answer(first, sessionAnswer('PENGUIN'), () =>
      expect(now.current.uploads).toMatchObject([{ status: 'arrived' }]),
    )
    expect(now.current.code).toBe('DUCK')
  })
})

const failure = () => Response.json({ error: 'bad_upstream', message: 'It broke.', statusCode: 502 }, { status: 502 })

const ASK = ['GET', /plinth\/intents\/[0-9a-f]+$/] as const
const recordOf = (data: unknown) => Response.json({ error: '', message: '', statusCode: 200, data })
const posts = () => calls.filter(({ method }) => method === 'POST')

describe('a picture that may have become a session', () => {
  it('is called sent, not confirmed, and opens once the proxy has told what became of it', async () => {
    const now = page()
    act(() => now.current.addImage(picture('penguin')))
    await answer(await called(...POST), failure(), () =>
      expect(now.current.uploads).toMatchObject([{ name: 'penguin', status: 'unconfirmed', reason: 'It broke.' }]),
    )
    const body: unknown = await sessionAnswer('PENGUIN').json()
    await answer(await called(...ASK), recordOf({ is: 'answered', status: 200, body }), () =>
      expect(now.current.code).toBe('PENGUIN'),
    )
    expect([posts().length, now.current.uploads]).toEqual([1, []])
  })

  it('is remembered over a reload, and waits to be opened', async () => {
    const tables = tablesInMemory()
    const before = page(tables)
    act(() => before.current.addImage(picture('penguin')))
    await called(...POST)
    cleanup()
    const now = page(tables)
    await waitFor(() => expect(now.current.uploads).toMatchObject([{ name: 'penguin', status: 'unconfirmed' }]))
    const body: unknown = await sessionAnswer('PENGUIN').json()
    await answer(await called(...ASK), recordOf({ is: 'answered', status: 200, body }), () =>
      expect(now.current.uploads).toMatchObject([{ name: 'penguin', status: 'arrived', code: 'PENGUIN' }]),
    )
    expect(posts()).toHaveLength(1)
  })

  it('is sent again by the artist alone, where the proxy has never seen it', async () => {
    const now = page()
    act(() => now.current.addImage(picture('penguin')))
    await answer(await called(...POST), failure(), () => expect(now.current.uploads).toHaveLength(1))
    await answer(await called(...ASK), recordOf({ is: 'never seen' }), () =>
      expect(now.current.uploads).toMatchObject([
        { status: 'waiting', reason: expect.stringMatching(/never reached/) },
      ]),
    )
    expect(posts()).toHaveLength(1)
    act(() => now.current.sendUploadAgain(now.current.uploads[0]?.id ?? ''))
    await waitFor(() => expect(posts()).toHaveLength(2))
    await answer(posts()[1] as Call, sessionAnswer('PENGUIN'), () => expect(now.current.code).toBe('PENGUIN'))
  })

  it('is one, however often it is dropped or pasted while it is sent', async () => {
    const now = page()
    act(() => {
      for (let n = 0; n < 6; n++) now.current.addImage(picture('penguin'))
    })
    await answer(await called(...POST), sessionAnswer('PENGUIN'), () => expect(now.current.code).toBe('PENGUIN'))
    expect([posts().length, now.current.sending, now.current.uploads]).toEqual([1, null, []])
  })
})

describe('a session that is slow to open', () => {
  it('does not take the place of a picture that was added since', async () => {
    const now = page()
    act(() => now.current.pick('SAMPLE_vase'))
    expect(now.current.opening).toBe('SAMPLE_vase')
    const get = await called(...GET('SAMPLE_vase'))
    act(() => now.current.addImage(picture('penguin')))
    expect(now.current.opening).toBeNull()
    get.answer(sessionAnswer('SAMPLE_vase'))
    await answer(await called(...POST), sessionAnswer('PENGUIN'), () => expect(now.current.code).toBe('PENGUIN'))
    expect(seen).toEqual(['START', 'PENGUIN'])
  })

  it('does not take the place of where the artist has gone back to', async () => {
    const now = page()
    act(() => now.current.pick('SAMPLE_vase'))
    const slow = await called(...GET('SAMPLE_vase'))
    history.replaceState(null, '', '/?session=EARLIER')
    act(() => void dispatchEvent(new PopStateEvent('popstate')))
    expect(now.current.code).toBe('EARLIER')
    await answer(slow, sessionAnswer('SAMPLE_vase'), () =>
      expect(client.getQueryData(['session', 'SAMPLE_vase'])).toBeTruthy(),
    )
    act(() => now.current.pick('NEXT'))
    await answer(await called(...GET('NEXT')), sessionAnswer('NEXT'), () => expect(now.current.code).toBe('NEXT'))
    expect(seen).toEqual(['START', 'EARLIER', 'NEXT'])
  })

  it('that cannot be had is named, with the present one still open', async () => {
    const now = page()
    act(() => now.current.pick('NOWHERE'))
    await answer(await called(...GET('NOWHERE')), refusal(), () =>
      expect(now.current.notOpened).toMatchObject({ code: 'NOWHERE' }),
    )
    expect([now.current.code, now.current.opening]).toEqual(['START', null])
  })
})
