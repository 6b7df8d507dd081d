import { describe, expect, it } from 'vitest'
import { refineRequestOf } from '../../src/result/refine.ts'
import { readSession } from '../../src/contract/session.ts'
import { resultOfJob } from '../../src/result/result.ts'

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
})
