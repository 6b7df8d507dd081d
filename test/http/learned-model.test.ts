import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { cutOutSchema, type CutOutAnswer } from '../../src/contract/cut-out.ts'
import { apiUrl, CUT_PICTURE_PATH } from '../../src/contract/paths.ts'
import { readSubject } from '../../src/cutout/subject-file.ts'
import { createModelServer, type ModelServer } from '../../src/saliency/model-server.ts'
import { ownModel } from '../../src/saliency/own-model.ts'
import { serveEngine, workerOf, type EngineServer } from '../fixtures/engine-server.ts'
import { isRedDisc, RED_SCENE, redBeforeClutter, writeRedModel } from '../fixtures/red-model.ts'

const drawn = (shapes: string): Promise<Buffer> =>
  sharp(Buffer.from(`<svg width="200" height="150"><rect width="200" height="150" fill="#dde"/>${shapes}</svg>`))
    .removeAlpha()
    .png()
    .toBuffer()

let folder: string
let model: ModelServer
/** How many pictures the model was shown. */
let shown = 0
let [off, on]: EngineServer[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-learned-'))
  model = createModelServer({
    processFile: join(inject('builtDir'), 'server', 'model-process.js'),
    model: ownModel(await writeRedModel(folder)),
    log: console,
  })
  const workerFile = workerOf(inject('builtDir'))
  const counted: ModelServer = { ...model, see: (...picture) => (shown++, model.see(...picture)) }
  ;[off, on] = await Promise.all([serveEngine({ workerFile }), serveEngine({ workerFile, model: counted })])
})
afterAll(async () => {
  await Promise.all([off?.close(), on?.close()])
  await model?.close()
  await rm(folder, { recursive: true })
})

async function cutOutBy(server: EngineServer | undefined, picture: Buffer): Promise<CutOutAnswer> {
  const body = new Uint8Array(picture)
  const answer = await fetch(`${server?.url}${apiUrl(CUT_PICTURE_PATH)}`, { method: 'POST', body })
  return cutOutSchema.parse(((await answer.json()) as { data: unknown }).data)
}

async function looksAt(picture: Buffer): Promise<number> {
  shown = 0
  expect((await cutOutBy(on, picture)).disagreement).not.toBeNull()
  return shown
}

const greys = ({ alpha }: CutOutAnswer): Promise<Buffer> =>
  sharp(Buffer.from(alpha?.split(',')[1] ?? '', 'base64'))
    .toColourspace('b-w')
    .raw()
    .toBuffer()

const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + Math.round(value), 0)

describe('a model that the engine was given', () => {
  it('finds a subject before clutter, where without one the picture is refused', async () => {
    const picture = await redBeforeClutter()
    expect(await cutOutBy(off, picture)).toMatchObject({ alpha: null, reason: expect.any(String), disagreement: null })
    const alpha = await greys(await cutOutBy(on, picture))
    const [both, either] = [0, 0].map((_, k) =>
      alpha.reduce((sum, value, p) => {
        const [ours, disc] = [value >= 128, isRedDisc(p % RED_SCENE.width, Math.floor(p / RED_SCENE.width))]
        return sum + Number(k === 0 ? ours && disc : ours || disc)
      }, 0),
    )
    expect((both ?? 0) / (either ?? 1)).toBeGreaterThan(0.9)
  })

  it('looks closer before clutter alone', async () => {
    expect(await looksAt(await redBeforeClutter())).toBe(2)
    const disc = '<circle cx="120" cy="70" r="45" fill="#d71419"/>'
    expect(await looksAt(await drawn(disc))).toBe(1)
    // Even as well, but with a cloth on it that its label takes for the subject.
    expect(await looksAt(await drawn(`<rect x="15" y="90" width="170" height="45" fill="#2288cc"/>${disc}`))).toBe(2)
  })

  it('is asked for a session’s cut-out too, which has the same outline', async () => {
    const picture = await redBeforeClutter()
    const alpha = await greys(await cutOutBy(on, picture))
    const code = (await on?.create(picture))?.session_code ?? ''
    await on?.follow(code, 'spin_generate_done')
    const subject = readSubject(await readFile(join(on?.dataDir ?? '', 'sessions', code, 'subject.rgba')))
    expect(sumOf(subject.mask.map((covered) => covered * 255))).toBe(sumOf(alpha))
  })

  it('[UNSURE-2] says that a cut-out is a guess for as long as its spins are there, also once it has gone on to a mesh', async () => {
    const picture = await redBeforeClutter({ doubtful: true })
    expect(await cutOutBy(on, picture)).toMatchObject({ unsure: true })
    const code = (await on?.create(picture, { generate_preview_mesh: true }))?.session_code ?? ''
    expect(await on?.follow(code, 'preview_done')).toMatchObject({ message: '', cut_out_unsure: true })
  })
})
