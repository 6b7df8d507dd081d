import type { Result } from './result.ts'
import { verdictOf, type Verdict } from './verdict.ts'
import { pivotOfBox } from '../contract/fit.ts'
import { saySize, type Unit } from '../contract/length.ts'
import type { Natural } from '../contract/natural.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import { boxSize, type Box } from '../contract/vec3.ts'
import { diagnose } from '../glb/diagnose.ts'
import { measure, measureAlone, type Report } from '../glb/measure.ts'
import type { QuarterTurn } from '../glb/quarter-turn.ts'
import type { RefitRequest } from '../glb/refit-request.ts'
import { boxAs } from '../glb/solve.ts'

export interface ReportFacts {
  readonly result: Pick<Result, 'own' | 'request'>
  /** Of the file as it came. */
  readonly box: Box
  /** The size and origin that it gets instead of its own. */
  readonly refit: RefitRequest | null
  /** Of the file that was saved with that refit, by its own vertices; null until one was. */
  readonly saved: Box | null
  readonly natural: Natural | null
  readonly unit: Unit
}

/** What is said of a mesh: a line, and the figures behind it. */
export interface ResultReport extends Pick<Report, 'size' | 'pivot'> {
  /** `pass` is a promise on a file's own vertices; `plain` promises nothing. */
  readonly tone: Verdict['tone'] | 'plain'
  readonly line: string
  readonly of: 'a file' | 'a refit'
  /** Whether there is anything to set the figures against. */
  readonly judged: boolean
  /** Of a file that is not as requested, whether a refit mends it. */
  readonly correctable: boolean | null
}

const EXCHANGED: Readonly<Record<string, readonly [number, number, number]>> = {
  X: [0, 2, 1],
  Y: [2, 1, 0],
  Z: [1, 0, 2],
}

/** Reset proportions after the quarter turn that a mesh gets. */
function turned(natural: Natural | null, turn: QuarterTurn | null | undefined): Natural | null {
  const order = turn && EXCHANGED[turn.slice(-1)]
  if (!natural || !order) return natural
  const [x, y, z] = order.map((axis) => natural.sides[axis] ?? null)
  return { ...natural, sides: [x ?? null, y ?? null, z ?? null] }
}

const MATCH = 'Size and pivot match'

/** The same verdict on what a file will be: the page has worked it out, and nobody has measured it yet. */
function asForecast({ tone, line }: Verdict): Pick<ResultReport, 'tone' | 'line'> {
  return {
    tone: tone === 'pass' ? 'plain' : tone,
    line: line.startsWith(MATCH)
      ? `Resized for free. Your download uses this size and pivot${line.slice(MATCH.length)}.`
      : `Resized for free. ${line}.`,
  }
}

function reportOfRefit(facts: ReportFacts, refit: RefitRequest): ResultReport {
  const forecast = boxAs(facts.box, refit)
  const box = facts.saved ?? forecast
  const request: Pick<PreviewRequest, 'scaled_bbox' | 'pivot_point'> = {
    scaled_bbox: refit.scaled_bbox ?? boxSize(forecast),
    pivot_point: refit.pivot_point ?? pivotOfBox(forecast),
  }
  const verdict = verdictOf({ box, request, natural: turned(facts.natural, refit.turnAbout) })
  return {
    ...(facts.saved ? verdict : asForecast(verdict)),
    ...measure(box, request),
    of: facts.saved ? 'a file' : 'a refit',
    judged: true,
    correctable: null,
  }
}

/** Says of a mesh whether it is what the artist wanted, as far as its file shows. */
export function reportOf(facts: ReportFacts): ResultReport {
  const { result, box, refit, natural, unit } = facts
  if (refit) return reportOfRefit(facts, refit)
  if (result.own)
    return {
      tone: 'plain',
      line: `${saySize(boxSize(box), unit)}, as it came`,
      ...measureAlone(box),
      of: 'a file',
      judged: false,
      correctable: null,
    }
  const fault = diagnose(box, result.request)
  return {
    ...verdictOf({ box, request: result.request, natural }),
    ...measure(box, result.request),
    of: 'a file',
    judged: true,
    correctable: fault && fault.correction !== null,
  }
}
