import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Picture } from '../../src/cutout/decode-picture.ts'
import { modelInput } from '../../src/saliency/model-input.ts'
import { bundledModel, type ModelSpec } from '../../src/saliency/model-spec.ts'
import { openModel } from '../../src/saliency/open-model.ts'
import { planesOf, spread } from '../../src/saliency/tensors.ts'
import { tinyOnnx, type TinyModel } from '../fixtures/tiny-onnx.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-model-'))
})
afterAll(() => rm(folder, { recursive: true }))

const RED: TinyModel = { weights: [9, -9, -9], height: 4, width: 6 }

async function written(model: TinyModel | Uint8Array, about: Partial<ModelSpec> = {}): Promise<ModelSpec> {
  const file = join(folder, 'own.onnx')
  await writeFile(file, model instanceof Uint8Array ? model : tinyOnnx(model))
  return {
    file,
    sha256: null,
    width: 6,
    height: 4,
    mean: [0.5, 0.5, 0.5],
    deviation: [1, 1, 1],
    output: null,
    ...about,
  }
}

/** A picture of one colour with a rectangle of another, from `left`, `top` to the bottom right. */
function twoColours(width: number, height: number, ground: number[], thing: number[], left: number, top: number) {
  const rgba = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rgba.set([...(x >= left && y >= top ? thing : ground), 255], (y * width + x) * 4)
  return { width, height, rgba } satisfies Picture
}

describe('a model of one’s own', () => {
  it('sees what it was made to see, in the place where it is', async () => {
    const model = await openModel(await written(RED))
    const picture = twoColours(60, 80, [240, 240, 240], [200, 20, 30], 30, 60)
    const { width, height, values } = await model.see(await modelInput(picture, { width: 6, height: 4 }))
    expect([width, height]).toEqual([6, 4])
    expect([...values].map(Math.round).join('')).toBe('000000 000000 000000 000111'.replaceAll(' ', ''))
    await model.close()
  })

  it('may take pictures of any size', async () => {
    const model = await openModel(await written({ ...RED, height: 'rows', width: 'columns' }))
    expect((await model.see(new Uint8Array(6 * 4 * 3))).values).toEqual(new Float32Array(24))
    await model.close()
  })

  it('is refused with the reason where it is none, or another than its description says', async () => {
    await expect(openModel(await written(new Uint8Array(100)))).rejects.toThrow(
      'own.onnx does not open as an ONNX model',
    )
    await expect(openModel(await written(RED, { width: 8 }))).rejects.toThrow(
      'one input, of 32-bit floats, that takes [1, 3, 4, 8]; it has picture of float32 [1, 3, 4, 6]',
    )
    await expect(openModel(await written(RED, { output: 'mask' }))).rejects.toThrow('no output mask; it has saliency')
    const missing = { ...(await written(RED)), file: join(folder, 'none.onnx') }
    await expect(openModel(missing)).rejects.toThrow('cannot be read')
  })
})

describe('the bundled model', () => {
  it('has the weights that Plinth knows, and sees a thing before a ground', async () => {
    const spec = bundledModel()
    const model = await openModel(spec)
    const picture = twoColours(640, 480, [180, 176, 170], [30, 60, 160], 640, 480)
    for (let y = 140; y < 360; y++) for (let x = 220; x < 420; x++) picture.rgba.set([150, 50, 40], (y * 640 + x) * 4)
    const { width, height, values } = await model.see(await modelInput(picture, spec))
    expect([width, height]).toEqual([320, 320])
    expect(values[160 * width + 160]).toBeGreaterThan(0.9)
    for (const corner of [0, 319, 319 * 320, 320 * 320 - 1]) expect(values[corner]).toBeLessThan(0.1)
    await model.close()
  })

  it('is not opened with other weights', async () => {
    const other = await written(RED, { sha256: bundledModel().sha256 })
    await expect(openModel(other)).rejects.toThrow('are not those that Plinth knows')
  })
})

describe('between pixels and planes', () => {
  it('the brightest value counts as 1, and each channel has its own mean and deviation', () => {
    const about = { mean: [0.5, 0, 0.25], deviation: [0.5, 1, 0.25] } as const
    expect([...planesOf(new Uint8Array([0, 50, 100, 200, 100, 50]), about)]).toEqual([-1, 1, 0.25, 0.5, 1, 0])
    expect([...planesOf(new Uint8Array(3), about)]).toEqual([-1, 0, -1])
  })

  it('a map goes from 0 to 1, and is empty where nothing differs', () => {
    expect([...spread(new Float32Array([-2, 0, 2]))]).toEqual([0, 0.5, 1])
    expect([...spread(new Float32Array([0.7, 0.7]))]).toEqual([0, 0])
  })
})
