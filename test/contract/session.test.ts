import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ASSET_NAMES, assetFile, assetNamed, assetUrl, spinAsset } from '../../src/contract/assets.ts'
import { assetPath } from '../../src/contract/paths.ts'
import { readAnswer } from '../../src/contract/answer.ts'
import { readSession, readSessionList } from '../../src/contract/session.ts'
import { sessionStatusOf } from '../../src/contract/status.ts'

const read = (fields: Record<string, unknown>) => readSession({ session_code: 'S', ...fields })
const F = 'https://files.example'

/** The phase of a session that was created to go on to a mesh by itself. */
const goingOn = (status: string, more = {}) => read({ status, preview_mesh: 'turbo', spins: [], ...more })?.phase

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

  it('[STATUS-3] that goes on to its mesh by itself is at its spins until it has them', () => {
    expect(goingOn('training_preview')).toEqual({ work: 'spins', state: 'going' })
    expect(goingOn('training_preview', { spins: [`${F}/0`] })).toEqual({ work: 'preview', state: 'going' })
    expect(goingOn('preview_failed'), 'its spins failed').toEqual({ work: 'spins', state: 'failed' })
    expect(goingOn('preview_failed', { spins: [`${F}/0`] })).toEqual({ work: 'preview', state: 'failed' })
    expect(goingOn('preview_done', { preview_mesh_url_glb: `${F}/a` })).toEqual({ work: 'preview', state: 'done' })
    expect(goingOn('training_preview', { preview_mesh: 'fast_sculpt' })).toEqual({ work: 'preview', state: 'going' })
    for (const [session_status, state] of [
      ['queued', 'going'],
      ['failed', 'failed'],
    ])
      expect(read({ session_status, preview_mesh: 'turbo' })?.phase).toEqual({ work: 'spins', state })
  })

  it.each([
    ['spin_generate_processing', 'in_progress'],
    ['spin_generate_done', 'complete'],
    ['spin_generate_failed', 'failed'],
    ['training_preview', 'in_progress'],
    ['preview_done', 'complete'],
    ['preview_failed', 'failed'],
    ['training_refine', 'in_progress'],
    ['refine_done', 'complete'],
    ['refine_failed', 'failed'],
  ] as const)('[STATUS-4] with %s is %s, unless there is more to do, and reads the same', (status, word) => {
    expect(sessionStatusOf(status, 'none')).toBe(word)
    expect(sessionStatusOf(status, 'waiting')).toBe('queued')
    expect(sessionStatusOf(status, 'begun')).toBe('in_progress')
    expect(read({ session_status: word })?.phase.state).toBe(read({ status })?.phase.state)
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

  it('[MESH-2] has no refined mesh where mesh_url names its preview again, however it is signed', () => {
    const preview = { preview_mesh_url_glb: `${F}/a/mesh.glb?sig=1`, preview_mesh_url_usdz: `${F}/a/mesh.usdz` }
    const named = {
      mesh_url: `${F}/a/mesh.glb?sig=2`,
      mesh_url_glb: `${F}/a/mesh.glb`,
      mesh_url_usdz: `${F}/a/mesh.usdz`,
    }
    const session = read({ status: 'preview_done', ...preview, ...named })
    expect(session).toMatchObject({ phase: { work: 'preview', state: 'done' }, meshes: { refine: {} } })
    expect(session?.meshes.preview).toEqual({ glb: `${F}/a/mesh.glb?sig=1`, usdz: `${F}/a/mesh.usdz` })
    expect(read({ session_status: 'complete', ...preview, ...named })?.phase.work).toBe('preview')
    const refined = read({ status: 'refine_done', ...preview, mesh_url_glb: `${F}/b/mesh.glb` })
    expect(refined?.meshes.refine).toEqual({ glb: `${F}/b/mesh.glb` })
  })

  it('[MESH-3] has its preview in mesh_url where the answer knows no previews', () => {
    const session = read({ session_status: 'complete', mesh_url_glb: `${F}/mesh.glb` })
    expect(session).toMatchObject({
      phase: { work: 'preview', state: 'done' },
      meshes: { preview: { glb: `${F}/mesh.glb` }, refine: {} },
    })
    expect(session && assetUrl(session, 'preview_mesh_url_glb')).toBe(`${F}/mesh.glb`)
    expect(read({ status: 'refine_done', mesh_url_glb: `${F}/mesh.glb` })?.meshes).toEqual({
      preview: {},
      refine: { glb: `${F}/mesh.glb` },
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

  it('[ASSET-1] of a mesh may be followed by what they are called where they are saved', () => {
    expect(assetFile('S_1', 'preview_mesh_url_glb', 'glb')).toBe('S_1-preview_mesh.glb')
    for (const name of ['preview_mesh_url_glb', 'mesh_url_usdz', 'mesh_url_zip']) {
      const file = assetFile('S_1', name, name.split('_').at(-1) ?? '')
      expect(assetNamed(name)).toBe(name)
      expect(assetNamed(`${name}/${file}`)).toBe(name)
    }
    for (const path of [
      'preview_mesh_url_glb/mesh.obj',
      'preview_mesh_url_glb/../x.glb',
      'preview_mesh_url_glb/a/b.glb',
      'mesh_url_exe/a.exe',
      'spins/0/spin.glb',
      'image/a.png',
    ])
      expect(assetNamed(path), path).toBeNull()
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

  it.each([
    ['its own status', { error: 'payment', message: 'Out of credits.', statusCode: 402 }, 'invalid_input', 402],
    ['a status alone', { error: '', message: 'Out of credits.', statusCode: 429, data: {} }, 'rate_limited', 429],
    ['an error of Plinth’s', { error: 'conflict', message: 'Out of credits.', statusCode: 200 }, 'conflict', 400],
    ['a word', { error: 'no credits', message: 'Out of credits.', statusCode: 200, data: null }, 'invalid_input', 400],
    ['an object', { error: { code: 7 }, message: 'Out of credits.', data: { status: 'x' } }, 'invalid_input', 400],
    ['a fault of the server’s', { error: 'oops', message: 'Out of credits.', statusCode: 503 }, 'bad_upstream', 503],
  ])('[ANSWER-1] is an error by %s, though it came with 200', async (_, body, kind, status) => {
    await expect(readAnswer(Response.json(body))).rejects.toMatchObject({ kind, status, message: 'Out of credits.' })
  })

  it('is none by an error that is empty, null or false', async () => {
    for (const error of ['', null, false])
      expect(await readAnswer(Response.json({ error, statusCode: 200, data: 1 }))).toBe(1)
  })
})
