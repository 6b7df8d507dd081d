import { describe, expect, test } from 'vitest'
import { cutOut } from '../../src/cutout/cut-out.ts'
import type { Picture } from '../../src/cutout/decode-picture.ts'
import { NoSubjectError } from '../../src/cutout/picture-error.ts'
import { removeBackground } from '../../src/cutout/remove-background.ts'
import type { Saliency } from '../../src/cutout/saliency-map.ts'
import { overlap } from '../fixtures/masks.ts'

const SIDE = 240
type Rgb = readonly [number, number, number]
type Area = (x: number, y: number) => boolean

const disc =
  (cx: number, cy: number, r: number): Area =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) < r
const box =
  (left: number, top: number, right: number, bottom: number): Area =>
  (x, y) =>
    x >= left && x < right && y >= top && y < bottom
const either =
  (...areas: readonly Area[]): Area =>
  (x, y) =>
    areas.some((area) => area(x, y))

const PAPER: Rgb = [200, 200, 200]
const RED: Rgb = [190, 40, 30]
const body = disc(120, 100, 56)

/** Areas in their colours, the first on top, before a backdrop. */
function drawn(areas: readonly (readonly [Area, Rgb])[], behind: (x: number, y: number) => Rgb = () => PAPER): Picture {
  const rgba = new Uint8Array(4 * SIDE * SIDE).fill(255)
  for (let p = 0; p < SIDE * SIDE; p++) {
    const [x, y] = [p % SIDE, Math.floor(p / SIDE)]
    rgba.set(areas.find(([area]) => area(x, y))?.[1] ?? behind(x, y), 4 * p)
  }
  return { width: SIDE, height: SIDE, rgba }
}

/** What a model might see at either look, at a third of the size. */
function seen(value: (x: number, y: number) => number): NonNullable<Saliency> {
  const width = SIDE / 3
  const values = Float32Array.from({ length: width * width }, (_, p) =>
    value(3 * (p % width) + 1, 3 * Math.floor(p / width) + 1),
  )
  const look = () => ({ width, height: width, values })
  return { first: look, closer: look }
}
const seenAs = (area: Area): NonNullable<Saliency> => seen((x, y) => (area(x, y) ? 1 : 0))

/** What the model is asked for, in order, while it sees an area at first, and another at a closer look. */
function looksAt(picture: Picture, first: Area, closer: Area = first): readonly string[] {
  const asked: string[] = []
  const look = (name: string, area: Area) => () => {
    asked.push(name)
    return seenAs(area).first()
  }
  cutOut(picture, { saliency: { first: look('first', first), closer: look('closer', closer) } })
  return asked
}

const truth = (area: Area): Float32Array =>
  Float32Array.from({ length: SIDE * SIDE }, (_, p) => (area(p % SIDE, Math.floor(p / SIDE)) ? 1 : 0))

const cut = (picture: Picture, saliency: Saliency): Float32Array =>
  removeBackground(picture, { choice: 'auto', saliency }).mask

describe('before an even backdrop', () => {
  test('a bar of shadow that is no part of what the model sees is left out', () => {
    const bar = box(20, 170, 200, 190)
    const picture = drawn([[body, RED], [bar, [120, 120, 120]]]) // prettier-ignore
    expect(overlap(cut(picture, null), truth(either(body, bar)))).toBeGreaterThan(0.97)
    expect(overlap(cut(picture, seenAs(body)), truth(body))).toBeGreaterThan(0.97)
  })

  test('a grey part that the model sees as the subject stays', () => {
    const foot = box(90, 150, 150, 200)
    const picture = drawn([[body, RED], [foot, [120, 120, 120]]]) // prettier-ignore
    expect(overlap(cut(picture, seenAs(either(body, foot))), truth(either(body, foot)))).toBeGreaterThan(0.97)
  })

  test('a part of another colour than the backdrop stays, though the model loses it', () => {
    const fin = box(170, 90, 220, 112)
    const picture = drawn([[body, RED], [fin, [30, 60, 160]]]) // prettier-ignore
    expect(overlap(cut(picture, seenAs(body)), truth(either(body, fin)))).toBeGreaterThan(0.97)
  })

  test('a side in the backdrop’s own colour is added where the model is sure of it', () => {
    const pale = box(90, 140, 150, 215)
    const picture = drawn([[body, RED]])
    expect(overlap(cut(picture, null), truth(body))).toBeGreaterThan(0.97)
    expect(overlap(cut(picture, seenAs(either(body, pale))), truth(either(body, pale)))).toBeGreaterThan(0.97)
    const wavering = seen((x, y) => (body(x, y) ? 1 : pale(x, y) ? 0.6 : 0))
    expect(overlap(cut(picture, wavering), truth(body))).toBeGreaterThan(0.97)
  })

  test('an opening stays open, though the model overlooks it', () => {
    const [ring, hole] = [disc(120, 120, 80), disc(120, 120, 40)]
    const picture = drawn([[hole, PAPER], [ring, RED]]) // prettier-ignore
    const { mask, enclosed } = removeBackground(picture, { choice: 'auto', saliency: seenAs(ring) })
    expect(
      overlap(
        mask,
        truth((x, y) => ring(x, y) && !hole(x, y)),
      ),
    ).toBeGreaterThan(0.97)
    expect(enclosed).toBe('open')
  })

  test('the outline is the picture’s own, not the model’s', () => {
    const picture = drawn([[body, RED]])
    expect(cut(picture, seenAs(disc(121, 101, 57)))).toEqual(cut(picture, null))
  })

  test('how far the model contradicts the label is told, as a share of the subject apart from its outline', () => {
    const picture = drawn([[body, RED]])
    const said = (area: Area) => removeBackground(picture, { choice: 'auto', saliency: seenAs(area) })
    expect(said(body).disagreement).toBeLessThan(0.05)
    expect(said(disc(120, 100, 40)).disagreement).toBeCloseTo((52 ** 2 - 40 ** 2) / 56 ** 2, 1)
    expect(removeBackground(picture).disagreement).toBeNull()
  })
})

