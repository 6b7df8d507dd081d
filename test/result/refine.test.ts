import { describe, expect, it } from 'vitest'
import { refineRequestOf } from '../../src/result/refine.ts'
import { readSession } from '../../src/contract/session.ts'
import type { SessionJob } from '../../src/jobs/job.ts'
import { refinedSpin } from '../../src/jobs/refined-spin.ts'
import { resultOfJob } from '../../src/result/result.ts'
import { DONE, sentJob } from '../fixtures/sent-job.ts'

const of = (fields: Record<string, unknown>) => {
  const session = readSession({
    session_code: 'S_1',
    status: 'preview_done',
    selected_spin_index: 1,
    spins: ['https://x.test/0', 'https://x.test/1'],
    preview_mesh_url_glb: 'https://x.test/preview.glb',
    ...fields,
  })
  if (!session) throw new Error('not a session')
  return session
}

const request = { selected_spin_index: 1, scaled_bbox: [-1, 0.2, -1] as const, pivot_point: [0, -0.5, 0] as const }
const preview = resultOfJob(of({}), { id: 'j1', kind: 'preview', request }, 'duck')

describe('refining', () => {
  it('asks for the size and pivot of the preview, and for no spin', () => {
    expect(refineRequestOf(of({}), preview)).toEqual({ scaled_bbox: [-1, 0.2, -1], pivot_point: [0, -0.5, 0] })
  })

  it.each([
    ['work is under way', { status: 'training_preview' }],
    ['the session has no preview', { preview_mesh_url_glb: null }],
    ['the newest preview is of another spin', { selected_spin_index: 0 }],
    ['the mesh is of another session', { session_code: 'S_2' }],
  ])('is not offered while %s', (_, fields) => {
    expect(refineRequestOf(of(fields), preview)).toBeNull()
  })

  it('gives a result of its own kind, of the spin of its preview, which is not refined again', () => {
    const session = of({ status: 'refine_done', mesh_url_glb: 'https://x.test/fine.glb' })
    const { selected_spin_index: _, ...sent } = request
    const refined = resultOfJob(session, { id: 'j2', kind: 'refine', request: sent }, 'duck')
    expect(refined).toMatchObject({ kind: 'refine', version: 'j2', request })
    expect(refineRequestOf(session, refined)).toBeNull()
    expect(refineRequestOf(session, preview)).not.toBeNull()
    expect(refineRequestOf(undefined, preview) ?? refineRequestOf(session, null)).toBeNull()
  })

  it('gives a result of the spin of its preview where the upstream names none', () => {
    const session = of({ status: 'refine_done', mesh_url_glb: 'https://x.test/fine.glb', selected_spin_index: null })
    const job = (id: string, kind: SessionJob['kind'], spin: number | null, startedAtMs: number): SessionJob =>
      ({
        ...sentJob(id, session, spin === null ? {} : { selected_spin_index: spin }, startedAtMs, DONE),
        kind,
      }) as SessionJob
    const refine = job('fine', 'refine', null, 30)
    const other: SessionJob = { ...job('other', 'preview', 3, 25), sessionCode: 'S_2' }
    const failed: SessionJob = { ...job('failed', 'preview', 3, 25), state: { is: 'failed', reason: '' } }
    const jobs = [job('later', 'preview', 3, 40), refine, other, failed, job('second', 'preview', 1, 20), job('first', 'preview', 0, 10)] // prettier-ignore
    const refined = resultOfJob(session, refine, 'duck', refinedSpin(jobs, refine))
    expect(refined?.request.selected_spin_index).toBe(1)
    expect(refinedSpin([refine], refine)).toBeNull()
    expect(refinedSpin(jobs, job('second', 'preview', 1, 20))).toBeNull()
  })
})
