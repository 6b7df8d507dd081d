import type { Vec3 } from '../contract/vec3.ts'
import { CLEAN_DRAFT, asksTheSame, drawnSizeMetres, type Draft } from './draft.ts'
import { applyEdit, untyped, type Edit } from './edit.ts'
import type { FieldName, Scale } from './fields.ts'
import { DEFAULT_SETTINGS, type Settings } from './settings.ts'

/** A draft with its undo. A gesture is many changes and one commit, and one step to undo. */
export interface History {
  readonly past: readonly Draft[]
  readonly present: Draft
  readonly future: readonly Draft[]
  /** The draft before the gesture under way. */
  readonly before: Draft | null
  /** What an automatic axis follows until the mesh is there; not the artist's, so undo leaves it. */
  readonly proportions: Vec3
  /** What `Start over` goes back to. */
  readonly start: Draft
  /** Width and height of the subject in any unit, where its picture tells. */
  readonly outline: readonly [width: number, height: number] | null
  readonly settings: Settings
  /** Whose draft it is; null before there is one. */
  readonly sessionCode: string | null
}

/** Where a draft begins; what is left out is as a clean draft has it. */
export interface Beginning {
  readonly draft?: Draft
  readonly proportions?: Vec3
  readonly start?: Draft
  readonly outline?: readonly [width: number, height: number] | null
  readonly settings?: Settings
  readonly sessionCode?: string | null
}

export type Action =
  | { readonly do: 'change'; readonly edit: Edit }
  | { readonly do: 'commit'; readonly edit?: Edit }
  /** Takes back the gesture under way, to the last digit and with no step to undo; and of a field also the wrong text that it was left with. */
  | { readonly do: 'cancel'; readonly field?: FieldName }
  | { readonly do: 'undo' }
  | { readonly do: 'redo' }
  | ({ readonly do: 'begin' } & Beginning)
  | { readonly do: 'set'; readonly settings: Partial<Settings> }
  /** The proportions of the mesh are known. */
  | { readonly do: 'learn'; readonly proportions: Vec3 }

const STEPS_KEPT = 200

export function beginHistory(beginning: Beginning = {}): History {
  const { draft = CLEAN_DRAFT, proportions = draft.sizeMetres, start = draft, outline = null, settings = DEFAULT_SETTINGS, sessionCode = null } = beginning
  return { past: [], present: draft, future: [], before: null, proportions, start, outline, settings, sessionCode }
}

/** What lengths mean at present. */
export const scaleOf = ({ present, proportions, settings }: History): Scale => ({ unit: settings.unit, sizeMetres: drawnSizeMetres(present, proportions) })

function change(history: History, edit: Edit): History {
  const from = history.before ?? history.present
  const present = applyEdit(history.present, edit, { scale: scaleOf(history), locked: history.settings.locked, from })
  return { ...history, present, before: from }
}

/** Another unit changes no size; but a text that was wrong in the old one may be right in the new. */
function set(history: History, settings: Partial<Settings>): History {
  const next = { ...history, settings: { ...history.settings, ...settings } }
  const waiting = Object.entries(next.present.typed) as [FieldName, string][]
  return commit(waiting.reduce((each, [field, text]) => change(each, { kind: 'type', field, text }), next))
}

function commit(history: History): History {
  const { before, present } = history
  if (before === null) return history
  // Text that is no number yet is not worth a step: undo would seem to do nothing.
  if (asksTheSame(before, present)) return { ...history, before: null }
  return { ...history, before: null, past: [...history.past, { ...before, typed: {} }].slice(-STEPS_KEPT), future: [] }
}

function cancel(history: History, field: FieldName | undefined): History {
  const present = history.before ?? history.present
  return { ...history, present: field ? { ...present, typed: untyped(present, [field]) } : present, before: null }
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
    case 'cancel':
      return cancel(history, action.field)
    case 'undo':
      return undo(commit(history))
    case 'redo':
      return redo(commit(history))
    case 'begin':
      return beginHistory({ settings: history.settings, ...action })
    case 'set':
      return set(history, action.settings)
    case 'learn':
      return action.proportions.every((side) => side > 0 && Number.isFinite(side)) ? { ...history, proportions: action.proportions } : history
  }
}

/** Whether the artist has done anything to this draft, so that a better starting point must not replace it. */
export const isTouched = ({ past, future, before, present }: History): boolean =>
  past.length > 0 || future.length > 0 || before !== null || Object.keys(present.typed).length > 0
