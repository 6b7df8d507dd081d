import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebIO } from '@gltf-transform/core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { fit } from '../../src/contract/fit.ts'
import { serveEngine, workerOf, type EngineServer, type WireSession } from '../fixtures/engine-server.ts'
import { picture } from '../fixtures/pictures.ts'
import { pivotIn, readGlb } from '../fixtures/read-glb.ts'

let server: EngineServer
let vase: Buffer
beforeAll(async () => {
  vase = await picture('vase.png')
  server = await serveEngine({ workerFile: workerOf(inject('builtDir')) })
})
afterAll(() => server?.close())

const preview = (code: string, body: unknown = {}) => server.post(`/get-3d/preview/${code}`, body)
const refine = (code: string, body: unknown = {}) => server.post(`/get-3d/refine/${code}`, body)
const sizeOf = ({ min, max }: ReturnType<typeof readGlb>['box']) =>
  [0, 1, 2].map((axis) => (max[axis] ?? Number.NaN) - (min[axis] ?? Number.NaN))

/** The vase with its spins, made once for all tests. */
let spun: Promise<WireSession> | null = null
const spunSession = () =>
  (spun ??= server.create(vase).then(({ session_code }) => server.follow(session_code, 'spin_generate_done')))

async function expectMesh(url: unknown, size: readonly number[], pivot: readonly number[]) {
  const { box } = readGlb(await server.bytes(url))
  sizeOf(box).forEach((metres, axis) => expect(Math.abs(metres - (size[axis] ?? 0))).toBeLessThan(1e-4))
  pivotIn(box).forEach((at, axis) => expect(Math.abs(at - (pivot[axis] ?? 0))).toBeLessThan(1e-3))
}

describe('from a picture to spins', () => {
  it('answers 201 with the new session, then reports real progress that never falls, up to four labelled spins', async () => {
    const made = await server.post<WireSession>('', {
      image_url: `data:image/png;base64,${vase.toString('base64')}`,
      preview_mesh: 'turbo',
    })
    expect(made).toMatchObject({
      status: 201,
      body: {
        error: '',
        statusCode: 201,
        data: {
          status: 'spin_generate_processing',
          session_status: 'queued',
          percentage: 0,
          percent_done: 0,
          spins: [],
          preview_mesh: 'turbo',
          scaled_bbox: [-1, -1, -1],
          pivot_point: [0, 0, 0],
        },
      },
    })
    const { session_code } = made.body.data
    expect(session_code).toMatch(/^SESSION_[A-Za-z0-9_-]+$/)
    const looks: WireSession[] = []
    const done = await server.follow(session_code, 'spin_generate_done', (session) => looks.push(session))
    const percents = looks.map(({ percentage }) => percentage)
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))
    // A clock alone could give 0 and 100: many different figures show that they come from the work.
    expect(new Set(percents).size).toBeGreaterThan(10)
    expect(percents.at(-1)).toBe(100)
    expect(
      looks.filter(({ message }) => message === 'Cutting out the subject').every(({ percentage }) => percentage < 25),
    ).toBe(true)
    expect(new Set(looks.map(({ status, session_status }) => `${status} ${String(session_status)}`))).toEqual(
      new Set([
        'spin_generate_processing queued',
        'spin_generate_processing in_progress',
        'spin_generate_done complete',
      ]),
    )
    expect(done.spins.map(({ label }) => label)).toEqual(['round', 'turned', 'slab', 'relief'])
    for (const field of ['preview_mesh_url_glb', 'mesh_url_glb']) expect(done).not.toHaveProperty(field)
  })

  it('gives spins at absolute URLs, each a looping turntable of its own', async () => {
    const { spins, image_url, session_code } = await spunSession()
    const files = await Promise.all(spins.map((spin) => server.bytes(spin.image_url)))
    for (const [index, spin] of spins.entries())
      expect(spin.image_url).toBe(`${server.url}/api/image-to-3d-sessions/${session_code}/assets/spins/${index}`)
    const told = await Promise.all(files.map((file) => sharp(file, { pages: -1 }).metadata()))
    for (const { format, width, pageHeight, pages, loop } of told)
      expect({ format, width, pageHeight, pages, loop }).toEqual({
        format: 'webp',
        width: 360,
        pageHeight: 360,
        pages: 36,
        loop: 0,
      })
    expect(new Set(files.map((file) => Buffer.from(file).toString('base64'))).size).toBe(4)
    expect(Buffer.from(await server.bytes(image_url)).equals(vase)).toBe(true)
  })

  it('says why a picture without a subject has no spins, and refuses a preview for that reason', async () => {
    const blank = await sharp({ create: { width: 200, height: 160, channels: 3, background: '#b7c2d0' } })
      .png()
      .toBuffer()
    const { session_code } = await server.create(blank)
    await expect(server.follow(session_code, 'spin_generate_done')).rejects.toThrow(
      'is spin_generate_failed: Nothing in this picture stands apart from its background. Use a picture of one object',
    )
    // Whoever waits for the mesh waits for the mesh to fail.
    const goingOn = await server.create(blank, {})
    await expect(server.follow(goingOn.session_code, 'preview_done')).rejects.toThrow(
      'is preview_failed: Nothing in this',
    )
    for (const code of [session_code, goingOn.session_code]) {
      expect((await server.get(`/${code}`)).body.data).toMatchObject({ session_status: 'failed', spins: [] })
      expect(await preview(code)).toMatchObject({
        status: 409,
        body: { error: 'conflict', message: expect.stringContaining('Nothing in this picture stands apart') },
      })
    }
  })
})

