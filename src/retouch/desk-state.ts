import type { CutOutFacts, Report, Standing } from './messages.ts'

/** What became of the question what the picture's subject is. */
export type CutOut =
  | { readonly is: 'asked' }
  | { readonly is: 'failed'; readonly what: string; readonly next: string }
  | ({ readonly is: 'made' } & CutOutFacts)

export interface DeskState {
  readonly cutOut: CutOut
  readonly standing: Standing
  /** Orders that change the cut-out and are not done yet. */
  readonly changing: number
  /** The worker has ended by itself: nothing can be changed any more. */
  readonly broken: boolean
  /** A reload would lose what was corrected. */
  readonly unkept: boolean
}

export const NOTHING_YET: Standing = { canUndo: false, canRedo: false, touched: false, empty: true, objects: [] }

export const OPENED: DeskState = {
  cutOut: { is: 'asked' },
  standing: NOTHING_YET,
  changing: 0,
  broken: false,
  unkept: false,
}

/** That of a picture that was corrected before. */
export const REOPENED: DeskState = { ...OPENED, standing: { ...NOTHING_YET, touched: true } }

export type DeskEvent =
  | Exclude<Report, { is: 'preview' | 'composed' | 'not composed' }>
  | { readonly is: 'change ordered' }
  | { readonly is: 'asked again' }
  | { readonly is: 'broken' }

/** The state after something has happened. */
export function deskStep(state: DeskState, event: DeskEvent): DeskState {
  switch (event.is) {
    case 'asked again':
      return { ...state, cutOut: { is: 'asked' } }
    case 'cut out':
      return { ...state, cutOut: { is: 'made', ...event.facts }, standing: event.standing }
    case 'not cut out':
      return { ...state, cutOut: { is: 'failed', what: event.what, next: event.next } }
    case 'kept':
      return { ...state, unkept: event.what === 'not possible' }
    case 'change ordered':
      return { ...state, changing: state.changing + 1 }
    case 'changed':
      return { ...state, changing: Math.max(0, state.changing - 1), standing: event.standing }
    case 'broken': {
      const what = 'The cut-out cannot be worked on any more: its part of the page has stopped.'
      const next = 'There may be too little memory. Close other tabs and choose the picture again.'
      return { ...state, cutOut: { is: 'failed', what, next }, changing: 0, broken: true }
    }
  }
}
