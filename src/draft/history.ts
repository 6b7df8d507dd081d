import type { Vec3 } from '../contract/vec3.ts'
import { CLEAN_DRAFT, asksTheSame, drawnSizeMetres, type Draft } from './draft.ts'
import { applyEdit, untyped, type Edit } from './edit.ts'
import { fieldNamed, readField, type FieldName, type Scale } from './fields.ts'
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
  const {
    draft = CLEAN_DRAFT,
    proportions = draft.sizeMetres,
    start = draft,
    outline = null,
    settings = DEFAULT_SETTINGS,
    sessionCode = null,
  } = beginning
  return { past: [], present: draft, future: [], before: null, proportions, start, outline, settings, sessionCode }
}

/** What lengths mean at present. */
export const scaleOf = ({ present, proportions, settings }: History): Scale => ({
  unit: settings.unit,
  sizeMetres: drawnSizeMetres(present, proportions),
})

function change(history: History, edit: Edit): History {
  const from = history.before ?? history.present
  const present = applyEdit(history.present, edit, { scale: scaleOf(history), locked: history.settings.locked, from })
  return { ...history, present, before: from }
}

/** Texts that wait, read again: one that was wrong may be right in another unit, or in the box that a gesture leaves. */
function reread(history: History): History {
  const scale = scaleOf(history)
  const waiting = Object.entries(history.present.typed) as [FieldName, string][]
  const [field, text] = waiting.find(([name, each]) => readField(fieldNamed(name), each, scale) !== null) ?? []
  return field === undefined || text === undefined ? history : reread(change(history, { kind: 'type', field, text }))
}

function commit(history: History): History {
  const settled = reread(history)
  const { before, present } = settled
  if (before === null) return settled
  // Text that is no number yet is not worth a step: undo would seem to do nothing.
  if (asksTheSame(before, present)) return { ...settled, before: null }
  return { ...settled, before: null, past: [...settled.past, { ...before, typed: {} }].slice(-STEPS_KEPT), future: [] }
}

function cancel(history: History, field: FieldName | undefined): History {
  const present = history.before ?? history.present
  return { ...history, present: field ? { ...present, typed: untyped(present, [field]) } : present, before: null }
}

function undo(settled: History): History {
  const previous = settled.past.at(-1)
  if (!previous) return settled
  return {
    ...settled,
    past: settled.past.slice(0, -1),
    present: previous,
    future: [{ ...settled.present, typed: {} }, ...settled.future],
  }
}

function redo(settled: History): History {
  const [next, ...future] = settled.future
  if (!next) return settled
  return { ...settled, past: [...settled.past, { ...settled.present, typed: {} }], present: next, future }
}

/** It may come in the middle of a gesture, which it must not end. */
function learn(history: History, proportions: Vec3): History {
  const learnt = { ...history, proportions }
  return history.before === null ? commit(learnt) : learnt
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
      return commit({ ...history, settings: { ...history.settings, ...action.settings } })
    case 'learn':
      return action.proportions.every((side) => side > 0 && Number.isFinite(side))
        ? learn(history, action.proportions)
        : history
  }
}

/** Whether the artist has done anything to this draft, so that a better starting point must not replace it. */
export const isTouched = ({ past, future, before, present }: History): boolean =>
  past.length > 0 || future.length > 0 || before !== null || Object.keys(present.typed).length > 0
