import type { Unit } from '../contract/length.ts'

/** How the draft is edited and shown. No request depends on it, so undo leaves it alone. */
export interface Settings {
  readonly unit: Unit
  /** Changing one size leaves the proportions as they are. */
  readonly locked: boolean
  /** Something of known size stands beside the box. */
  readonly figure: boolean
}

export const DEFAULT_SETTINGS: Settings = { unit: 'm', locked: true, figure: true }
