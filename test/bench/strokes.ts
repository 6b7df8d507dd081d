import { cluttered, OBJECTS, openSeer, outlineOf, photos, type Truth } from '../fixtures/cut-out-truth.ts'
import { mendByHand, type Mended } from '../fixtures/rough-hand.ts'
import { openRetouch } from '../../src/strokes/retouch.ts'
import { takePhoto, randomOf } from '../make/photo.ts'
import { decodePicture } from '../../src/cutout/decode-picture.ts'
import { verdict } from './figures.ts'

interface Group {
  readonly name: string
  readonly pictures: readonly Truth[]
}

const FURNISHED = ['kitchen', 'workbench', 'den'] as const
const SIX = OBJECTS.filter((name) => name !== 'key')

const GROUPS: readonly Group[] = [
  { name: 'clutter', pictures: cluttered(OBJECTS, 100, 3) },
  { name: 'kept aside: clutter', pictures: cluttered(OBJECTS, 900, 2) },
  { name: 'three rooms, six objects', pictures: photos(SIX, FURNISHED) },
  { name: 'wood on wood, a key', pictures: [...photos(OBJECTS, ['parlour']), ...photos(['key'], FURNISHED)] },
]

const [ENOUGH, MOST_STROKES] = [0.97, 12]
/** A stroke that takes away more than this made the outline worse. */
const WORSE = 0.002
/** What a stroke may take at the size that the page works at, milliseconds. */
const [TYPICAL_MS, WORST_MS, WORK_PX] = [100, 250, 1024]

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity)
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0)
const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? 0
const strokesOf = ({ agreement }: Mended): number => (agreement.at(-1)! >= ENOUGH ? agreement.length - 1 : Infinity)
const told = (strokes: number): string => (strokes === Infinity ? `over ${MOST_STROKES}` : `${strokes}`)

function tell({ name, pictures }: Group, mended: readonly Mended[]): string {
  const faulty = mended.filter(({ agreement }) => agreement[0]! < ENOUGH)
  const strokes = faulty.map(strokesOf)
  const atSix = faulty.map(({ agreement }) => agreement[Math.min(6, agreement.length - 1)]!)
  const steps = faulty.flatMap(({ agreement }) => agreement.slice(1).map((after, k) => after - agreement[k]!))
  return [
    `${name}: ${faulty.length} of ${pictures.length} under ${ENOUGH}`,
    `  strokes to ${ENOUGH}: median ${told(quantile(strokes, 0.5))}, 90th percentile ${told(quantile(strokes, 0.9))}; by six ${strokes.filter((n) => n <= 6).length}`,
    `  agreement at six strokes or the end: mean ${(atSix.reduce((a, b) => a + b, 0) / atSix.length).toFixed(4)}, worst ${least(atSix).toFixed(4)}`,
    `  strokes that made it worse: ${steps.filter((step) => step < -WORSE).length} of ${steps.length}`,
  ].join('\n')
}

/**
 * How many strokes a rough hand needs to mend automatic outlines, and what a stroke takes at the size that the page
 * works at. `PLINTH_BENCH_EACH=1` names every picture.
 */
export async function benchStrokes(print: (line: string) => void): Promise<void> {
  const seer = await openSeer()
  for (const group of GROUPS) {
    const all: Mended[] = []
    for (const { name, take } of group.pictures) {
      const { picture, alpha } = await take()
      const retouch = openRetouch(picture, outlineOf(picture, await seer.see(picture)))
      const mended = mendByHand(retouch, alpha, MOST_STROKES, ENOUGH, randomOf(`hand ${name}`))
      all.push(mended)
      if (process.env.PLINTH_BENCH_EACH)
        print(`    ${name}: ${mended.agreement.map((value) => value.toFixed(3)).join(' ')}`)
    }
    print(tell(group, all))
  }
  await seer.close()
  await timeStrokes(print)
}

const beside = (value: number, bound: number): string =>
  `${value.toFixed(0)} ms (bound ≤ ${bound} ms: ${verdict(value <= bound)})`

/** Strokes by a hand that begins with nothing, and one across the whole picture. */
async function timeStrokes(print: (line: string) => void): Promise<void> {
  const times: number[] = []
  for (const object of OBJECTS) {
    const photo = await takePhoto({ object, room: 'workbench', encoding: 'jpeg', side: WORK_PX })
    const picture = await decodePicture(photo.bytes)
    const retouch = openRetouch(picture, new Uint8Array(photo.alpha.length))
    times.push(...mendByHand(retouch, photo.alpha, 4, 1, randomOf(`time ${object}`)).times)
    const start = performance.now()
    retouch.apply({ mode: 'erase', hard: false, radiusPx: 20, points: [[10, 300], [1000, 340]] }) // prettier-ignore
    times.push(performance.now() - start)
  }
  const [typical, worst] = [quantile(times, 0.5), most(times)]
  print(`a stroke at ${WORK_PX} px: median ${beside(typical, TYPICAL_MS)}, worst ${beside(worst, WORST_MS)}`)
}
