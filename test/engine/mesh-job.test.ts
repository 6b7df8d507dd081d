import { describe, expect, it } from 'vitest'
import { previewJob, refineJob } from '../../src/engine/mesh-job.ts'
import { newRecord } from '../../src/engine/new-session.ts'
import type { MeshJob, SessionRecord } from '../../src/engine/session-record.ts'
import { storedFile } from '../../src/engine/stored-file.ts'

/** A session with spins, created with a box and a pivot of its own, that keeps the aspect ratio. */
const session: SessionRecord = {
  ...newRecord(
    'SESSION_1',
    'spins',
    new Uint8Array(),
    { scaled_bbox: [1, 2, 3], pivot_point: [0, -0.5, 0], preserve_aspect_ratio: true },
    new Date(0),
  ),
  status: 'spin_generate_done',
  spins: ['round', 'turned', 'slab', 'relief'],
  pending: [],
}

const own = { scaledBbox: [1, 2, 3], pivotPoint: [0, -0.5, 0], preserveAspectRatio: true }

describe('a preview', () => {
  it('takes size and pivot from its session where the request gives none', () => {
    expect(previewJob(session, { selected_spin_index: 2 }, 'k')).toEqual({
      kind: 'preview',
      key: 'k',
      spinIndex: 2,
      target: own,
    })
    expect(previewJob(session, { pivot_point: [0, 0, 0] }, 'k').target).toEqual({ ...own, pivotPoint: [0, 0, 0] })
  })

  it('takes a box of its own as it stands, without the session’s aspect ratio', () => {
    expect(previewJob(session, { scaled_bbox: [1, 1, 1] }, 'k').target).toEqual({
      ...own,
      scaledBbox: [1, 1, 1],
      preserveAspectRatio: false,
    })
  })

  it('is refused without spins, with the reason', () => {
    expect(() => previewJob({ ...session, spins: [] }, {}, 'k')).toThrow('are not ready yet')
    const failed: SessionRecord = { ...session, spins: [], status: 'spin_generate_failed', message: 'Too dark.' }
    expect(() => previewJob(failed, {}, 'k')).toThrow('This session has no spins: Too dark.')
  })
})

describe('a refinement', () => {
  const waiting: MeshJob = { kind: 'preview', key: 'p', spinIndex: 3, target: { preserveAspectRatio: false } }
  const made = { key: 'm', spinIndex: 1, target: { ...session.target, scaledBbox: [9, 9, 9] as const }, formats: [] }

  it('refines the newest preview with the size and pivot that it has, also one that still waits', () => {
    const record: SessionRecord = { ...session, meshes: { preview: made, refine: null } }
    expect(refineJob(record, {}, 'k')).toEqual({ kind: 'refine', key: 'k', spinIndex: 1, target: made.target })
    expect(refineJob({ ...record, pending: [waiting] }, { pivot_point: [0, 0, 0] }, 'k')).toEqual({
      kind: 'refine',
      key: 'k',
      spinIndex: 3,
      target: { preserveAspectRatio: false, pivotPoint: [0, 0, 0] },
    })
  })

  it('is refused before there is a preview', () => {
    expect(() => refineJob(session, {}, 'k')).toThrow('Generate a preview first.')
  })
})

const withMesh = (key: string): SessionRecord => ({
  ...session,
  meshes: { preview: { key, spinIndex: 0, target: session.target, formats: ['glb', 'zip'] }, refine: null },
})

it('an asset’s file is found by its name, and another mesh has another tag', () => {
  expect(storedFile(withMesh('a'), 'image')).toMatchObject({ file: 'image' })
  expect(storedFile(withMesh('a'), 'spins/3')).toMatchObject({ file: 'spin-3.webp', type: 'image/webp' })
  const mesh = storedFile(withMesh('a'), 'preview_mesh_url_zip')
  expect(mesh).toMatchObject({ file: 'a.zip', type: 'application/zip' })
  expect(storedFile(withMesh('b'), 'preview_mesh_url_zip')?.tag).not.toBe(mesh?.tag)
  for (const absent of ['spins/4', 'preview_mesh_url_usdz', 'mesh_url_glb', 'session.json'])
    expect(storedFile(withMesh('a'), absent)).toBeNull()
})
