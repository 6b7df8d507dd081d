import type { RefitRequest } from '../glb/refit-request.ts'
import type { Axis, Box } from '../contract/vec3.ts'
import type { Result } from '../result/result.ts'
import { createStore } from '../ui/store.ts'

/** What was saved last. */
export interface Saved {
  /** Of which mesh with which size and origin, as `savedKey` has it. */
  readonly key: string
  readonly name: string
  /** How the file came to a size and origin of its own; null where it was saved as it came. */
  readonly baked: {
    readonly box: Box
    readonly passes: boolean
    readonly flatAxes: readonly Axis[]
  } | null
}

/** Something saved counts until the mesh, its size or its origin are others. */
export const savedKey = ({ sessionCode, kind, version }: Result, refit: RefitRequest | null): string =>
  JSON.stringify([sessionCode, kind, version, refit])

/** How large each file came out that was saved in this visit, by `savedKey` and format. */
export const fileBytes = createStore<Readonly<Record<string, number>>>({})

export const bytesKey = (key: string, format: string): string => `${key} ${format}`
