import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ServerResponse } from 'node:http'
import type { ReactNode } from 'react'
import sharp from 'sharp'
import { afterEach, describe, expect, it } from 'vitest'
import { readSession } from '../../src/contract/session.ts'
import { OpenSession } from '../../src/session/open-session.tsx'
import { readPictureFile } from '../../src/session/picture-file.ts'
import { sessionQuery } from '../../src/session/queries.ts'
import { createSession, fetchSession } from '../../src/session/session-api.ts'
import { SpinWall } from '../../src/session/spin-wall.tsx'
import { UpstreamBadge } from '../../src/session/upstream-badge.tsx'
import { openUpstream, type Behaviour, type TestUpstream } from '../fixtures/upstream.ts'

let server: TestUpstream | undefined
const clients: QueryClient[] = []

afterEach(async () => {
  cleanup()
  for (const client of clients.splice(0)) client.clear()
  await server?.close()
  server = undefined
})

/** A page on the origin of a real server that answers as the test says. */
async function serve(behave: Behaviour): Promise<TestUpstream> {
  server = await openUpstream(behave)
  ;(window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(`${server.origin}/`)
  return server
}

const send = (
  response: ServerResponse,
  status: number,
  data: unknown,
  message = '',
  error = '',
  headers: Record<string, string> = {},
) =>
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify({ error, message, statusCode: status, data }))

const raw = (fields: Record<string, unknown> = {}) => ({
  session_code: 'S_1',
  status: 'spin_generate_done',
  spins: [],
  ...fields,
})

function show(children: ReactNode) {
  const client = new QueryClient()
  clients.push(client)
  return render(<QueryClientProvider client={client}>{children}</QueryClientProvider>)
}

function Status({ watched = false }: { readonly watched?: boolean }) {
  const { data, error } = useQuery(sessionQuery('S_1', { local: true, watched }))
  return <p>{error ? error.message : (data?.status ?? 'asking')}</p>
}

describe('an open session', () => {
  it('is asked again while its spins are being made, and left alone once they are done', async () => {
    let asked = 0
    const { arrived } = await serve((_request, response) =>
      send(response, 200, raw({ status: ++asked < 3 ? 'spin_generate_processing' : 'spin_generate_done' })),
    )
    show(<Status />)
    await screen.findByText('spin_generate_processing')
    await screen.findByText('spin_generate_done', {}, { timeout: 5000 })
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(arrived).toHaveLength(3)
  })

  it('comes back by itself from answers that are no answers', async () => {
    let asked = 0
    await serve((_request, response) => {
      asked++
      if (asked === 1) response.destroy()
      else if (asked === 2) response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
      else send(response, 200, raw())
    })
    show(<Status />)
    await screen.findByText('spin_generate_done', {}, { timeout: 10_000 })
  }, 15_000)

  it('keeps what was last known on screen while nothing more is heard', async () => {
    let asked = 0
    const { arrived } = await serve((_request, response) =>
      ++asked === 1 ? send(response, 200, raw({ status: 'training_preview' })) : response.writeHead(500).end(),
    )
    show(<Status />)
    await screen.findByText('training_preview')
    await waitFor(() => expect(arrived.length).toBeGreaterThan(2), { timeout: 8000 })
    expect(screen.getByText('training_preview')).toBeTruthy()
  }, 12_000)

  it('that is unknown says so at once, asked only once', async () => {
    const { arrived } = await serve((_request, response) =>
      send(response, 404, null, 'There is no session S_1 here.', 'not_found'),
    )
    await expect(fetchSession('S_1')).rejects.toMatchObject({
      kind: 'not_found',
      message: 'There is no session S_1 here.',
    })
    show(<Status />)
    await screen.findByText('There is no session S_1 here.')
    expect(arrived).toHaveLength(2)
  })
})

describe('a new session', () => {
  it('is made of a picture that this browser cannot open, and the engine can', async () => {
    const tiff = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
      .tiff()
      .toBuffer()
    expect(await readPictureFile(new File([new Uint8Array(tiff)], 'scan.tif', { type: 'image/tiff' }))).toBe(
      `data:image/tiff;base64,${tiff.toString('base64')}`,
    )
  })

  it('is made for its spins alone, and is not sent twice when it fails', async () => {
    const { arrived } = await serve((_request, response) => send(response, 500, null, 'Out of clay.', 'internal'))
    await expect(createSession('data:image/png;base64,AAAA')).rejects.toMatchObject({ message: 'Out of clay.' })
    expect(arrived.map(({ method, body }) => [method, JSON.parse(body)])).toEqual([
      ['POST', { image_url: 'data:image/png;base64,AAAA', preview_mesh: 'turbo', generate_preview_mesh: false }],
    ])
  })
})

