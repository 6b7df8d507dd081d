import type { GlbJson } from './glb-document.ts'

/** A file's JSON, in whatever state it came, and what is noted about it. Menders change the JSON in place. */
export interface Mending {
  readonly json: GlbJson
  readonly binary: Uint8Array | null
  /** Notes that something was put right; a sentence where the artist sees a difference. */
  note(sentence?: string): void
}

/** Nothing that glTF describes lies deeper within an object of one of its lists. */
export const DEEPEST = 8

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A list's entries that are objects, with their places. */
export const entriesOf = <T>(list: readonly T[] | undefined): (readonly [index: number, entry: T])[] =>
  (Array.isArray(list) ? (list as readonly T[]) : []).flatMap((entry, index) =>
    isObject(entry) ? [[index, entry] as const] : [],
  )
