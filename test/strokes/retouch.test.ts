import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hint, PixelBox } from '../../src/cutout/hint.ts'
import { openRetouch, type Retouch } from '../../src/strokes/retouch.ts'

const [WIDTH, HEIGHT] = [48, 40]

/** Two discs and a bar before a ramp, with some noise; the outline has the left disc and half of the bar, softly. */
function opened(): Retouch {
  const rgba = new Uint8Array(4 * WIDTH * HEIGHT).fill(255)
  const alpha = new Uint8Array(WIDTH * HEIGHT)
  for (let p = 0; p < alpha.length; p++) {
    const [x, y] = [p % WIDTH, Math.floor(p / WIDTH)]
    const left = Math.hypot(x - 14, y - 15)
    const right = Math.hypot(x - 36, y - 12)
    const bar = y > 28 && y < 33 && x > 6 && x < 42
    const noise = ((p * 7919) % 13) - 6
    const colour = left < 9 ? [180, 60, 40] : right < 7 ? [40, 90, 170] : bar ? [90, 140, 60] : [200 - x, 190, 180 + y]
    for (let c = 0; c < 3; c++) rgba[4 * p + c] = colour[c]! + noise
    alpha[p] = bar && x < 24 ? 255 : Math.max(0, Math.min(255, Math.round(255 * (9.5 - left))))
  }
  return openRetouch({ rgba, width: WIDTH, height: HEIGHT }, alpha)
}

it('goes on with an outline that was corrected before, and starts over from the one that was given', () => {
  const before = opened()
  const corrected = before.given.map((byte, p) => (p % 5 === 0 ? 0 : byte))
  const after = openRetouch(before.picture, before.given, corrected)
  expect([after.touched, after.canUndo, Buffer.from(after.alpha).equals(corrected)]).toEqual([true, false, true])
  after.restart()
  expect([after.touched, Buffer.from(after.alpha).equals(before.given)]).toEqual([false, true])
  after.undo()
  expect(Buffer.from(after.alpha).equals(corrected)).toBe(true)
})

const RUNS = { numRuns: 40 }

const hints: fc.Arbitrary<Hint> = fc.record({
  mode: fc.constantFrom('keep', 'erase'),
  hard: fc.boolean(),
  radiusPx: fc.double({ min: 0.5, max: 12, noNaN: true }),
  points: fc.array(
    fc.tuple(fc.double({ min: -10, max: 60, noNaN: true }), fc.double({ min: -10, max: 50, noNaN: true })),
    { minLength: 1, maxLength: 5 },
  ),
})

/** Something that an artist does, by which the box of what changed comes back. */
const doings: fc.Arbitrary<(retouch: Retouch) => PixelBox | null> = fc.oneof(
  { weight: 6, arbitrary: hints.map((hint) => (retouch: Retouch) => retouch.apply(hint)) },
  fc.constant((retouch: Retouch) => retouch.undo()),
  fc.constant((retouch: Retouch) => retouch.redo()),
  fc.constant((retouch: Retouch) => retouch.restart()),
  fc.nat(3).map((k) => (retouch: Retouch) => {
    const object = retouch.objects()[k]
    return object ? retouch.keep(object.id, !object.kept) : null
  }),
)

const isIn = (box: PixelBox | null, p: number): boolean => {
  const [x, y] = [p % WIDTH, Math.floor(p / WIDTH)]
  return box !== null && x >= box.left && x < box.right && y >= box.top && y < box.bottom
}

/** What vitest compares byte by byte takes it ten times as long. */
const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

const changesOutside = (before: Uint8Array, after: Uint8Array, box: PixelBox | null): number =>
  after.filter((byte, p) => byte !== before[p] && !isIn(box, p)).length