const openPanel = async (onOpen: (code: string) => Promise<void>, onPick: (code: string) => void = () => {}) => {
  const user = userEvent.setup()
  show(<OpenSession onOpen={onOpen} onPick={onPick} />)
  await user.click(screen.getByRole('button', { name: 'Open session' }))
  return { user, field: await screen.findByRole<HTMLInputElement>('textbox', { name: 'Session code' }) }
}

describe('opening a session by its code', () => {
  it('that no session has says so and keeps what was typed', async () => {
    await serve((request, response) =>
      request.url.includes('?limit')
        ? send(response, 200, { results: [] })
        : send(response, 404, null, 'There is no session S_NONE here.', 'not_found'),
    )
    const { user, field } = await openPanel(async (code) => void (await fetchSession(code)))
    await user.type(field, 'S_NONE{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('There is no session S_NONE here.')
    expect(field.value).toBe('S_NONE')
  })

  it('that could be no code is not even asked for', async () => {
    const { arrived } = await serve((_request, response) => send(response, 200, { results: [] }))
    const opened: string[] = []
    const { user, field } = await openPanel(async (code) => void opened.push(code))
    await user.type(field, '../../admin{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('letters, digits')
    expect(opened).toEqual([])
    expect(arrived.every(({ url }) => url.includes('?limit'))).toBe(true)
  })

  it('works with a click for a recent one, which says how far it is', async () => {
    const results = [
      raw({ session_code: 'S_NEW', status: 'preview_done' }),
      raw({ session_code: 'S_OLD', status: 'spin_generate_failed' }),
      'rubbish',
    ]
    await serve((_request, response) => send(response, 200, { results }))
    const opened: string[] = []
    const { user } = await openPanel(
      async () => {},
      (code) => opened.push(code),
    )
    const list = await screen.findByRole('list')
    expect(
      within(list)
        .getAllByRole('button')
        .map(({ textContent }) => textContent),
    ).toEqual(['S_NEWMesh ready', 'S_OLDSpins failed'])
    await user.click(within(list).getByText('S_NEW'))
    expect(opened).toEqual(['S_NEW'])
  })
})

const withSpins = (count: number) => {
  const spins = Array.from({ length: count }, (_, index) =>
    index === 1
      ? `https://spins.test/${index}`
      : { image_url: `https://spins.test/${index}`, label: index === 0 ? 'round' : null },
  )
  const session = readSession(raw({ spins }))
  if (!session) throw new Error('no session')
  return session
}

describe('the spins', () => {
  it.each([1, 2, 3, 4])('are radios, %d of them, chosen one at a time', async (count) => {
    const picture = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
      .webp()
      .toBuffer()
    await serve((_request, response) => response.writeHead(200, { 'content-type': 'image/webp' }).end(picture))
    const chosen: number[] = []
    show(<SpinWall session={withSpins(count)} waitingFor={null} chosen={0} onChoose={(index) => chosen.push(index)} />)
    const radios = screen.getAllByRole('radio')
    expect(radios.map((radio) => radio.getAttribute('aria-label'))).toEqual(
      ['Spin 1', 'Spin 2', 'Spin 3', 'Spin 4'].slice(0, count),
    )
    expect(radios.map((radio) => radio.getAttribute('aria-checked'))).toEqual(
      ['true', 'false', 'false', 'false'].slice(0, count),
    )
    const last = radios.at(-1)
    if (last && count > 1) await userEvent.click(last)
    expect(chosen).toEqual(count > 1 ? [count - 1] : [])
  })

  it('are chosen by the arrows from the one in focus, round and round', async () => {
    await serve((_request, response) => response.writeHead(200, { 'content-type': 'image/webp' }).end('webp'))
    const chosen: number[] = []
    show(<SpinWall session={withSpins(3)} waitingFor={null} chosen={2} onChoose={(index) => chosen.push(index)} />)
    screen.getByRole('radio', { name: 'Spin 3' }).focus()
    await userEvent.keyboard('{ArrowRight}')
    expect(chosen[0]).toBe(0)
    screen.getByRole('radio', { name: 'Spin 3' }).focus()
    chosen.length = 0
    await userEvent.keyboard('{ArrowLeft}')
    expect(chosen[0]).toBe(1)
  })

  it('are shown as the picture or the video that their bytes are, and named when they are neither', async () => {
    await serve((request, response) => {
      if (request.url.endsWith('/0')) response.writeHead(200, { 'content-type': 'image/webp' }).end('webp')
      else if (request.url.endsWith('/1')) response.writeHead(200, { 'content-type': 'video/mp4' }).end('mp4')
      else send(response, 404, null, 'This session has no spins/2 (yet).', 'not_found')
    })
    const { container } = show(<SpinWall session={withSpins(3)} waitingFor={null} chosen={0} onChoose={() => {}} />)
    await waitFor(() => expect(container.querySelectorAll('img, video')).toHaveLength(2))
    expect(
      within(screen.getByRole('radio', { name: 'Spin 2' })).getByText((_text, element) => element?.tagName === 'VIDEO'),
    ).toBeTruthy()
    await within(screen.getByRole('radio', { name: 'Spin 3' })).findByText('Spin 3 cannot be shown')
  })

  it('that could not be shown can be asked for again, and are no worse for it', async () => {
    let asked = 0
    await serve((_request, response) =>
      ++asked === 1
        ? send(response, 404, null, 'This session has no spins/0 (yet).', 'not_found')
        : response.writeHead(200, { 'content-type': 'video/mp4' }).end('mp4'),
    )
    const { container } = show(<SpinWall session={withSpins(1)} waitingFor={null} chosen={0} onChoose={() => {}} />)
    const radio = screen.getByRole('radio', { name: 'Spin 1' })
    await within(radio).findByText('Spin 1 cannot be shown')
    await userEvent.click(screen.getByRole('button', { name: 'Try again to show spin 1' }))
    await waitFor(() => expect(container.querySelectorAll('video')).toHaveLength(1))
    expect(screen.queryByRole('button', { name: 'Try again to show spin 1' })).toBeNull()
    expect(document.activeElement).toBe(radio)
  })

  it('of another session are not held to what failed in the one before', async () => {
    await serve((_request, response) => response.writeHead(200, { 'content-type': 'image/webp' }).end('webp'))
    const client = new QueryClient()
    clients.push(client)
    const wall = (code: string) => (
      <QueryClientProvider client={client}>
        <SpinWall session={{ ...withSpins(1), code }} waitingFor={null} chosen={0} onChoose={() => {}} />
      </QueryClientProvider>
    )
    const { container, rerender } = render(wall('S_1'))
    await waitFor(() => expect(container.querySelectorAll('img')).toHaveLength(1))
    fireEvent.error(container.querySelector('img') ?? container)
    await screen.findByText('Spin 1 cannot be shown')
    rerender(wall('S_2'))
    await waitFor(() => expect(container.querySelectorAll('img')).toHaveLength(1))
    expect(screen.queryByText('Spin 1 cannot be shown')).toBeNull()
  })

  it('that this browser cannot take apart say so, and have no angle to be turned to', async () => {
    // happy-dom has no ImageDecoder, as Safari.
    await serve((request, response) =>
      response.writeHead(200, { 'content-type': request.url.endsWith('/1') ? 'video/mp4' : 'image/gif' }).end('bytes'),
    )
    const pictures = show(<SpinWall session={withSpins(1)} waitingFor={null} chosen={0} onChoose={() => {}} />)
    await screen.findByText(/cannot show single frames of these pictures/)
    expect(screen.getByRole<HTMLInputElement>('slider', { name: 'Angle of all spins' }).disabled).toBe(true)
    const radio = screen.getByRole('radio', { name: 'Spin 1' })
    fireEvent.pointerDown(radio, { clientX: 10, button: 0, buttons: 1, pointerId: 1 })
    fireEvent.pointerMove(radio, { clientX: 60, buttons: 1, pointerId: 1 })
    expect(pictures.container.querySelectorAll('img')).toHaveLength(1)
    pictures.unmount()
    show(<SpinWall session={withSpins(2)} waitingFor={null} chosen={0} onChoose={() => {}} />)
    await waitFor(() => expect(document.querySelectorAll('img, video')).toHaveLength(2))
    expect(screen.getByRole<HTMLInputElement>('slider', { name: 'Angle of all spins' }).disabled).toBe(false)
  })

  it('that are being made show how far they are, and offer no choice yet', async () => {
    const session = readSession(raw({ status: 'spin_generate_processing', percentage: 40 }))
    show(<SpinWall session={session} waitingFor={null} chosen={null} onChoose={() => {}} />)
    expect(screen.getByRole('progressbar', { name: 'Making the spins' }).getAttribute('aria-valuenow')).toBe('40')
    expect(screen.queryByRole('radio')).toBeNull()
  })

  it('of a session without any explain themselves', () => {
    show(
      <SpinWall
        session={readSession(raw({ status: 'preview_done' }))}
        waitingFor={null}
        chosen={null}
        onChoose={() => {}}
      />,
    )
    expect(screen.getByText(/no spins to choose from/)).toBeTruthy()
  })
})

describe('the badge', () => {
  it.each([
    ['local', '', 'S_1', 'Local engine'],
    ['csm', 'api.csm.ai', 'S_1', 'CSM'],
    ['custom', 'meshes.example:8443', 'S_1', 'meshes.example:8443'],
    ['csm', 'api.csm.ai', 'SAMPLE_duck', 'Local engine (sample)'],
  ])('of %s %s for %s says %s', async (upstream, host, code, text) => {
    await serve((_request, response) => send(response, 200, { upstream, host }))
    show(<UpstreamBadge code={code} />)
    await screen.findByText(text)
  })
})
