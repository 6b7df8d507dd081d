/**
 * Bundled samples are sessions of the local engine whatever the upstream is, so that a first mesh costs nothing. Their
 * codes carry this prefix, and the proxy sends such codes to the engine.
 */
export const SAMPLE_PREFIX = 'SAMPLE_'

export const isSampleCode = (code: string): boolean => code.startsWith(SAMPLE_PREFIX)

export interface Sample {
  readonly code: string
  readonly name: string
  /** File under `public/samples`. */
  readonly file: string
  /** Index of the reading that this object shows at its best: round, turned, slab, relief. */
  readonly bestSpin: number
}
