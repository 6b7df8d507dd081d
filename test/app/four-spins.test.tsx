import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useFourSpins } from '../../src/app/four-spins.ts'
import { readSession, type Session } from '../../src/contract/session.ts'
import type { SessionJob } from '../../src/jobs/job.ts'
import type { Result } from '../../src/result/result.ts'
import { createViewer } from '../../src/viewer/viewer.ts'
import { DONE, sentJob } from '../fixtures/sent-job.ts'

const REQUEST = { selected_spin_index: 0 }

function sessionOf(code: string): Session {
  const spins = ['https://x.test/0', 'https://x.test/1']
  const session = readSession({ session_code: code, status: 'preview_done', updated_at: '1', spins })
  if (!session) throw new Error('not a session')
  return session
}

/** A job that ended with a mesh, which came without a GLB and so can never be laid out. */
function unopenable(session: Session, id: string): { job: SessionJob; delivered: Result } {
  const job = sentJob(id, session, REQUEST, 0, DONE)
  const delivered: Result = {
    sessionCode: session.code,
    kind: 'preview',
    request: REQUEST,
    formats: ['fbx'],
    version: id,
    name: 'Duck',
  }
  return { job, delivered }
}

it('a round that gets stuck warns of it in its own session only', () => {
  const first = sessionOf('FIRST')
  const client = new QueryClient()
  const viewer = createViewer()
  const sent: number[] = []
  const submit = (_: Session, request: { selected_spin_index?: number | undefined }) =>
    void sent.push(request.selected_spin_index ?? -1)
  const { result, rerender } = renderHook(
    (props: { session: Session; job: SessionJob | null; delivered: Result | null }) =>
      useFourSpins({ ...props, busy: false, kept: [], viewer, submit }),
    {
      initialProps: { session: first, job: null, delivered: null } as {
        session: Session
        job: SessionJob | null
        delivered: Result | null
      },
      wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
    },
  )
  act(() => result.current.start(REQUEST))
  expect(sent, 'each is queued').toEqual([0, 1])
  rerender({ session: first, ...unopenable(first, 'job 1') })
  expect(result.current).toMatchObject({ going: null, failedSpin: 1 })
  expect(sent, 'no further spin is generated').toEqual([0, 1])

  rerender({ session: sessionOf('SECOND'), job: null, delivered: null })
  expect(result.current.failedSpin).toBeNull()
  rerender({ session: first, ...unopenable(first, 'job 1') })
  expect(result.current.failedSpin, 'it is still so there').toBe(1)
})
