import { describe, expect, it } from 'vitest'
import { deliveredBy } from '../../src/app/delivered.ts'
import { readSession, type Session } from '../../src/contract/session.ts'
import type { SessionJob, State } from '../../src/jobs/job.ts'
import { markOf } from '../../src/jobs/mark.ts'
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

const doneWith = (session: Session): State => ({ ...DONE, mark: markOf(session, 'preview') }) as State

const jobWith = (session: Session, state: State): SessionJob =>
  sentJob('job 1', session, { selected_spin_index: 0 }, 0, state)

describe('what a session delivers', () => {
  it('is the mesh of its newest job, made for that job’s request', () => {
    const session = sessionWith(MESH)
    expect(deliveredBy(session, jobWith(session, doneWith(session)))).toMatchObject({
      kind: 'preview',
      request: { selected_spin_index: 0 },
      version: 'job 1',
      formats: expect.arrayContaining(['glb', 'fbx']),
    })
  })

  it('is not called that job’s once another browser has had one made', () => {
    const before = sessionWith(MESH)
    const job = jobWith(before, doneWith(before))
    const found = { version: '8', found: true, request: { scaled_bbox: [1, 2, 3] } }
    expect(deliveredBy(sessionWith({ ...MESH, updated_at: '8' }), job), 'by its time').toMatchObject(found)
    const elsewhere = { preview_mesh_url_glb: 'https://x.test/other.glb' }
    expect(deliveredBy(sessionWith(elsewhere), job), 'by its address').toMatchObject({ ...found, version: '7' })
    const going = sessionWith({ ...MESH, updated_at: '8', status: 'training_preview' })
    expect(deliveredBy(going, job), 'while it is being made').toBeNull()
    expect(deliveredBy(before, jobWith(before, DONE)), 'of which nobody knows').toMatchObject({ found: true })
  })

  it('stays that job’s whatever else changes, where an address tells its version', () => {
    const versioned = { preview_mesh_url_glb: 'https://x.test/new.glb?v=1&sig=a' }
    const before = sessionWith(versioned)
    const job = jobWith(before, doneWith(before))
    const renamed = { preview_mesh_url_glb: 'https://x.test/new.glb?v=1&sig=b', updated_at: '8', name: 'Duck' }
    expect(deliveredBy(sessionWith(renamed), job)).toMatchObject({ version: 'job 1' })
    const other = { ...renamed, preview_mesh_url_glb: 'https://x.test/new.glb?v=2&sig=b' }
    expect(deliveredBy(sessionWith(other), job)).toMatchObject({ version: '2', found: true })
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
