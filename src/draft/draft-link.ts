/**
 * The draft in the page's address: `spin=2&w=0.3&h=~0.4&d=0.5&pivot=0,-0.5,0&unit=cm&lock=1&figure=0`, a spin counted from 1 as on the
 * page. [LINK-1] Numbers keep every digit. [LINK-2] An automatic size keeps its last value behind a tilde, so that a link
 * round-trips exactly. [LINK-3] What cannot be read, or names a spin that is not there, is left at where the draft starts, and named.
 */
import { isUnit } from '../contract/length.ts'
import { MAX_SPINS, PIVOT_LIMITS, SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import { AXES, vec3, type Vec3 } from '../contract/vec3.ts'
import type { Draft } from './draft.ts'
import { DEFAULT_SETTINGS, type Settings } from './settings.ts'

const SIZE_KEYS = ['w', 'h', 'd'] as const
const DRAFT_KEYS = ['spin', ...SIZE_KEYS, 'pivot'] as const
export const LINK_KEYS: readonly string[] = [...DRAFT_KEYS, 'unit', 'lock', 'figure']

/** Puts a draft into an address, in place of whatever draft was there. Half-typed text is no setting yet and stays out. */
export function writeDraftLink(params: URLSearchParams, draft: Draft, settings: Settings): void {
  for (const key of LINK_KEYS) params.delete(key)
  // A draft that waits for its spins has chosen none; its link leaves the choice to the page that opens it.
  if (draft.spinIndex !== null) params.set('spin', String(draft.spinIndex + 1))
  for (const axis of AXES) params.set(SIZE_KEYS[axis], `${draft.automatic[axis] ? '~' : ''}${draft.sizeMetres[axis]}`)
  params.set('pivot', draft.pivotNormalised.join(','))
  if (settings.unit !== DEFAULT_SETTINGS.unit) params.set('unit', settings.unit)
  if (settings.locked !== DEFAULT_SETTINGS.locked) params.set('lock', settings.locked ? '1' : '0')
  if (settings.figure !== DEFAULT_SETTINGS.figure) params.set('figure', settings.figure ? '1' : '0')
}

const NUMBER = /^-?\d+(\.\d+)?(e-?\d+)?$/

function numberIn(text: string, min: number, max: number): number | null {
  const value = NUMBER.test(text) ? Number(text) + 0 : Number.NaN
  return value >= min && value <= max ? value : null
}

const flag = (text: string): boolean | null => (text === '1' ? true : text === '0' ? false : null)

export interface DraftLink {
  /** Whether the address says anything of a draft; a unit alone does not. */
  readonly found: boolean
  readonly draft: Draft
  readonly settings: Settings
  /** `w=abc`: what could not be read. */
  readonly ignored: readonly string[]
}

export interface LinkedTo {
  /** The draft that the session would start with. */
  readonly start: Draft
  readonly settings?: Settings
  /** The session's spins by index; null while it is not known which it will have. */
  readonly spins?: readonly number[] | null
}

/** Reads what an address says over what the session has. */
export function readDraftLink(
  params: URLSearchParams,
  { start, settings = DEFAULT_SETTINGS, spins = null }: LinkedTo,
): DraftLink {
  const ignored: string[] = []
  /** What `read` makes of a parameter; `otherwise` when there is none, or it cannot be read. */
  const take = <T>(key: string, otherwise: T, read: (text: string) => T | null): T => {
    const text = params.get(key)
    if (text === null) return otherwise
    const value = read(text)
    if (value === null) ignored.push(`${key}=${text.slice(0, 40)}`)
    return value ?? otherwise
  }

  const spinIndex = take('spin', start.spinIndex, (text) => {
    const index = /^\d$/.test(text) ? Number(text) - 1 : -1
    return index >= 0 && index < MAX_SPINS && (spins?.includes(index) ?? true) ? index : null
  })
  const sizes = AXES.map((axis) =>
    take(SIZE_KEYS[axis], { metres: start.sizeMetres[axis], on: start.automatic[axis] }, (text) => {
      const metres = numberIn(text.replace(/^~/, ''), SIZE_LIMITS_METRES.min, SIZE_LIMITS_METRES.max)
      return metres === null ? null : { metres, on: text.startsWith('~') }
    }),
  )
  const pivotNormalised = take('pivot', start.pivotNormalised, (text): Vec3 | null => {
    const [x, y, z, ...more] = text.split(',').map((each) => numberIn(each, PIVOT_LIMITS.min, PIVOT_LIMITS.max))
    return x != null && y != null && z != null && more.length === 0 ? [x, y, z] : null
  })
  const draft: Draft = {
    spinIndex,
    sizeMetres: vec3((axis) => sizes[axis]?.metres ?? start.sizeMetres[axis]),
    automatic: [sizes[0]?.on ?? false, sizes[1]?.on ?? false, sizes[2]?.on ?? false],
    pivotNormalised,
    mended: start.mended,
    typed: {},
  }
  return {
    found: DRAFT_KEYS.some((key) => params.has(key)),
    draft,
    settings: {
      unit: take('unit', settings.unit, (text) => (isUnit(text) ? text : null)),
      locked: take('lock', settings.locked, flag),
      figure: take('figure', settings.figure, flag),
    },
    ignored,
  }
}
