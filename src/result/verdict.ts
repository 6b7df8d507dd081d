import type { Natural } from '../contract/natural.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import { stretchText } from '../contract/stretch.ts'
import { AXES, boxSize, type Axis, type Box } from '../contract/vec3.ts'
import { diagnose } from '../glb/diagnose.ts'

/** Whether a mesh is what the artist wanted, in one line. */
export interface Verdict {
  readonly tone: 'pass' | 'warn' | 'bad'
  readonly line: string
}

export interface Judged {
  /** Of the mesh as it will be saved. */
  readonly box: Box
  /** The size and pivot that were asked for: by the job, or by the refit in its place. */
  readonly request: Pick<PreviewRequest, 'scaled_bbox' | 'pivot_point'>
  /** What is known of the mesh's natural proportions; null for nothing. */
  readonly natural: Natural | null
}

const NAMES = ['width', 'height', 'depth'] as const

const lowerFirst = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)

/** `its natural depth is not known`; null where every side that the mesh has can be compared. */
function unknownText(box: Box, natural: Natural | null): string | null {
  const size = boxSize(box)
  const unknown = AXES.filter((axis) => size[axis] > 0 && !natural?.sides[axis])
  if (unknown.length === 0) return null
  const [only, ...others]: readonly Axis[] = unknown
  return only !== undefined && others.length === 0
    ? `its natural ${NAMES[only]} is not known`
    : 'its natural proportions are not known'
}

/**
 * [VERDICT-1] A mesh passes where size and pivot are as requested, and all three sides are in its natural proportions.
 * [VERDICT-2] A stretch is said, whoever asked for it. [VERDICT-3] What is not known is not called right.
 */
export function verdictOf({ box, request, natural }: Judged): Verdict {
  const fault = diagnose(box, request)
  if (fault) return { tone: 'bad', line: `Not as requested: ${lowerFirst(fault.what).replace(/\.$/, '')}` }
  const stretch = stretchText(boxSize(box), natural)
  if (stretch) return { tone: 'warn', line: stretch }
  const unknown = unknownText(box, natural)
  if (unknown) return { tone: 'warn', line: `Size and pivot match; ${unknown}` }
  return { tone: 'pass', line: 'Size and pivot match' }
}
