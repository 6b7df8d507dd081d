import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { apiUrl, CUT_PICTURE_PATH } from '../../src/contract/paths.ts'
import type { EnclosedChoice } from '../../src/contract/enclosed-areas.ts'
import { cutPicturePath } from '../../src/contract/paths.ts'
import { cutPicture } from '../../src/engine/cut-picture.ts'
import type { ModelServer } from '../../src/saliency/model-server.ts'
import { createEarlyLooks } from '../../src/engine/early-looks.ts'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import { glanceAt, openGlance } from '../../src/engine/glance.ts'
import { cutSubject } from '../../src/engine/pipeline.ts'
import { withModel } from '../../src/engine/with-model.ts'
import { createWorkerPool, type WorkerPool } from '../../src/engine/worker-pool.ts'

const svg = (width: number, height: number, inside: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${inside}</svg>`)

const BALL = '<circle cx="150" cy="90" r="60" fill="#36a"/>'
const before = (ground: string) => sharp(svg(240, 180, BALL)).flatten({ background: ground })

/** Of an 8-bit grey PNG: its colour type is in its header (PNG, section 11.2.1). */
async function greysOf(png: Uint8Array | null): Promise<Buffer> {
  expect(Array.from(png ?? []).slice(24, 26)).toEqual([8, 0])
  return sharp(png ?? undefined)
    .toColourspace('b-w')
    .raw()
    .toBuffer()
}

const pixelsOf = (png: Uint8Array) => sharp(png).raw().toBuffer({ resolveWithObject: true })

describe('a picture to be looked at', () => {
  it('has the outline that its session would have, laid where the subject is', async () => {
    const image = await before('#e8e4da').png().toBuffer()
    const cut = await cutPicture(image, async () => null)
    expect(cut).toMatchObject({ width: 240, height: 180, source: 'picture', reason: null, unsure: false })
    const data = await greysOf(cut.alpha)
    const subject = await cutSubject(image, 'auto')
    const ours = Array.from(subject.mask, (covered) => Math.round(covered * 255))
    const theirs = ours.map((_, p) => {
      const [x, y] = [(p % subject.width) + subject.at.left, Math.floor(p / subject.width) + subject.at.top]
      return x >= 0 && y >= 0 && x < 240 && y < 180 ? data[y * 240 + x] : 0
    })
    expect(theirs).toEqual(ours)
    expect(data[90 * 240 + 150]).toBe(255)
    expect(data.reduce((sum, value) => sum + value, 0)).toBe(ours.reduce((sum, value) => sum + value, 0))
  })

  it('is the picture as it was worked on: upright, at most 1024 px long, with its colours as they were', async () => {
    const tall = sharp(svg(1500, 500, '<rect x="200" y="150" width="300" height="200" fill="#a33"/>'))
    const image = await tall.flatten({ background: '#eee' }).withMetadata({ orientation: 6 }).png().toBuffer()
    const cut = await cutPicture(image, async () => null)
    const { data, info } = await pixelsOf(cut.picture)
    expect([info.width, info.height, cut.width, cut.height]).toEqual([341, 1024, 341, 1024])
    const at = (240 * 341 + 170) * info.channels
    expect([...data.subarray(at, at + 3)]).toEqual([0xaa, 0x33, 0x33])
  })

  it('with an outline of its own keeps it, and is shown to no model', async () => {
    const image = await sharp(svg(240, 180, BALL))
      .png()
      .toBuffer()
    const cut = await cutPicture(image, () => Promise.reject(new Error('It was shown.')))
    expect(cut).toMatchObject({ source: 'alpha', disagreement: null, unsure: false })
    const data = await greysOf(cut.alpha)
    const given = await sharp(image).extractChannel(3).raw().toBuffer()
    expect(data.equals(given)).toBe(true)
  })

  it('shows the colours that an alpha hides, so that they can be brought back', async () => {
    const rgba = Uint8Array.from({ length: 40 * 40 * 4 }, (_, k) => {
      const isSubject = k % 160 >= 80
      return k % 4 === 3 ? (isSubject ? 255 : 0) : isSubject ? 200 : 90
    })
    const image = await sharp(rgba, { raw: { width: 40, height: 40, channels: 4 } })
      .png()
      .toBuffer()
    const cut = await cutPicture(image, async () => null)
    const { data, info } = await pixelsOf(cut.picture)
    expect([cut.source, info.channels, data[0], data[3 * 30]]).toEqual(['alpha', 3, 90, 200])
  })

  it.each(['filled', 'open'] as const)('has what it encloses %s where that was chosen', async (choice) => {
    const ring = svg(240, 180, '<circle cx="120" cy="90" r="50" fill="none" stroke="#36a" stroke-width="24"/>')
    const image = await sharp(ring).flatten({ background: '#e8e4da' }).png().toBuffer()
    const { alpha } = await cutPicture(image, async () => null, choice)
    expect((await greysOf(alpha))[90 * 240 + 120]).toBe(choice === 'filled' ? 255 : 0)
  })

  it('says why where nothing stands apart in it', async () => {
    const image = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#678' } })
      .png()
      .toBuffer()
    const cut = await cutPicture(image, async () => null)
    expect(cut).toMatchObject({ alpha: null, reason: expect.stringContaining('stands apart'), disagreement: null })
  })
})

const silent: ModelServer = {
  width: 2,
  height: 1,
  see: () => new Promise(() => {}),
  missing: () => null,
  close: async () => {},
}

describe('a glance', () => {
  const picture = { width: 2, height: 1, rgba: new Uint8Array([9, 9, 9, 255, 9, 9, 9, 255]) }

  it('waits for nothing once its work is over', async () => {
    const { glance, close } = openGlance(silent)
    const answer = await glanceAt(picture, glance)
    close()
    expect([answer?.first(), answer?.closer()]).toEqual([null, null])
  })
})

describe('a look that begins with the upload', () => {
  const opaque = { width: 2, height: 1, rgba: new Uint8Array([9, 9, 9, 255, 9, 9, 9, 255]) }
  const shown: Uint8Array[] = []
  const left: boolean[] = []
  const model: ModelServer = {
    ...silent,
    async see(rgb, signal) {
      signal.addEventListener('abort', () => left.push(true))
      return { width: 1, height: 1, values: new Float32Array([shown.push(rgb)]) }
    },
  }
  beforeEach(() => {
    shown.length = 0
    left.length = 0
  })

  it('is what the thread gets, which shows the same picture', async () => {
    const early = createEarlyLooks(model)
    early.begin('a', opaque)
    const { glance, close } = openGlance(model, early.take('a'))
    const answer = await glanceAt(opaque, glance)
    await expect.poll(() => glance.answers[0]).toBe(1)
    expect(answer?.first()?.values[0]).toBe(1)
    expect(shown).toHaveLength(1)
    const again = openGlance(model, early.take('a'))
    await glanceAt(opaque, again.glance)
    await expect.poll(() => shown).toHaveLength(2)
    expect(shown[1]).toEqual(shown[0])
    close()
    again.close()
  })

  it('is none where the picture’s own alpha says what the subject is', () => {
    const early = createEarlyLooks(model)
    early.begin('a', { ...opaque, rgba: opaque.rgba.with(3, 0) })
    expect(early.take('a')).toBeNull()
  })

  it('ends with its session', async () => {
    const early = createEarlyLooks(model)
    const pool = withModel(createWorkerPool('', 0), model, early)
    early.begin('a', opaque)
    await expect.poll(() => shown).toHaveLength(1)
    await pool.cancel('a')
    expect([left, early.take('a')]).toEqual([[true], null])
  })

  it('is dropped where the model is lost before the work begins', async () => {
    let lost: string | null = null
    const failing: ModelServer = { ...model, missing: () => lost }
    const early = createEarlyLooks(failing)
    const nobody: WorkerPool = { run: async () => ({}), cancel: async () => {}, close: async () => {} }
    early.begin('a', opaque)
    lost = 'It is gone.'
    await withModel(nobody, failing, early).run('a', { kind: 'outline', image: new Uint8Array() }, () => {})
    expect(early.take('a')).toBeNull()
  })
})

/** Never answers a file of an odd number of bytes. */
const WORKER = `
  import { parentPort } from 'node:worker_threads'
  const cutOut = { width: 1, height: 1, picture: new Uint8Array(), alpha: null, source: 'picture', disagreement: null, unsure: false }
  parentPort.on('message', ({ image, enclosed }) =>
    image.length % 2 || parentPort.postMessage({ kind: 'done', result: { cutOut: { ...cutOut, reason: enclosed } } }))
`

/** With an odd or an even number of bytes, for the worker's sake: what follows a PNG's end is nobody's. */
async function pictureOf(oddBytes: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const png = await before('#fff').png().toBuffer()
  return new Uint8Array((png.length % 2 === 1) === oddBytes ? png : Buffer.concat([png, Buffer.alloc(1)]))
}

describe('the call for it', () => {
  let dataDir: string
  let engine: Engine
  let warnings: string[]

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'plinth-cut-picture-'))
    await writeFile(join(dataDir, 'worker.mjs'), WORKER)
    warnings = []
    engine = await createEngine({
      dataDir,
      workerFile: join(dataDir, 'worker.mjs'),
      fetchImage: () => Promise.reject(new Error('There is no network here.')),
      log: { warn: (message) => warnings.push(message) },
      threads: 1,
    })
  })
  afterEach(async () => {
    await engine.close()
    await rm(dataDir, { recursive: true })
  })

  const ask = (body: Uint8Array<ArrayBuffer>, signal?: AbortSignal, path = CUT_PICTURE_PATH) =>
    engine.fetch(new Request(`http://local${apiUrl(path)}`, { method: 'POST', body, ...(signal && { signal }) }))

  it('ends with the page that made it, and the next has the thread', async () => {
    const leaving = new AbortController()
    const left = ask(await pictureOf(true), leaving.signal)
    const next = ask(await pictureOf(false))
    await expect.poll(async () => (leaving.abort(), (await left).status)).toBe(409)
    expect((await next).status).toBe(200)
    expect(warnings).toEqual([])
  })

  it('[CUTOUT-5] takes what was chosen for the enclosed areas along, and nothing else', async () => {
    const reasonBy = async (path: string) => (await (await ask(await pictureOf(false), undefined, path)).json()).data
    const choices: readonly EnclosedChoice[] = ['auto', 'filled', 'open']
    const answers = await Promise.all(choices.map((choice) => reasonBy(cutPicturePath(choice))))
    expect(answers.map(({ reason }) => reason)).toEqual(choices)
    const wrong = await ask(await pictureOf(false), undefined, `${CUT_PICTURE_PATH}?enclosed_areas=half`)
    expect(wrong.status).toBe(400)
  })

  it('refuses what is no picture as a session does', async () => {
    const answer = await ask(new Uint8Array(Buffer.from('%PDF-1.7')))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: 'bad_image', message: expect.stringContaining('not a picture') })
  })
})
