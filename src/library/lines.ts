import type { KeptResult } from '../result/kept-result.ts'
import type { Entry } from './entry.ts'

/** What the list draws: a session, and below it lines of the meshes that are kept of it. */
export type Line = { readonly key: string; readonly heightPx: number; readonly entry: Entry } & (
  | { readonly is: 'session' }
  /** `more`: how many are behind a button at the end of the line. */
  | { readonly is: 'results'; readonly results: readonly KeptResult[]; readonly more: number }
)

export interface Layout {
  readonly widthPx: number
  /** So large is 1 rem. */
  readonly remPx: number
}

/** In rem, as `library.module.css` has them. */
const [SESSION, SESSION_NARROW, RESULTS, CELL, INDENT] = [4.5, 7.25, 6.5, 5.5, 1]
const NARROW = 36

const isNarrow = ({ widthPx, remPx }: Layout): boolean => widthPx < NARROW * remPx

const perLine = ({ widthPx, remPx }: Layout): number => Math.max(2, Math.floor((widthPx / remPx - INDENT) / CELL))

/** The lines of these sessions. One line of meshes is shown of each, and all of those in `unfolded`. */
export function linesOf(entries: readonly Entry[], unfolded: ReadonlySet<string>, layout: Layout): readonly Line[] {
  const across = perLine(layout)
  const sessionPx = (isNarrow(layout) ? SESSION_NARROW : SESSION) * layout.remPx
  return entries.flatMap((entry): readonly Line[] => {
    const { code, results } = entry
    const session = { is: 'session', key: code, heightPx: sessionPx, entry } as const
    const line = (from: number, count: number, more: number): Line => ({
      is: 'results',
      key: `${code} ${from}`,
      heightPx: RESULTS * layout.remPx,
      entry,
      results: results.slice(from, from + count),
      more,
    })
    if (results.length === 0) return [session]
    if (results.length > across && !unfolded.has(code))
      return [session, line(0, across - 1, results.length - across + 1)]
    const starts = Array.from({ length: Math.ceil(results.length / across) }, (_, k) => k * across)
    return [session, ...starts.map((from) => line(from, across, 0))]
  })
}
