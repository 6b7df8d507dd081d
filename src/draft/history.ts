import type { Vec3 } from '../contract/vec3.ts'
import { CLEAN_DRAFT, asksTheSame, type Draft } from './draft.ts'
import { applyEdit, type Edit } from './edit.ts'

/** A draft with its undo. A gesture is many changes and one commit, and one step to undo. */
export interface History {
  readonly past: readonly Draft[]
  readonly present: Draft
  readonly future: readonly Draft[]
  /** The draft before the gesture under way. */
  readonly before: Draft | null
  /** What an automatic axis follows until the mesh is there; not the artist's, so undo leaves it. */
  readonly proportions: Vec3
}

export type Action =
  | { readonly do: 'change'; readonly edit: Edit }
  | { readonly do: 'commit'; readonly edit?: Edit }
  | { readonly do: 'undo' }
  | { readonly do: 'redo' }
  | { readonly do: 'begin'; readonly draft: Draft; readonly proportions: Vec3 }

const STEPS_KEPT = 200

export const beginHistory = (draft: Draft = CLEAN_DRAFT, proportions: Vec3 = draft.sizeMetres): History => ({
  past: [],
  present: draft,
  future: [],
  before: null,
  proportions,
})

const change = (history: History, edit: Edit): History => ({
  ...history,
  present: applyEdit(history.present, edit),
  before: history.before ?? history.present,
})

function commit(history: History): History {
  const { before, present } = history
  if (before === null) return history
  // Text that is no number yet is not worth a step: undo would seem to do nothing.
  if (asksTheSame(before, present)) return { ...history, before: null }
  return { ...history, before: null, past: [...history.past, { ...before, typed: {} }].slice(-STEPS_KEPT), future: [] }
}

function undo(settled: History): History {
  const previous = settled.past.at(-1)
  if (!previous) return settled
  return { ...settled, past: settled.past.slice(0, -1), present: previous, future: [{ ...settled.present, typed: {} }, ...settled.future] }
}

function redo(settled: History): History {
  const [next, ...future] = settled.future
  if (!next) return settled
  return { ...settled, past: [...settled.past, { ...settled.present, typed: {} }], present: next, future }
}

/** The draft room's one reducer. */
export function reduceHistory(history: History, action: Action): History {
  switch (action.do) {
    case 'change':
      return change(history, action.edit)
    case 'commit':
      return commit(action.edit ? change(history, action.edit) : history)
    case 'undo':
      return undo(commit(history))
    case 'redo':
      return redo(commit(history))
    case 'begin':
      return beginHistory(action.draft, action.proportions)
  }
}

/** Whether the artist has done anything to this draft, so that a better starting point must not replace it. */
export const isTouched = ({ past, future, before, present }: History): boolean =>
  past.length > 0 || future.length > 0 || before !== null || Object.keys(present.typed).length > 0