/** Blocks of any colour, the same in every run. */
function blocks(x: number, y: number): Rgb {
  const k = Math.floor(x / 20) * 31 + Math.floor(y / 20) * 17
  return [(k * 97) % 256, (k * 57) % 256, (k * 151) % 256]
}

describe('before a background that tells nothing', () => {
  const picture = drawn([[body, [240, 150, 20]]], blocks)

  test('the subject is the one that the model sees, up to its edge', () => {
    expect(() => cutOut(picture)).toThrow(NoSubjectError)
    const { mask, unsure } = removeBackground(picture, { choice: 'auto', saliency: seenAs(disc(121, 101, 57)) })
    expect(overlap(mask, truth(body))).toBeGreaterThan(0.97)
    expect(unsure).toBe(false)
  })

  test('what the model wavers about is called a guess', () => {
    const wavering = seen((x, y) => (body(x, y) ? 1 : box(20, 170, 90, 220)(x, y) ? 0.4 : 0))
    const { unsure, disagreement } = cutOut(picture, { saliency: wavering })
    expect(unsure).toBe(true)
    expect(disagreement).toBeGreaterThan(0.05)
  })

  test('nothing is cut out where the model sees nothing', () => {
    expect(() => cutOut(picture, { saliency: seen(() => 0) })).toThrow(NoSubjectError)
    expect(() => cutOut(picture, { saliency: seen((x, y) => (disc(120, 100, 20)(x, y) ? 0.6 : 0.4)) })).toThrow(
      /too busy/,
    )
  })

  test('openings are filled where the artist says so', () => {
    const hole = disc(120, 100, 20)
    const saliency = seen((x, y) => (body(x, y) && !hole(x, y) ? 1 : 0))
    const ring = drawn([[hole, blocks(40, 40)], [body, [240, 150, 20]]], blocks) // prettier-ignore
    const [open, filled] = (['auto', 'filled'] as const).map((choice) => removeBackground(ring, { choice, saliency }))
    expect([open!.enclosed, filled!.enclosed]).toEqual(['open', 'open'])
    expect(
      overlap(
        open!.mask,
        truth((x, y) => body(x, y) && !hole(x, y)),
      ),
    ).toBeGreaterThan(0.95)
    expect(overlap(filled!.mask, truth(body))).toBeGreaterThan(0.97)
  })
})

test('a picture with an outline of its own is taken as it is, and no model is heard', () => {
  const picture = drawn([[body, RED]])
  for (let p = 0; p < SIDE * SIDE; p++) if (!body(p % SIDE, Math.floor(p / SIDE))) picture.rgba[4 * p + 3] = 0
  expect(looksAt(picture, body)).toEqual([])
  expect(cutOut(picture, { saliency: seenAs(disc(60, 60, 20)) })).toEqual(cutOut(picture))
})

describe('the model looks', () => {
  test('once, before a backdrop that is even', () => {
    expect(looksAt(drawn([[body, RED]]), body)).toEqual(['first'])
  })

  test('closer, where the backdrop tells nothing', () => {
    expect(looksAt(drawn([[body, RED]], blocks), body)).toEqual(['closer'])
  })

  test('closer, where much that is surely background looks like a subject', () => {
    const table = box(10, 130, 230, 230)
    const picture = drawn([[body, RED], [table, [90, 130, 70]]]) // prettier-ignore
    expect(looksAt(picture, disc(120, 100, 70), body)).toEqual(['first', 'closer'])
    const saliency = { first: seenAs(disc(120, 100, 70)).first, closer: seenAs(body).closer }
    expect(overlap(removeBackground(picture, { choice: 'auto', saliency }).mask, truth(body))).toBeGreaterThan(0.95)
  })
})
