import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ASSET_NAMES, assetUrl, spinAsset } from '../../src/contract/assets.ts'
import { assetPath } from '../../src/contract/paths.ts'
import { readAnswer } from '../../src/contract/answer.ts'
import { readSession, readSessionList } from '../../src/contract/session.ts'

const read = (fields: Record<string, unknown>) => readSession({ session_code: 'S', ...fields })
const F = 'https://files.example'

describe('a session, in any of the API’s vocabularies', () => {
  it.each([
    ['uploaded', 'spins', 'going'],
    ['spin_generate_processing', 'spins', 'going'],
    ['spin_generate_done', 'spins', 'done'],
    ['spin_generate_failed', 'spins', 'failed'],
    ['unprocessed', 'preview', 'going'],
    ['training_preview', 'preview', 'going'],
    ['preview_done', 'preview', 'done'],
    ['preview_failed', 'preview', 'failed'],
    ['training_refine', 'refine', 'going'],
    ['refine_done', 'refine', 'done'],
    ['refine_failed', 'refine', 'failed'],
  ])('[STATUS-1] %s is %s %s', (status, work, state) => {
    expect(read({ status })).toMatchObject({ phase: { work, state }, status })
  })

  it('[STATUS-2] that is complete has done the work whose results it holds', () => {
    expect(read({ session_status: 'complete', spins: [`${F}/0`] })?.phase).toEqual({ work: 'spins', state: 'done' })
    expect(read({ session_status: 'complete', spins: [`${F}/0`], preview_mesh_url_glb: `${F}/a.glb` })?.phase).toEqual({
      work: 'preview',
      state: 'done',
    })
    expect(read({ status: 'failed' })?.phase.state).toBe('failed')
    expect(read({ session_status: 'in_progress', percent_done: '40%' })).toMatchObject({
      phase: { state: 'going' },
      percent: 40,
    })
  })

  it('is still going while its status is unknown, and keeps that status for display', () => {
    expect(read({ status: 'polishing_normals' })).toMatchObject({
      phase: { state: 'going' },
      status: 'polishing_normals',
    })
    expect(read({})?.phase).toEqual({ work: 'unknown', state: 'going' })
  })

  it('[SPIN-1] has spins as objects or bare strings, and each keeps its index when another is unreadable', () => {
    const spins = read({
      spins: [
        { image_url: `${F}/0.webp`, label: 'round' },
        7,
        `${F}/2.mp4`,
        { image_url: 'javascript:alert(1)' },
        `${F}/4.webp`,
      ],
    })?.spins
    expect(spins).toEqual([
      { index: 0, url: `${F}/0.webp`, label: 'round' },
      { index: 2, url: `${F}/2.mp4`, label: null },
    ])
  })

  it('[MESH-1] has a mesh of the format that its file’s name says when the field names none', () => {
    expect(read({ mesh_url: `${F}/mesh.zip?sig=1`, preview_mesh_url: `${F}/m` })?.meshes).toEqual({
      refine: { zip: `${F}/mesh.zip?sig=1` },
      preview: { glb: `${F}/m` },
    })
    expect(read({ preview_mesh_url: `${F}/mesh.obj`, preview_mesh_url_glb: `${F}/mesh.glb` })?.meshes.preview).toEqual({
      obj: `${F}/mesh.obj`,
      glb: `${F}/mesh.glb`,
    })
    expect(read({ preview_mesh_url: `${F}/old.glb`, preview_mesh_url_glb: `${F}/new.glb` })?.meshes.preview).toEqual({
      glb: `${F}/new.glb`,
    })
  })

  it('needs a usable code, and is left out of a list without one', () => {
    for (const data of [null, 'x', [], {}, { session_code: '../x' }, { session_code: 7 }])
      expect(readSession(data)).toBeNull()
    expect(
      readSessionList({ results: [{ session_code: 'A' }, null, { session_code: '' }, { session_code: 'B' }] }).map(
        ({ code }) => code,
      ),
    ).toEqual(['A', 'B'])
    expect(readSessionList({ results: 'none' })).toEqual([])
  })

  it('stays readable with any field of any type', () => {
    const fields = [
      'status',
      'session_status',
      'percentage',
      'percent_done',
      'message',
      'image_url',
      'spins',
      'mp4_url',
      'scaled_bbox',
      'pivot_point',
      'preserve_aspect_ratio',
      'selected_spin_index',
      'created_at',
      'mesh_url',
      'preview_mesh_url_glb',
    ]
    fc.assert(fc.property(fc.dictionary(fc.constantFrom(...fields), fc.jsonValue()), (any) => read(any)?.code === 'S'))
  })
})

describe('the files of a session', () => {
  it('have names, and are found at the URLs that the session gives', () => {
    const session = read({
      image_url: `${F}/i.png`,
      spins: [`${F}/0`, `${F}/1`],
      preview_mesh_url_usdz: `${F}/a.usdz`,
      mp4_url: `${F}/v.mp4`,
    })
    if (!session) throw new Error('unreadable')
    const offered = ASSET_NAMES.flatMap((name) => (assetUrl(session, name) ? [name] : []))
    expect(offered).toEqual(['image', 'spins/0', 'spins/1', 'preview_mesh_url_usdz', 'mp4_url'])
    expect(assetUrl(session, '../image')).toBeNull()
    expect(assetPath('S', spinAsset(1))).toBe('/image-to-3d-sessions/S/assets/spins/1')
  })
})

describe('an answer', () => {
  it('gives its data, or an error with the upstream’s own message', async () => {
    expect(await readAnswer(Response.json({ data: { a: 1 } }))).toEqual({ a: 1 })
    await expect(
      readAnswer(
        Response.json(
          { error: 'rate_limited', message: 'slow down' },
          { status: 429, headers: { 'retry-after': '3' } },
        ),
      ),
    ).rejects.toMatchObject({ kind: 'rate_limited', message: 'slow down', retryAfterSeconds: 3 })
    await expect(readAnswer(new Response('<html>', { status: 503 }))).rejects.toMatchObject({
      kind: 'bad_upstream',
      status: 503,
    })
    await expect(readAnswer(new Response('{"data":'))).rejects.toMatchObject({ kind: 'bad_upstream' })
  })
})