/** In pixels. */
async function textureWidth(glb: Uint8Array): Promise<number> {
  const [texture] = (await new WebIO().readBinary(glb)).getRoot().listTextures()
  return texture?.getSize()?.[0] ?? Number.NaN
}

describe('from a spin to a mesh', () => {
  it('answers a preview call as the documentation shows it', async () => {
    const { session_code: code, spins } = await spunSession()
    const { status, body } = await preview(code, { selected_spin_index: 1, selected_spin: spins[1]?.image_url })
    const key = expect.stringMatching(/^[\w-]+$/)
    expect(status).toBe(200)
    expect(body).toEqual({
      error: '',
      message: 'Generating Mesh',
      statusCode: 200,
      data: {
        scenario: code,
        unique_trial_key: key,
        status: 'unprocessed',
        complete_job_data: {
          scenario: code,
          job_priority: '2',
          username: expect.any(String),
          call: 'dreamfusion',
          user_id: '000000',
          status: 'unprocessed',
          start_time: expect.stringMatching(/^\d{10}\.\d{7}$/),
          unique_trial_key: body.data.unique_trial_key,
          task_data: expect.any(String),
          id: `job:dreamfusion:${code}_${String(body.data.unique_trial_key)}`,
        },
        // Not in the documentation: the dialect of 2025.
        session_code: code,
        session_status: 'queued',
        percent_done: 0,
      },
    })
    const task = JSON.parse((body.data.complete_job_data as { task_data: string }).task_data)
    expect(Object.keys(task)).toEqual([
      'scenario',
      'unique_trial_key',
      'customer_email',
      'image_url',
      'text_prompt',
      'keyword',
      'discord_user_id',
    ])
    const looks: WireSession[] = []
    const done = await server.follow(code, 'preview_done', (session) => looks.push(session))
    expect(looks[0]).toMatchObject({ status: 'training_preview', selected_spin_index: 1 })
    expect(looks[0]).not.toHaveProperty('preview_mesh_url')
    const percents = looks.map(({ percentage }) => percentage)
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))
    expect(done).toMatchObject({ percentage: 100, selected_spin_index: 1, message: '' })
  })

  it('gives the requested size and origin, in five formats, and twice the resolution when refined', async () => {
    const { session_code: code } = await spunSession()
    await preview(code, { selected_spin_index: 0, scaled_bbox: [0.8, 1.3, -1], pivot_point: [0, -0.5, 0.25] })
    const seen = await server.follow(code, 'preview_done')
    const first = readGlb(await server.bytes(seen.preview_mesh_url_glb))
    const [width, height] = sizeOf(first.box)
    expect([width, height]).toEqual([expect.closeTo(0.8, 4), expect.closeTo(1.3, 4)])
    expect(seen).toMatchObject({ scaled_bbox: [0.8, 1.3, -1], pivot_point: [0, -0.5, 0.25] })
    for (const [format, magic] of [
      ['glb', 'glTF'],
      ['zip', 'PK'],
      ['usdz', 'PK'],
      ['obj', '# Plinth. metres'],
    ] as const) {
      const url = String(seen[`preview_mesh_url_${format}`])
      const asset = `${server.url}/api/image-to-3d-sessions/${code}/assets/preview_mesh_url_${format}`
      expect(url.replace(/\?v=\w+$/, '')).toBe(`${asset}/${code}-preview_mesh.${format}`)
      const [file, older] = await Promise.all([url, asset].map((address) => server.bytes(address)))
      expect(Buffer.compare(Buffer.from(file ?? []), Buffer.from(older ?? [])), 'the address of older answers').toBe(0)
      expect(Buffer.from(file ?? []).toString('latin1', 0, magic.length)).toBe(magic)
    }
    expect((await server.bytes(seen.preview_mesh_url_stl)).length).toBe(84 + 50 * (first.indices.length / 3))
    expect(await refine(code)).toMatchObject({ status: 200, body: { data: { status: 'unprocessed' } } })
    const statuses = new Set<string>()
    const refined = await server.follow(code, 'refine_done', ({ status }) => statuses.add(status))
    expect([...statuses]).toEqual(['training_refine', 'refine_done'])
    const second = readGlb(await server.bytes(refined.mesh_url_glb))
    // Twice the resolution along each axis would be four times the triangles; outlines and flat places need fewer.
    expect(second.indices.length / first.indices.length).toBeGreaterThan(2)
    expect(second.indices.length / 3).toBeLessThanOrEqual(240_000)
    expect(first.indices.length / 3).toBeLessThanOrEqual(60_000)
    expect(sizeOf(second.box)).toEqual(sizeOf(first.box).map((metres) => expect.closeTo(metres, 1)))
    expect(refined).toHaveProperty('preview_mesh_url_glb')
    await refine(code, { scaled_bbox: [1, 2, 3], pivot_point: [0.5, 0.5, 0.5] })
    await expectMesh((await server.follow(code, 'refine_done')).mesh_url_glb, [1, 2, 3], [0.5, 0.5, 0.5])
  })

  it('refines from the picture’s full resolution where it has more than a preview uses, also after a restart', async () => {
    const photo = await sharp(await picture('chair.jpg'))
      .resize(1800)
      .jpeg({ quality: 92 })
      .toBuffer()
    const dataDir = await mkdtemp(join(tmpdir(), 'plinth-fine-'))
    let own = await serveEngine({ workerFile: workerOf(inject('builtDir')), dataDir })
    const { session_code: code } = await own.create(photo)
    await own.follow(code, 'spin_generate_done')
    await own.post(`/get-3d/preview/${code}`, { selected_spin_index: 2 })
    const seen = await textureWidth(await own.bytes((await own.follow(code, 'preview_done')).preview_mesh_url_glb))
    await own.post(`/get-3d/refine/${code}`, {})
    const fine = await own.bytes((await own.follow(code, 'refine_done')).mesh_url_glb)
    expect(await textureWidth(fine)).toBeGreaterThan(1.5 * seen)
    expect(await readdir(join(dataDir, 'sessions', code))).toContainEqual(
      expect.stringMatching(/^subject-fine.*\.rgba$/),
    )
    await own.close()
    own = await serveEngine({ workerFile: workerOf(inject('builtDir')), dataDir })
    await own.post(`/get-3d/refine/${code}`, {})
    expect(Buffer.from(await own.bytes((await own.follow(code, 'refine_done')).mesh_url_glb)).equals(fine)).toBe(true)
    await own.close()
    await rm(dataDir, { recursive: true, maxRetries: 5 })
  })

  it.each([[[-1, -1, -1]], [[0.7, -1, -1]], [[-1, 0.9, 0.3]]] as const)(
    'sizes the automatic axes of %j as the fit does, with the pivot where it was requested',
    async (scaledBbox) => {
      const { session_code: code } = await spunSession()
      const pivotPoint = [0.5, -0.5, -0.25] as const
      const boxFor = async (scaled_bbox: readonly number[], pivot_point: readonly number[]) => {
        await preview(code, { selected_spin_index: 0, scaled_bbox, pivot_point })
        made = await server.follow(code, 'preview_done')
        return readGlb(await server.bytes(made.preview_mesh_url_glb)).box
      }
      let made: WireSession | undefined
      // The shape's own proportions: with all axes automatic, one scale serves all.
      const natural = sizeOf(await boxFor([-1, -1, -1], [0, 0, 0])) as [number, number, number]
      const { sizeMetres } = fit({ min: [0, 0, 0], max: natural }, { scaledBbox, pivotPoint })
      const box = await boxFor(scaledBbox, pivotPoint)
      expect(sizeOf(box)).toEqual(sizeMetres.map((metres) => expect.closeTo(metres, 4)))
      expect(pivotIn(box)).toEqual(pivotPoint.map((at) => expect.closeTo(at, 3)))
      // [NATURAL-1] Told as they were before the size, of the mesh and roughly of its spin; all automatic, the longest side is 1 m.
      expect(made?.mesh_proportions).toEqual(natural.map((metres) => expect.closeTo(metres, 4)))
      expect(made?.spins[0]?.proportions).toEqual(natural.map((metres) => expect.closeTo(metres, 1.7)))
    },
  )

  it('goes straight on to a mesh, or a refined one, with its own box and pivot when the session says so', async () => {
    const shape = { scaled_bbox: [0.3, 0.9, 0.6], pivot_point: [-0.5, -0.5, -0.5] }
    const ways = [{ preview_mesh: 'fast_sculpt' }, {}, { generate_preview_mesh: true, auto_refine: true }]
    const sessions = await Promise.all(ways.map((way) => server.create(vase, { ...way, ...shape })))
    const [sculpt, generated, refined] = await Promise.all(
      sessions.map(({ session_code }, way) => server.follow(session_code, way === 2 ? 'refine_done' : 'preview_done')),
    )
    await expectMesh(sculpt?.preview_mesh_url_glb, shape.scaled_bbox, shape.pivot_point)
    await expectMesh(generated?.preview_mesh_url_glb, shape.scaled_bbox, shape.pivot_point)
    await expectMesh(refined?.preview_mesh_url_glb, shape.scaled_bbox, shape.pivot_point)
    await expectMesh(refined?.mesh_url_glb, shape.scaled_bbox, shape.pivot_point)
  })

  it('stops after the spins when generate_preview_mesh is false, whatever preview_mesh says', async () => {
    const { session_code } = await server.create(vase, { preview_mesh: 'fast_sculpt', generate_preview_mesh: false })
    const done = await server.follow(session_code, 'spin_generate_done')
    expect(done.percentage).toBe(100)
  })

  it('makes two previews in the order of their requests, and never says done without the files', async () => {
    const { session_code: code } = await server.create(vase)
    await server.follow(code, 'spin_generate_done')
    await preview(code, { selected_spin_index: 2, scaled_bbox: [1, 1, 1] })
    await preview(code, { selected_spin_index: 3, scaled_bbox: [2, 2, 2] })
    const chosen: unknown[] = []
    const meshWhenDone: string[] = []
    const done = await server.follow(code, 'preview_done', (session) => {
      if (session.selected_spin_index !== chosen.at(-1)) chosen.push(session.selected_spin_index)
      if (session.status === 'preview_done') meshWhenDone.push(typeof session.preview_mesh_url_glb)
    })
    expect(chosen).toEqual([2, 3])
    expect(new Set(meshWhenDone), 'done only with its files').toEqual(new Set(['string']))
    await expectMesh(done.preview_mesh_url_glb, [2, 2, 2], [0, 0, 0])
  })
})
