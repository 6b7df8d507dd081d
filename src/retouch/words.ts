import type { DeskState } from './desk-state.ts'

/** What the artist should know first: what is certain says little, what is not says what to do. */
export interface StateWords {
  readonly tone: 'plain' | 'warn' | 'wait'
  readonly what: string
  readonly next: string
}

/** The line of state over the tools. `local`: the engine that cut it out makes the spins too, and would find as little. */
export function stateWords({ cutOut, standing }: DeskState, local: boolean): StateWords {
  switch (cutOut.is) {
    case 'asked':
      return { tone: 'wait', what: 'Cutting out…', next: '' }
    case 'failed':
      return { tone: 'warn', what: cutOut.what, next: cutOut.next }
    case 'made':
      if (standing.empty && !standing.touched)
        return {
          tone: 'warn',
          what: cutOut.reason ?? 'No object was found in this picture.',
          next: `Mark the subject with Keep, or ${local ? 'choose another picture' : 'send the picture as it is'}.`,
        }
      if (standing.empty)
        return {
          tone: 'warn',
          what: 'Nothing is left of the subject.',
          next: 'Mark it with Keep, undo, or start over.',
        }
      if (cutOut.unsure && !standing.touched)
        return {
          tone: 'warn',
          what: 'Not sure what the subject is: check the outline.',
          next: 'Paint over what is missing with Keep, and over what is too much with Erase.',
        }
      return {
        tone: 'plain',
        what: 'Spins are made of what is in colour.',
        next: 'Something missing, or too much? Paint over it: the edge is found by itself.',
      }
  }
}
