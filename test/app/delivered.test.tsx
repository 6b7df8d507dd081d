import { describe, expect, it } from 'vitest'
import { deliveredBy } from '../../src/app/delivered.ts'
import { readSession, type Session } from '../../src/contract/session.ts'
import type { SessionJob, State } from '../../src/jobs/job.ts'
import { DONE, sentJob } from '../fixtures/sent-job.ts'

const MESH = { preview_mesh_url_glb: 'https://x.test/new.glb', preview_mesh_url_fbx: 'https://x.test/new.fbx' }

function sessionWith(fields: Record<string, unknown> = {}): Session {
  const session = readSession({
    session_code: 'S_1',
    status: 'preview_done',
    updated_at: '7',
    scaled_bbox: [1, 2, 3],
    spins: ['https://x.test/0'],
    ...fields,
  })
  if (!session) throw new Error('These fields make no session.')
  return session
}

const jobWith = (session: Session, state: State): SessionJob =>
  sentJob('job 1', session, { selected_spin_index: 0 }, 0, state)

describe('what a session delivers', () => {
  it('is the mesh of its newest job, made for that job’s request', () => {
    const session = sessionWith(MESH)
    expect(deliveredBy(session, jobWith(session, DONE))).toMatchObject({
      kind: 'preview',
      request: { selected_spin_index: 0 },
      version: 'job 1',
      formats: expect.arrayContaining(['glb', 'fbx']),
    })
  })

  it('is else the mesh that it was opened with, made for the size that the session names', () => {
    const session = sessionWith(MESH)
    const opened = { kind: 'preview', request: { scaled_bbox: [1, 2, 3] }, version: '7' }
    expect(deliveredBy(session, null)).toMatchObject(opened)
    expect(deliveredBy(session, jobWith(session, { is: 'left' })), 'after a job that was left').toMatchObject(opened)
    const refined = sessionWith({ status: 'refine_done', mesh_url_glb: 'https://x.test/fine.glb' })
    expect(deliveredBy(refined, null)).toMatchObject({ kind: 'refine', formats: ['glb'] })
  })

  it('is nothing for a sample’s mesh that others have made', () => {
    expect(deliveredBy(sessionWith({ ...MESH, session_code: 'SAMPLE_duck' }), null)).toBeNull()
  })

  it('is nothing while a job is looked up or open, since the old address already stands for the new mesh', () => {
    const session = sessionWith(MESH)
    expect(deliveredBy(session, undefined)).toBeNull()
    expect(deliveredBy(session, jobWith(session, { is: 'waiting' }))).toBeNull()
  })
})
