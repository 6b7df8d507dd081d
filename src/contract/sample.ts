/**
 * The proxy sends codes with this prefix to the local engine, whatever the upstream is: a first mesh costs nothing.
 */
export const SAMPLE_PREFIX = 'SAMPLE_'

export const isSampleCode = (code: string): boolean => code.startsWith(SAMPLE_PREFIX)

export interface Sample {
  readonly code: string
  readonly name: string
  /** File under `public/samples`. */
  readonly file: string
  /** Index of the spin that suits this object best: round, turned, slab, relief. */
  readonly bestSpin: number
}
