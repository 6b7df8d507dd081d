import { describe, expect, test } from 'vitest'
import { cutOut } from '../../src/cutout/cut-out.ts'
import { decodePicture, type Picture } from '../../src/cutout/decode-picture.ts'
import { NoSubjectError } from '../../src/cutout/picture-error.ts'
import { proportionOf } from '../fixtures/field-pictures.ts'
import { bodiesOf, borderOf } from '../fixtures/masks.ts'
import { BACKDROPS, renderScene, SIDE, THINGS, type Backdrop } from '../fixtures/scenes.ts'
import { fieldFile, fieldRound } from '../fixtures/shared-field.ts'

const magenta: Backdrop = { name: 'magenta', at: () => [255, 0, 255] }

function paint(at: (x: number, y: number) => readonly [number, number, number]): Picture {
  const rgba = new Uint8Array(SIDE * SIDE * 4)
  for (let p = 0; p < SIDE * SIDE; p++) rgba.set([...at(p % SIDE, Math.floor(p / SIDE)), 255], p * 4)
  return { width: SIDE, height: SIDE, rgba }
}

const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0)

function noise(seed: number): number {
  const s = Math.sin(seed * 12.9898) * 43758.5453
  return (s - Math.floor(s)) * 255
}

describe('colours at the rim', () => {
  for (const thing of THINGS) {
    test(`a ${thing.name} before a magenta backdrop brings no magenta along, not even into the grown colours`, () => {
      const { colour } = cutOut(renderScene(thing, magenta).picture)
      let pink = 0
      for (let i = 0; i < colour.length; i += 3) {
        if (colour[i]! > 180 && colour[i + 2]! > 180 && colour[i + 1]! < 90) pink++
      }
      expect(pink / (colour.length / 3)).toBeLessThan(0.0005)
    })
  }
})

describe('the cut-out', () => {
  test('alpha is used as it is', () => {
    const { picture, alpha } = renderScene(THINGS[3]!, magenta)
    const rgba = picture.rgba.slice()
    alpha.forEach((a, p) => (rgba[p * 4 + 3] = Math.round(a * 255)))
    const { mask } = cutOut({ ...picture, rgba })
    expect(sum(mask)).toBeCloseTo(sum(alpha), -1)
  })

  test('glass that is faint everywhere is cut out as if it were opaque', () => {
    const { picture, alpha } = renderScene(THINGS[3]!, magenta)
    const rgba = picture.rgba.slice()
    alpha.forEach((a, p) => (rgba[p * 4 + 3] = Math.round(a * 90)))
    const { mask } = cutOut({ ...picture, rgba })
    expect(sum(mask)).toBeCloseTo(sum(alpha), -2)
  })

  test('an even alpha over the whole picture is no outline, and a wholly transparent picture has no subject', () => {
    const scene = renderScene(THINGS[3]!, BACKDROPS[0]!)
    const veiled = scene.picture.rgba.map((value, k) => (k % 4 === 3 ? 100 : value))
    expect(sum(cutOut({ ...scene.picture, rgba: veiled }).mask) / sum(scene.alpha)).toBeCloseTo(1, 1)
    expect(() => cutOut({ ...scene.picture, rgba: new Uint8Array(SIDE * SIDE * 4) })).toThrow(NoSubjectError)
  })

  test('an opaque alpha channel does not keep the background', () => {
    const { width, height } = cutOut(renderScene(THINGS[3]!, BACKDROPS[0]!).picture)
    expect(Math.max(width, height)).toBeLessThan(SIDE)
  })

  test('a subject that touches the frame stays whole, inside an empty border', () => {
    const picture = paint((x, y) => (Math.abs(x - 240) < 70 && y > 120 ? [40, 90, 160] : [245, 245, 245]))
    const subject = cutOut(picture)
    expect(Math.max(...borderOf(subject))).toBe(0)
    expect(subject.mask.reduce((a, b) => a + b, 0)).toBeCloseTo(139 * 359, -3)
  })

  test('dust goes, a real second part stays', () => {
    const spots = [
      [60, 60, 2],
      [400, 90, 2],
      [420, 400, 1.5],
      [120, 380, 26],
    ] as const
    const picture = paint((x, y) => {
      if (Math.hypot(x - 240, y - 220) < 90) return [180, 60, 40]
      return spots.some(([cx, cy, r]) => Math.hypot(x - cx, y - cy) < r) ? [30, 30, 30] : [240, 240, 240]
    })
    const area = cutOut(picture).mask.reduce((a, b) => a + b, 0)
    expect(area / (Math.PI * (90 ** 2 + 26 ** 2))).toBeCloseTo(1, 1)
    expect(cutOut(picture).width).toBeLessThan(260)
  })
})

describe('pictures without a subject', () => {
  const cases = {
    'one plain colour': paint(() => [200, 190, 180]),
    'a gradient': paint((x, y) => [100 + x / 5, 120 + y / 5, 160]),
    noise: paint((x, y) => [noise(x + y * 977), noise(x * 3 + y * 571), noise(x * 7 + y * 313)]),
    'a busy landscape': paint((x, y) => {
      const wave = 60 * Math.sin(x / 17) * Math.sin(y / 23) + 50 * Math.sin((x + 2 * y) / 9)
      return y < 150
        ? [140 + wave / 4, 170 + wave / 3, 220]
        : [110 + wave, 120 + wave * 0.8, 60 + noise(x * 31 + y) / 4]
    }),
  }
  for (const [name, picture] of Object.entries(cases)) {
    test(`${name}: the artist is told so, and what would help`, () => {
      expect(() => cutOut(picture)).toThrow(NoSubjectError)
      expect(() => cutOut(picture)).toThrow(/background.*plain background.*transparent/)
    })
  }
})

const TWO_TO_THREE = fieldRound(
  ['studio-horizon.jpg'],
  ['edge-a0.png'],
  ['alpha-rounded-corners.png'],
  ['dust-8px.png'],
  ['frame-1px-black.png'],
  ['frame-inset-10px.png'],
  ['checker-gimp-16.png'],
  ['anim-blank-first.gif'],
  ['base-alpha.png'],
)

test.each(TWO_TO_THREE)('%s holds one body, 2 : 3', async (name) => {
  const { mask, width, height } = cutOut(await decodePicture(await fieldFile(name)))
  expect(bodiesOf({ mask, width, height })).toBe(1)
  expect(Math.abs(proportionOf(mask, width) / (2 / 3) - 1)).toBeLessThan(0.03)
})

test.each(fieldRound(['cartoon-white-eyes.png'], ['ghost-outline12.png']))(
  'what the outline of %s encloses is filled',
  async (name) => {
    const cut = cutOut(await decodePicture(await fieldFile(name)))
    expect(bodiesOf(cut)).toBe(1)
    expect(cut.enclosed).toBe('filled')
  },
)
