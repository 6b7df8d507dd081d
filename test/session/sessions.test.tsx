import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readSession } from '../../src/contract/session.ts'
import { keepSession } from '../../src/offline/seen.ts'
import { OpenSession } from '../../src/session/open-session.tsx'
import { checkPictureFile } from '../../src/session/picture-file.ts'
import { useFollowedSession } from '../../src/session/use-session.ts'
import { fetchSession } from '../../src/session/session-api.ts'
import { UpstreamBadge } from '../../src/session/upstream-badge.tsx'
import { sendData, sendError, serve, sessionFields, show } from '../fixtures/served-page.tsx'
import type { Arrived, Behaviour } from '../fixtures/upstream.ts'

function Status({ code = 'S_1' }: { readonly code?: string }) {
  const { session, error } = useFollowedSession(code, null)
  return <p>{session?.status ?? error?.message ?? 'loading'}</p>
}

function Trouble({ code }: { readonly code: string }) {
  const { session, trouble } = useFollowedSession(code, null)
  return <p>{`${session?.status}, ${trouble ? 'in trouble' : 'well'}`}</p>
}

const countOf = (arrived: readonly Arrived[], code: string) => arrived.filter(({ url }) => url.endsWith(code)).length

/** Before a local engine that answers for sessions as the test says. */
const serveSessions = (behave: Behaviour) =>
  serve((request, response, raw) =>
    request.url.endsWith('/plinth') ? sendData(response, { upstream: 'local' }) : behave(request, response, raw),
  )

describe('an open session', () => {
  it('is shown as it was last seen where no server answers, says so, and comes anew as soon as one does', async () => {
    const fields = sessionFields({ session_code: 'S_SEEN', status: 'spin_generate_done' })
    const session = readSession({ ...fields, spins: ['https://cloud.example/spin.webp'] })
    if (session) await keepSession(session, 1)
    let isAway = true
    await serveSessions((_request, response) => {
      if (isAway) sendError(response, 503, 'upstream_unreachable', 'Nobody answers.')
      else sendData(response, { ...fields, status: 'preview_done' })
    })
    show(<Trouble code="S_SEEN" />)
    expect(await screen.findByText('spin_generate_done, in trouble')).toBeTruthy()
    isAway = false
    expect(await screen.findByText('preview_done, well')).toBeTruthy()
  })

  it('is polled while its spins are being made, and not once they are done', async () => {
    const { arrived } = await serveSessions(({ url }, response) => {
      const isDone = url.endsWith('S_1') && countOf(arrived, 'S_1') >= 3
      const status = isDone ? 'spin_generate_done' : 'spin_generate_processing'
      sendData(response, sessionFields({ session_code: url.slice(-3), status }))
    })
    show(
      <>
        <Status code="S_1" />
        <Status code="S_2" />
      </>,
    )
    await screen.findByText('spin_generate_done')
    // The other session is polled at the same pace: after two more polls of it, this one would have had another.
    const polls = countOf(arrived, 'S_2')
    await waitFor(() => expect(countOf(arrived, 'S_2')).toBeGreaterThan(polls + 2))
    expect(countOf(arrived, 'S_1')).toBe(3)
  })

  it('is not polled any more once it is answered for as gone, and its last status stays', async () => {
    const { arrived } = await serveSessions(({ url }, response) => {
      const isGone = url.endsWith('S_1') && countOf(arrived, 'S_1') >= 3
      if (isGone) sendError(response, 410, 'not_found', 'There is no such session.')
      else sendData(response, sessionFields({ session_code: url.slice(-3), status: 'spin_generate_processing' }))
    })
    show(
      <>
        <Status code="S_1" />
        <Status code="S_2" />
      </>,
    )
    await waitFor(() => expect(countOf(arrived, 'S_1')).toBe(3))
    const polls = countOf(arrived, 'S_2')
    await waitFor(() => expect(countOf(arrived, 'S_2')).toBeGreaterThan(polls + 2))
    expect(countOf(arrived, 'S_1')).toBe(3)
    expect(screen.getAllByText('spin_generate_processing')).toHaveLength(2)
  })

  it('recovers by itself from a broken connection and from a bad gateway', async () => {
    let requests = 0
    await serveSessions((_request, response) => {
      requests++
      if (requests === 1) response.destroy()
      else if (requests === 2) response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
      else sendData(response, sessionFields())
    })
    show(<Status />)
    expect(await screen.findByText('spin_generate_done')).toBeTruthy()
  })

  it('keeps its last known status on screen while the server fails', async () => {
    let requests = 0
    const { arrived } = await serveSessions((_request, response) =>
      ++requests === 1
        ? sendData(response, sessionFields({ status: 'training_preview' }))
        : response.writeHead(500).end(),
    )
    show(<Status />)
    await screen.findByText('training_preview')
    await waitFor(() => expect(countOf(arrived, 'S_1')).toBeGreaterThan(2))
    expect(screen.getByText('training_preview')).toBeTruthy()
  })

  it('that is unknown says so at once, without a second try', async () => {
    const { arrived } = await serveSessions((_request, response) =>
      sendError(response, 404, 'not_found', 'There is no session S_1 here.'),
    )
    await expect(fetchSession('S_1')).rejects.toMatchObject({
      kind: 'not_found',
      message: 'There is no session S_1 here.',
    })
    show(<Status />)
    await screen.findByText('There is no session S_1 here.')
    expect(countOf(arrived, 'S_1')).toBe(2)
  })
})

