import { describe, expect, it } from 'vitest'
import { readSession } from '../../src/contract/session.ts'
import { UNSURE_MESSAGE } from '../../src/contract/unsure.ts'
import { newRecord } from '../../src/engine/new-session.ts'
import { percentOfWork } from '../../src/engine/progress.ts'
import { sessionAnswer } from '../../src/engine/session-answer.ts'
import type { Job, MeshJob, SessionRecord } from '../../src/engine/session-record.ts'

const ORIGIN = 'http://plinth.test'
const TARGET = { preserveAspectRatio: false }
const FORMATS = ['glb', 'obj', 'zip', 'usdz', 'stl'] as const

const created = (fields = {}): SessionRecord => newRecord('S_1', 'spins', new Uint8Array(), fields, new Date(0))
const spun: SessionRecord = {
  ...created(),
  status: 'spin_generate_done',
  message: '',
  spins: ['round', 'turned', 'slab', 'relief'],
  pending: [],
}
const mesh = (key: string, formats: readonly (typeof FORMATS)[number][] = FORMATS) => ({
  key,
  spinIndex: 0,
  target: { ...TARGET, scaledBbox: [1, 1, key === 'P' ? 1 : 2] as const },
  formats: [...formats],
})
const job = (kind: MeshJob['kind'], follows?: MeshJob['follows']): MeshJob => ({
  kind,
  key: 'k',
  spinIndex: 0,
  target: TARGET,
  follows,
})

const answerOf = (record: SessionRecord) => sessionAnswer(record, ORIGIN, 0)
/** The names of the files that an answer's fields lead to. */
const filesIn = (record: SessionRecord) =>
  Object.fromEntries(
    Object.entries(answerOf(record))
      .filter(([field]) => field.includes('mesh_url'))
      .map(([field, url]) => [field, new URL(String(url)).pathname.split('/').at(-1)]),
  )

/** What `filesIn` finds where these fields lead to a file of this name in every format. */
const named = (fields: string, file: string) => ({
  [fields]: `${file}.obj`,
  ...Object.fromEntries(FORMATS.map((format) => [`${fields}_${format}`, `${file}.${format}`])),
})

describe('a new session', () => {
  it.each([
    [{}, 'training_preview'],
    [{ generate_preview_mesh: true, preview_mesh: 'turbo' }, 'training_preview'],
    [{ preview_mesh: 'turbo' }, 'spin_generate_processing'],
    [{ generate_preview_mesh: false }, 'spin_generate_processing'],
  ] as const)('[CREATE-5] with %j says at once what it is going to be: %s', (fields, status) => {
    expect(answerOf(created(fields))).toMatchObject({ status, session_status: 'queued', percent_done: 0 })
  })

  it('is at its spins for the page, whatever it goes on to', () => {
    expect(readSession(answerOf(created()))?.phase).toEqual({ work: 'spins', state: 'going' })
    const failed: SessionRecord = { ...created(), status: 'preview_failed', message: 'Too dark.', pending: [] }
    expect(readSession(answerOf(failed))).toMatchObject({
      phase: { work: 'spins', state: 'failed' },
      message: 'Too dark.',
    })
  })
})

describe('[SESSION-1] the newer word for the state', () => {
  const waiting = created().message
  it.each([
    ['queued', { message: waiting, pending: [job('preview')] }],
    ['in_progress', { message: 'Generating Mesh', pending: [job('preview')] }],
    ['in_progress', { message: waiting, pending: [job('preview', ['spins'])] }],
    ['in_progress', { status: 'preview_done', pending: [job('refine', ['preview'])] }],
    ['complete', { status: 'preview_done' }],
    ['complete', { status: 'spin_generate_done' }],
    ['failed', { status: 'preview_failed' }],
  ] as const)('is %s with %j', (word, fields) => {
    expect(answerOf({ ...spun, ...fields, pending: [...('pending' in fields ? fields.pending : [])] })).toMatchObject({
      session_status: word,
    })
  })
})

describe('[SESSION-2] mesh_url, in every format', () => {
  const previewed: SessionRecord = { ...spun, status: 'preview_done', meshes: { preview: mesh('P'), refine: null } }
  const refined: SessionRecord = {
    ...previewed,
    status: 'refine_done',
    meshes: { preview: mesh('P'), refine: mesh('R') },
  }
  it('is the preview, under a name with its ending, until there is a refined mesh', () => {
    expect(filesIn(spun)).toEqual({})
    const both = { ...named('preview_mesh_url', 'S_1-preview_mesh'), ...named('mesh_url', 'S_1-preview_mesh') }
    expect(filesIn(previewed)).toEqual(both)
    expect(filesIn(refined)).toEqual({ ...both, ...named('mesh_url', 'S_1-mesh') })
  })

  it('has the size of the session', () => {
    expect(answerOf(previewed)).toMatchObject({ scaled_bbox: [1, 1, 1] })
    expect(answerOf(refined)).toMatchObject({ scaled_bbox: [1, 1, 2] })
  })

  it('is not offered while that mesh is being made again', () => {
    expect(filesIn({ ...previewed, status: 'training_preview', pending: [job('preview')] })).toEqual({})
    const refining: SessionRecord = { ...refined, status: 'training_refine', pending: [job('refine')] }
    expect(filesIn(refining)).toEqual(filesIn(previewed))
  })

  it('shows the page no refined mesh where there is none, and no OBJ in place of a GLB where a mesh is older than those', () => {
    const read = readSession(answerOf(previewed))
    expect(read).toMatchObject({ phase: { work: 'preview', state: 'done' }, meshes: { refine: {} } })
    expect(Object.keys(read?.meshes.preview ?? {})).toEqual([...FORMATS])
    expect(readSession(answerOf(refined))?.meshes.refine.glb).toContain('/mesh_url_glb/S_1-mesh.glb?v=R')
    const older: SessionRecord = { ...previewed, meshes: { preview: mesh('P', ['glb', 'zip']), refine: null } }
    expect(filesIn(older)).toMatchObject({ preview_mesh_url: 'S_1-preview_mesh.glb', mesh_url: 'S_1-preview_mesh.glb' })
  })
})

it('the percent of a session that goes on rises from the first spin to the last mesh', () => {
  const record = created({ auto_refine: true })
  const steps: Job[] = [{ kind: 'spins', key: 'k' }, job('preview', ['spins']), job('refine', ['spins', 'preview'])]
  const percents = steps.flatMap((step) => [0, 0.5, 1].map((share) => percentOfWork(record, step, share)))
  expect(percents).toEqual(percents.toSorted((a, b) => a - b))
  expect([percents[0], percents.at(-1)]).toEqual([0, 100])
  expect(percents[2], 'the mesh begins where the spins end').toBe(percents[3])
  // What is requested later is a work of its own.
  expect(percentOfWork(created(), job('preview'), 0)).toBe(0)
  expect(percentOfWork(created({ preview_mesh: 'turbo' }), { kind: 'spins', key: 'k' }, 1)).toBe(100)
})

it('[UNSURE-1] [UNSURE-2] spins of a guess stay one while later work says other things', () => {
  const later = { ...spun, status: 'training_preview', message: 'Generating Mesh' } as const
  const said = [{ ...spun, message: UNSURE_MESSAGE }, { ...later, unsure: true }, { ...later, unsure: false }, later]
  expect(said.map((record) => readSession(answerOf(record))?.unsure)).toEqual([true, true, false, false])
})
