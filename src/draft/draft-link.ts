/**
 * The draft in the page's address: `spin=2&w=0.3&h=~0.4&d=0.5&pivot=0,-0.5,0&unit=cm&lock=1&figure=0`. Spins count from 1, as on the page.
 * [LINK-1] Numbers keep every digit. [LINK-2] An automatic size keeps its last value behind a tilde, so that a link round-trips exactly.
 * [LINK-3] A parameter that cannot be read, or names a spin that the session lacks, is reported, and the draft keeps its start value.
 * [LINK-4] Where it gives a size, one that it leaves out follows, so that it stretches nothing.
 */
import { isUnit } from '../contract/length.ts'
import { MAX_SPINS, PIVOT_LIMITS, SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import { AXES, vec3, type Axis, type Vec3 } from '../contract/vec3.ts'
import type { Draft } from './draft.ts'
import { DEFAULT_SETTINGS, type Settings } from './settings.ts'

const SIZE_KEYS = ['w', 'h', 'd'] as const
/** The address's parameters that belong to the draft. */
export const LINK_KEYS: readonly string[] = ['spin', ...SIZE_KEYS, 'pivot', 'unit', 'lock', 'figure']

/** Puts a draft into an address, replacing the one there. Half-typed text stays out. */
export function writeDraftLink(params: URLSearchParams, draft: Draft, settings: Settings): void {
  for (const key of LINK_KEYS) params.delete(key)
  // Before the spins are made none is chosen; the page that opens the link chooses.
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
  readonly draft: Draft
  readonly settings: Settings
  /** Parameters that could not be read, such as `w=abc`. */
  readonly ignored: readonly string[]
}

export interface LinkDefaults {
  /** The draft that the session starts with when the address is silent. */
  readonly start: Draft
  readonly settings?: Settings
  /** Indices of the session's spins; null while they are not known. */
  readonly spins?: readonly number[] | null
}

/** The draft that an address describes; what it leaves out comes from the session. Never throws. */
export function readDraftLink(
  params: URLSearchParams,
  { start, settings = DEFAULT_SETTINGS, spins = null }: LinkDefaults,
): DraftLink {
  const ignored: string[] = []
  /** What `read` makes of a parameter; `otherwise` when it is missing or unreadable. */
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
    take(SIZE_KEYS[axis], null, (text) => {
      const metres = numberIn(text.replace(/^~/, ''), SIZE_LIMITS_METRES.min, SIZE_LIMITS_METRES.max)
      return metres === null ? null : { metres, automatic: text.startsWith('~') }
    }),
  )
  const isGiven = sizes.some((size) => size && !size.automatic)
  const automaticAt = (axis: Axis): boolean => sizes[axis]?.automatic ?? (isGiven || start.automatic[axis])
  const pivotNormalised = take('pivot', start.pivotNormalised, (text): Vec3 | null => {
    const [x, y, z, ...more] = text.split(',').map((part) => numberIn(part, PIVOT_LIMITS.min, PIVOT_LIMITS.max))
    return x != null && y != null && z != null && more.length === 0 ? [x, y, z] : null
  })
  const draft: Draft = {
    spinIndex,
    sizeMetres: vec3((axis) => sizes[axis]?.metres ?? start.sizeMetres[axis]),
    automatic: [automaticAt(0), automaticAt(1), automaticAt(2)],
    pivotNormalised,
    mended: start.mended,
    typed: {},
  }
  return {
    draft,
    settings: {
      unit: take('unit', settings.unit, (text) => (isUnit(text) ? text : null)),
      locked: take('lock', settings.locked, flag),
      figure: take('figure', settings.figure, flag),
    },
    ignored,
  }
}