describe('whatever an artist does', () => {
  it('nothing changes outside of the box that is reported [RETOUCH-4]', () => {
    fc.assert(
      fc.property(fc.array(doings, { maxLength: 12 }), (all) => {
        const retouch = opened()
        for (const act of all) {
          const before = retouch.alpha.slice()
          const box = act(retouch)
          expect(changesOutside(before, retouch.alpha, box)).toBe(0)
        }
      }),
      RUNS,
    )
  })

  it('undoing all of it leads to the start, redoing all of it to the end, and starting over to the start [RETOUCH-5]', () => {
    fc.assert(
      fc.property(fc.array(doings, { maxLength: 12 }), (all) => {
        const retouch = opened()
        const start = retouch.alpha.slice()
        for (const act of all) act(retouch)
        while (retouch.redo());
        const [end, objects] = [retouch.alpha.slice(), retouch.objects()]
        while (retouch.canUndo) retouch.undo()
        expect(isSame(retouch.alpha, start)).toBe(true)
        expect(retouch.touched).toBe(false)
        while (retouch.canRedo) retouch.redo()
        expect(isSame(retouch.alpha, end)).toBe(true)
        expect(retouch.objects()).toEqual(objects)
        retouch.restart()
        expect(isSame(retouch.alpha, start)).toBe(true)
        expect(retouch.touched).toBe(false)
      }),
      RUNS,
    )
  })

  it('a hard stroke sets just what the brush covers, and no soft stroke beside it changes that [RETOUCH-2]', () => {
    fc.assert(
      fc.property(fc.array(hints, { maxLength: 4 }), hints, hints, (before, hint, after) => {
        const retouch = opened()
        for (const one of before) retouch.apply(one)
        const was = retouch.alpha.slice()
        retouch.apply({ ...hint, hard: true })
        const to = hint.mode === 'keep' ? 255 : 0
        const expected = was.map((byte, p) => (covers(p, hint) ? to : byte))
        expect(isSame(retouch.alpha, expected)).toBe(true)
        retouch.apply({ ...after, hard: false })
        const lost = retouch.alpha.filter((byte, p) => covers(p, hint) && !covers(p, after) && byte !== to)
        expect(lost).toHaveLength(0)
      }),
      RUNS,
    )
  })
})

const covers = (p: number, { points, radiusPx }: Hint): boolean =>
  distanceToLine([(p % WIDTH) + 0.5, Math.floor(p / WIDTH) + 0.5], points) <= radiusPx

function distanceToLine([x, y]: readonly [number, number], points: Hint['points']): number {
  const distances = points.map(([bx, by], k) => {
    const [ax, ay] = points[k - 1] ?? [bx, by]
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2
    const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2))
    return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay))
  })
  return Math.min(...distances)
}

describe('separate objects', () => {
  it('come the largest first; leaving one clears it to its rim, and keeping it brings back every byte', () => {
    const retouch = opened()
    const start = retouch.alpha.slice()
    const [disc, bar, ...others] = retouch.objects()
    expect(others).toEqual([])
    expect(disc?.areaPx).toBeGreaterThan(bar?.areaPx ?? Infinity)
    expect(disc?.box).toEqual({ left: 5, top: 6, right: 24, bottom: 25 })
    const cleared = retouch.keep(disc?.id ?? -1, false)
    expect(cleared).toEqual({ left: 5, top: 6, right: 24, bottom: 25 })
    expect(retouch.alpha.subarray(0, 25 * WIDTH).every((byte) => byte === 0)).toBe(true)
    expect(retouch.objects()).toEqual([{ ...disc, kept: false }, bar])
    expect(retouch.keep(disc?.id ?? -1, true)).toEqual(cleared)
    expect(isSame(retouch.alpha, start)).toBe(true)
    expect(retouch.objects()).toEqual([disc, bar])
  })

  it('one that is drawn anew is no longer left out', () => {
    const retouch = opened()
    const id = retouch.objects()[0]?.id ?? -1
    retouch.keep(id, false)
    retouch.apply({ mode: 'keep', hard: true, radiusPx: 10, points: [[14.5, 15.5]] })
    expect(retouch.objects().map(({ kept }) => kept)).toEqual([true, true])
    retouch.undo()
    expect(retouch.objects().map(({ kept }) => kept)).toEqual([false, true])
  })
})
