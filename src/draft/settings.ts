import type { Unit } from '../contract/length.ts'

/** How the draft is edited and shown. It changes nothing that is asked for, so undo leaves it alone. */
export interface Settings {
  readonly unit: Unit
  /** One size changed by hand takes the other two with it. */
  readonly locked: boolean
  /** A thing of known size stands beside the box. */
  readonly figure: boolean
}

export const DEFAULT_SETTINGS: Settings = { unit: 'm', locked: false, figure: true }
