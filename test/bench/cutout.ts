import { verdict } from './figures.ts'
import {
  cluttered,
  judge,
  OBJECTS,
  openSeer,
  photos,
  scenes,
  type Judged,
  type Truth,
} from '../fixtures/cut-out-truth.ts'

interface Group {
  readonly name: string
  readonly pictures: readonly Truth[]
  /** Least mean and least worst agreement with the model on. */
  readonly mean?: number
  readonly worst?: number
  /** Least share of those that agree to less than 0.9 which say so. */
  readonly honest?: number
}

const FURNISHED = ['kitchen', 'workbench', 'den'] as const
const PAPERS = ['white paper', 'grey paper', 'blue paper', 'sand paper'] as const
const SIX = OBJECTS.filter((name) => name !== 'key')

/** The last ones were not looked at while thresholds were chosen. */
const GROUPS: readonly Group[] = [
  { name: 'plain backdrops', pictures: scenes(), mean: 0.998, worst: 0.99 },
  { name: 'paper, with shadows', pictures: photos(OBJECTS, PAPERS) },
  { name: 'three rooms, six objects', pictures: photos(SIX, FURNISHED), mean: 0.985, worst: 0.93 },
  { name: 'wood on wood, a key', pictures: [...photos(OBJECTS, ['parlour']), ...photos(['key'], FURNISHED)] },
  { name: 'clutter', pictures: cluttered(OBJECTS, 100, 3), mean: 0.85, honest: 0.9 },
  { name: 'kept aside: rooms, other light', pictures: photos(SIX, FURNISHED, 2), mean: 0.985, worst: 0.93 },
  { name: 'kept aside: clutter', pictures: cluttered(OBJECTS, 900, 2), mean: 0.85, honest: 0.9 },
]

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity)
const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
const beside = (value: number, bound: number | undefined): string =>
  bound === undefined ? value.toFixed(4) : `${value.toFixed(4)} (bound ≥ ${bound}: ${verdict(value >= bound)})`

function tell({ name, mean, worst, honest }: Group, off: readonly Judged[], on: readonly Judged[]): string {
  const [without, withModel] = [off, on].map((all) => all.map(({ iou }) => iou))
  const bad = on.filter(({ iou }) => iou < 0.9)
  const said = bad.filter(({ unsure }) => unsure).length
  const needless = on.filter(({ iou, unsure }) => iou >= 0.9 && unsure).length
  return [
    `${name}, ${on.length} pictures`,
    `  model off: mean ${meanOf(without!).toFixed(4)}, worst ${least(without!).toFixed(4)}`,
    `  model on:  mean ${beside(meanOf(withModel!), mean)}, worst ${beside(least(withModel!), worst)}`,
    `  under 0.9: ${bad.length}, of which say so: ${said}${honest && bad.length > 0 ? ` (bound ≥ ${honest}: ${verdict(said >= honest * bad.length)})` : ''}; unsure without need: ${needless}`,
  ].join('\n')
}

/** How far cut-outs agree with the truth, with the model off and on. `PLINTH_BENCH_EACH=1` names every picture. */
export async function benchCutOut(print: (line: string) => void): Promise<void> {
  const seer = await openSeer()
  for (const group of GROUPS) {
    const [off, on]: [Judged[], Judged[]] = [[], []]
    for (const { name, take } of group.pictures) {
      const { picture, alpha } = await take()
      off.push(judge(picture, alpha, null))
      const judged = judge(picture, alpha, await seer.see(picture))
      on.push(judged)
      if (process.env.PLINTH_BENCH_EACH)
        print(`    ${name}: ${off.at(-1)!.iou.toFixed(3)} → ${judged.iou.toFixed(3)}${judged.unsure ? ', unsure' : ''}`)
    }
    print(tell(group, off, on))
  }
  await seer.close()
}
