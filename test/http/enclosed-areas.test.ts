import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { serveEngine, workerOf, type EngineServer, type WireSession } from '../fixtures/engine-server.ts'
import { outlinedFigure } from '../fixtures/outlined-pictures.ts'
import { readGlb } from '../fixtures/read-glb.ts'

const workerFile = workerOf(inject('builtDir'))

let dataDir: string
let server: EngineServer
let code: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'plinth-enclosed-'))
  server = await serveEngine({ workerFile, dataDir })
  const { rgba, width, height } = outlinedFigure(3).picture
  const ghost = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer()
  code = (await server.create(ghost)).session_code
  await server.follow(code, 'spin_generate_done')
})
afterAll(async () => {
  await server?.close()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

const choose = async (choice: unknown, of = code) => {
  const answer = await fetch(`${server.url}/api/plinth/sessions/${of}/enclosed-areas`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ enclosed_areas: choice }),
  })
  const { data, message } = (await answer.json()) as { data: WireSession; message: string }
  return { status: answer.status, data, message }
}

const now = async () => (await server.get(`/${code}`)).body.data
const spinNow = async () => Buffer.from(await server.bytes((await now()).spins[1]?.image_url))
const preview = () => server.post(`/get-3d/preview/${code}`, { selected_spin_index: 0 })

/** Depth by height of the session's mesh. */
async function depthOf({ preview_mesh_url_glb: url }: WireSession): Promise<number> {
  const { min, max } = readGlb(await server.bytes(url)).box
  return (max[2]! - min[2]!) / (max[1]! - min[1]!)
}

it('a figure in outline is filled by itself, opens on request with spins made at once, and is filled again', async () => {
  const filled = await spinNow()
  expect(await now()).toMatchObject({
    enclosed_areas: { choice: 'auto', found: 'filled', made: 'filled', mesh_is_older: false },
  })
  await preview()
  expect(await depthOf(await server.follow(code, 'preview_done'))).toBeGreaterThan(0.3)

  const opening = await choose('open')
  expect(opening).toMatchObject({ status: 200, data: { status: 'spin_generate_processing', spins: [] } })
  expect(await server.follow(code, 'spin_generate_done')).toMatchObject({
    enclosed_areas: { choice: 'open', made: 'open', mesh_is_older: true },
    preview_mesh_url_glb: expect.any(String),
  })
  expect((await spinNow()).equals(filled)).toBe(false)
  await preview()
  const wire = await server.follow(code, 'preview_done')
  expect(wire).toMatchObject({ enclosed_areas: { mesh_is_older: false } })
  expect(await depthOf(wire)).toBeLessThan(0.2)

  await choose('filled')
  await server.follow(code, 'spin_generate_done')
  expect((await spinNow()).equals(filled)).toBe(true)
})

it('the same choice again makes nothing again, nor does one that comes to the same', async () => {
  for (const choice of ['filled', 'auto'])
    expect(await choose(choice)).toMatchObject({
      status: 200,
      data: { status: 'spin_generate_done', enclosed_areas: { choice, made: 'filled' } },
    })
})

it('a choice waits for the mesh that was requested before, and that mesh is of the spins before', async () => {
  await preview()
  expect((await choose('open')).data.status).toBe('training_preview')
  const seen: string[] = []
  const done = await server.follow(code, 'spin_generate_done', ({ status }) => seen.push(status))
  expect(seen[0]).toBe('training_preview')
  expect(done).toMatchObject({ enclosed_areas: { made: 'open', mesh_is_older: true } })
  expect(await depthOf(done)).toBeGreaterThan(0.3)
})

it('a restart keeps the choice, and a session from before it goes on as it was cut out', async () => {
  await server.close()
  server = await serveEngine({ workerFile, dataDir })
  expect((await now()).enclosed_areas).toMatchObject({ choice: 'open', made: 'open' })
  await server.close()
  const file = join(dataDir, 'sessions', code, 'session.json')
  const { enclosed, ...older } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
  expect(enclosed).toBeDefined()
  await writeFile(file, JSON.stringify(older))
  server = await serveEngine({ workerFile, dataDir })
  expect(await now()).not.toHaveProperty('enclosed_areas')
  expect(await now()).toMatchObject({ status: 'spin_generate_done' })
})

it('what is no choice, and what has nothing to choose, is refused in words', async () => {
  expect(await choose('half')).toMatchObject({
    status: 400,
    message: expect.stringContaining('expected one of "auto", "filled", "open"'),
  })
  expect(await choose('open', 'SESSION_none')).toMatchObject({ status: 404 })
  expect(await choose('open')).toMatchObject({ status: 409, message: expect.stringContaining('encloses nothing') })
})
