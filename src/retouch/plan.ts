import type { DeskState } from './desk-state.ts'

/**
 * What "Make spins" comes to.
 *
 * [PLAN-1] The local engine cuts a picture out as it was shown here, so it gets the file itself unless that was corrected. All
 * that it can do with a whole picture then stays possible.
 * [PLAN-2] Any other upstream gets the picture with alpha, as does the local engine what was corrected.
 * [PLAN-3] A file that brings its own alpha is that picture already, unless it was corrected.
 * [PLAN-4] Nothing is sent by it where there is no subject. The file can be sent as it is all the same.
 */
export type Plan = 'as it is' | 'with alpha' | 'with alpha, once cut out' | 'nothing'

export interface PlanOf {
  /** The meshes are made by the local engine. */
  readonly local: boolean
  /** The picture is a session's, whose spins there are already. */
  readonly correcting: boolean
}

export function planOf({ cutOut, standing }: DeskState, { local, correcting }: PlanOf): Plan {
  if (correcting && !standing.touched) return 'nothing'
  switch (cutOut.is) {
    case 'asked':
      return local && !standing.touched ? 'as it is' : 'with alpha, once cut out'
    case 'failed':
      return local && !standing.touched ? 'as it is' : 'nothing'
    case 'made':
      if (standing.empty) return 'nothing'
      return !standing.touched && (local || cutOut.ownAlpha) ? 'as it is' : 'with alpha'
  }
}
