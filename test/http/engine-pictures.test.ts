import { validateBytes } from 'gltf-validator'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { serveEngine, workerOf, type EngineServer, type WireSession } from '../fixtures/engine-server.ts'
import { meshTruth } from '../fixtures/mesh-truth.ts'
import { picture, PICTURES } from '../fixtures/pictures.ts'
import { readGlb } from '../fixtures/read-glb.ts'

const SIZE = [0.73, 1.31, 0.217] as const
const PIVOT = [-0.37, -0.5, 0.29] as const

const MAX_GLB_BYTES = 3e6
const MAX_SPIN_BYTES = 500_000
const MAX_TRIANGLES = 60_000

let server: EngineServer
beforeAll(async () => {
  server = await serveEngine({ workerFile: workerOf(inject('builtDir')) })
})
afterAll(() => server?.close())

async function outlineIn(svg: string): Promise<readonly [width: number, height: number] | null> {
  const body = new Uint8Array(await sharp(Buffer.from(svg)).png().toBuffer())
  const answer = await fetch(`${server.url}/api/plinth/outline`, { method: 'POST', body })
  return ((await answer.json()) as { data: { outline: [number, number] | null } }).data.outline
}

it('a picture’s outline is that of its subject, and unknown where nothing stands apart [OUTLINE-1]', async () => {
  const white =
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#fff"/>'
  const subject = '<rect x="120" y="90" width="150" height="60" fill="#a33"/>'
  const [width = 0, height = 0] = (await outlineIn(`${white}${subject}</svg>`)) ?? []
  expect(width / height).toBeCloseTo(2.5, 1)
  expect(await outlineIn(`${white}</svg>`)).toBeNull()
})

describe.each(PICTURES)('%s', (name) => {
  let session: WireSession
  const shapes: string[] = []

  beforeAll(async () => {
    const { session_code: code } = await server.create(await picture(name))
    session = await server.follow(code, 'spin_generate_done')
  })

  it.each([0, 1, 2, 3])(
    'spin %i gives a closed mesh of exactly the requested size, its origin at the pivot',
    async (index) => {
      const code = session.session_code
      await server.post(`/get-3d/preview/${code}`, {
        selected_spin_index: index,
        scaled_bbox: SIZE,
        pivot_point: PIVOT,
      })
      const done = await server.follow(code, 'preview_done')
      const bytes = await server.bytes(done.preview_mesh_url_glb)
      const { box, positions, normals, indices } = readGlb(bytes)
      for (const axis of [0, 1, 2] as const) {
        expect(Math.abs(box.max[axis] - box.min[axis] - SIZE[axis]), `size along ${axis}`).toBeLessThan(1e-4)
        expect(Math.abs(box.min[axis] + (PIVOT[axis] + 0.5) * SIZE[axis]), `origin along ${axis}`).toBeLessThan(1e-4)
      }

      // Its bound on area is meant for meshes of some hundred units; a millimetre is about a pixel here.
      const truth = meshTruth({ positions, normals, indices }, [1000, 1000, 1000])
      expect(truth).toMatchObject({ looseEdges: 0, degenerate: 0 })
      expect(truth.volume).toBeGreaterThan(0)
      expect(truth.triangles).toBeLessThanOrEqual(MAX_TRIANGLES)
      expect(bytes.length).toBeLessThan(MAX_GLB_BYTES)

      const { issues } = await validateBytes(bytes)
      expect({ errors: issues.numErrors, warnings: issues.numWarnings }).toEqual({ errors: 0, warnings: 0 })
      shapes.push(`${truth.triangles} ${truth.volume.toPrecision(6)}`)
    },
  )

  it('has four spins of 36 frames of 360 pixels, each under 500 kB', async () => {
    expect(session.spins).toHaveLength(4)
    for (const { image_url, label } of session.spins) {
      const bytes = await server.bytes(image_url)
      expect(bytes.length, label).toBeLessThan(MAX_SPIN_BYTES)
      expect(await sharp(bytes, { pages: -1 }).metadata(), label).toMatchObject({
        format: 'webp',
        pages: 36,
        width: 360,
        pageHeight: 360,
      })
    }
  })

  it('gives four different meshes', () => {
    expect(new Set(shapes).size).toBe(4)
  })
})
