import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useFourSpins } from '../../src/app/four-spins.ts'
import type { PreviewRequest } from '../../src/contract/preview-request.ts'
import { readSession, type Session } from '../../src/contract/session.ts'
import { isHeld } from '../../src/jobs/job.ts'
import { RunnerContext } from '../../src/jobs/page-runner.ts'
import type { JobRunner } from '../../src/jobs/runner.ts'
import type { Result } from '../../src/result/result.ts'
import { createViewer } from '../../src/viewer/viewer.ts'
import { comparedMesh } from '../fixtures/compared-mesh.ts'
import { ownRunner } from '../fixtures/own-runner.ts'
import { sendData, serve } from '../fixtures/served-page.tsx'

const REQUEST = { selected_spin_index: 0 }

/** A session of two spins of which `made` meshes were made. */
const fieldsOf = (code: string, made: number) => ({
  session_code: code,
  status: made > 0 ? 'preview_done' : 'spin_generate_done',
  updated_at: new Date(1000 * made).toISOString(),
  spins: ['https://x.test/0', 'https://x.test/1'],
  ...(made > 0 && { preview_mesh_url_glb: `https://x.test/mesh.glb?v=${made}` }),
})

function sessionOf(code: string, made = 0): Session {
  const session = readSession(fieldsOf(code, made))
  if (!session) throw new Error('not a session')
  return session
}

/** A page with a session, whose upstream makes each mesh at once. */
async function opened(collect: Parameters<JobRunner['collectBy']>[0]) {
  let made = 0
  const upstream = await serve(({ method, url }, response) => {
    if (method === 'POST') made++
    sendData(response, fieldsOf(url.split('/').at(-1) ?? '', made))
  })
  const runner = ownRunner()
  runner.collectBy(collect)
  const submit = async (request: PreviewRequest) =>
    void (await runner.submit({ kind: 'preview', sessionCode: 'FIRST', request }))
  const client = new QueryClient()
  const viewer = createViewer()
  const page = renderHook(
    ({ session, kept }: { session: Session; kept: readonly Result[] }) =>
      useFourSpins({
        session,
        kept,
        delivered: null,
        viewer,
        submit: (_, request) => submit(request),
      }),
    {
      initialProps: { session: sessionOf('FIRST'), kept: [] as readonly Result[] },
      wrapper: ({ children }) => (
        <RunnerContext value={() => runner}>
          <QueryClientProvider client={client}>{children}</QueryClientProvider>
        </RunnerContext>
      ),
    },
  )
  return {
    ...page,
    viewer,
    submit,
    jobs: () => runner.jobs.get().list,
    posts: () =>
      upstream.arrived.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body) as unknown),
    /** The page hears of its session. */
    hear: () => act(() => runner.heard(sessionOf('FIRST', made), Date.now() + 1)),
  }
}

const spins = (bodies: readonly unknown[]) =>
  bodies.map((body) => (body as { selected_spin_index: number }).selected_spin_index)

const keptOf = (spin: number): Result => ({
  ...comparedMesh(spin, { sessionCode: 'FIRST' }).result,
  request: { selected_spin_index: spin },
})

it('a round queues each spin at once, sends them one after another, and ends with both laid out', async () => {
  const { result, rerender, viewer, hear, posts, jobs } = await opened(async () => {})
  act(() => result.current.start(REQUEST))
  await waitFor(() => expect(result.current.going).toEqual({ made: 0, total: 2 }))
  expect(jobs().map(({ place }) => place)).toEqual([1, 2])
  for (const count of [1, 2]) {
    await waitFor(() => expect(posts()).toHaveLength(count))
    await waitFor(() => expect(jobs()[count - 1]?.state.is).toBe('waiting'))
    await hear()
  }
  expect(spins(posts())).toEqual([0, 1])
  const kept = [0, 1].map(keptOf)
  rerender({ session: sessionOf('FIRST', 2), kept })
  await waitFor(() => expect(result.current.going).toBeNull())
  expect(viewer.get().compared).toEqual(kept.map(({ version }) => version))
})

it('a round that is begun while one of its spins is being made queues the others behind it', async () => {
  const { result, posts, jobs, submit } = await opened(async () => {})
  await submit(REQUEST)
  await waitFor(() => expect(posts()).toHaveLength(1))
  await waitFor(() => expect(jobs()[0]?.state.is).toBe('waiting'))
  act(() => result.current.start(REQUEST))
  await waitFor(() => expect(result.current.going).toEqual({ made: 0, total: 2 }))
  expect(jobs().map(({ state }) => state.is)).toEqual(['waiting', 'queued'])
  expect(spins(posts())).toEqual([0])
})

it('a round whose mesh cannot be fetched ends there and says so, in its own session only, with nothing left waiting', async () => {
  const { result, rerender, hear, posts, jobs } = await opened(() => Promise.reject(new Error('It cannot be had.')))
  act(() => result.current.start(REQUEST))
  await waitFor(() => expect(posts()).toHaveLength(1))
  await waitFor(() => expect(jobs()[0]?.state.is).toBe('waiting'))
  await hear()
  await waitFor(() => expect(result.current).toMatchObject({ going: null, failedSpin: 1 }))
  await waitFor(() => expect(jobs().some(isHeld)).toBe(false))
  expect(spins(posts()), 'no further spin is generated').toEqual([0])

  rerender({ session: sessionOf('SECOND'), kept: [] })
  expect(result.current.failedSpin).toBeNull()
  rerender({ session: sessionOf('FIRST', 1), kept: [] })
  expect(result.current.failedSpin, 'it is still so there').toBe(1)
})
