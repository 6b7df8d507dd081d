import type { LoadedMesh } from '../viewer/open-glb.ts'
import type { KeptResult } from './kept-result.ts'
import type { Result } from './result.ts'

/** A mesh that can be shown, and what the browser knows of it once it is kept. */
export interface ResultItem {
  readonly result: Result
  readonly kept: KeptResult | null
}

/** A mesh that stands beside others, as it came. */
export interface Compared {
  readonly result: Result
  readonly mesh: LoadedMesh
}