describe('a new session', () => {
  it('can be made from a picture that the engine can open and this browser cannot', async () => {
    const tiff = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
      .tiff()
      .toBuffer()
    const scan = new File([new Uint8Array(tiff)], 'scan.tif', { type: 'image/tiff' })
    await expect(checkPictureFile(scan)).resolves.toBeUndefined()
  })
})

const openPanel = async (onOpen: (code: string) => Promise<void>, onPick: (code: string) => void = () => {}) => {
  const user = userEvent.setup()
  show(<OpenSession onOpen={onOpen} onPick={onPick} />)
  return { user, field: await screen.findByRole<HTMLInputElement>('textbox', { name: 'Session code or link' }) }
}

describe('opening a session', () => {
  it('by a code that no session has says so, and keeps the code in the field', async () => {
    await serve((request, response) =>
      request.url.includes('?limit')
        ? sendData(response, { results: [] })
        : sendError(response, 404, 'not_found', 'There is no session S_NONE here.'),
    )
    const { user, field } = await openPanel(async (code) => void (await fetchSession(code)))
    await user.type(field, 'S_NONE{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('There is no session S_NONE here.')
    expect(field.value).toBe('S_NONE')
  })

  it('by what cannot be a code sends no request', async () => {
    const { arrived } = await serve((_request, response) => sendData(response, { results: [] }))
    const opened: string[] = []
    const { user, field } = await openPanel(async (code) => void opened.push(code))
    await user.type(field, '../../admin{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('letters, digits')
    expect(opened).toEqual([])
    expect(arrived.every(({ url }) => url.includes('?limit'))).toBe(true)
  })

  it('takes one click on a recent one, each listed with its status', async () => {
    const results = [
      sessionFields({ session_code: 'S_NEW', status: 'preview_done' }),
      sessionFields({ session_code: 'S_OLD', status: 'spin_generate_failed' }),
      'rubbish',
    ]
    await serve((_request, response) => sendData(response, { results }))
    const opened: string[] = []
    const { user } = await openPanel(
      async () => {},
      (code) => opened.push(code),
    )
    const list = await screen.findByRole('list')
    const entries = within(list).getAllByRole('button')
    expect(entries.map(({ textContent }) => textContent)).toEqual(['S_NEWMesh ready', 'S_OLDSpins failed'])
    await user.click(within(list).getByText('S_NEW'))
    expect(opened).toEqual(['S_NEW'])
  })
})

describe('the badge', () => {
  it.each([
    ['local', '', 'S_1', 'Local engine'],
    ['csm', 'api.csm.ai', 'S_1', 'CSM'],
    ['custom', 'meshes.example:8443', 'S_1', 'meshes.example:8443'],
    ['csm', 'api.csm.ai', 'SAMPLE_duck', 'Local engine (sample)'],
  ])('for upstream %s %s and session %s reads %s', async (upstream, host, code, text) => {
    await serve((_request, response) => sendData(response, { upstream, host }))
    show(<UpstreamBadge code={code} />)
    expect(await screen.findByText(text)).toBeTruthy()
  })

  it('says beneath the pointer why pictures are cut out without the learned model', async () => {
    const data = { upstream: 'local', without_model: 'onnxruntime-node does not load here' }
    await serve((_request, response) => sendData(response, data))
    show(<UpstreamBadge code="S_1" />)
    expect((await screen.findByText('Local engine')).title).toBe(
      'Meshes are made on this server, free of charge. Pictures are cut out without the learned model: onnxruntime-node does not load here',
    )
  })
})
