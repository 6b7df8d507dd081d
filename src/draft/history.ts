import type { Natural } from '../contract/natural.ts'
import type { Vec3 } from '../contract/vec3.ts'
import { CLEAN_DRAFT, sameOutcome, drawnSizeMetres, type Draft } from './draft.ts'
import { applyEdit, typedWithout, type Edit } from './edit.ts'
import { fieldNamed, readField, type FieldName, type Scale } from './fields.ts'
import { NOTHING_KNOWN, naturalFor, proportionsFor, withMesh, type KnownMesh, type Naturals } from './naturals.ts'
import { DEFAULT_SETTINGS, type Settings } from './settings.ts'

/** A draft with undo. A gesture is many changes and one commit, which is one step to undo. */
export interface History {
  readonly past: readonly Draft[]
  readonly present: Draft
  readonly future: readonly Draft[]
  /** The draft before the current gesture; null between gestures. */
  readonly before: Draft | null
  /** What automatic sides are in proportion to. The artist does not set it, so undo leaves it alone. */
  readonly naturals: Naturals
  /** What `Start over` returns to. */
  readonly start: Draft
  readonly settings: Settings
  /** Whether all sizes keep within the limits of a request. A file's own size need not, and there only the size that is set does. */
  readonly limited: boolean
  /** The session that the draft belongs to; null before there is one. */
  readonly sessionCode: string | null
}

/** How a draft begins; anything left out is as in a clean draft. */
export interface Beginning {
  readonly draft?: Draft
  /** What automatic sides are drawn in proportion to until more is known. */
  readonly proportions?: Vec3
  readonly start?: Draft
  readonly outline?: Naturals['outline']
  readonly told?: Naturals['told']
  readonly settings?: Settings
  readonly limited?: boolean
  readonly sessionCode?: string | null
}

export type Action =
  | { readonly do: 'change'; readonly edit: Edit }
  | { readonly do: 'commit'; readonly edit?: Edit }
  /** Takes back the current gesture exactly, leaving no step to undo. With a field, also clears its invalid text. */
  | { readonly do: 'cancel'; readonly field?: FieldName }
  | { readonly do: 'undo' }
  | { readonly do: 'redo' }
  | ({ readonly do: 'begin' } & Beginning)
  | { readonly do: 'set'; readonly settings: Partial<Settings> }
  /** A mesh has arrived, and with it the real proportions of its spin. */
  | { readonly do: 'learn'; readonly spin: number | null; readonly mesh: KnownMesh }
  /** The picture, or the engine, has told more of the proportions. */
  | ({ readonly do: 'know' } & Pick<Naturals, 'outline' | 'told'>)

const STEPS_KEPT = 200

export function beginHistory(beginning: Beginning = {}): History {
  const {
    draft = CLEAN_DRAFT,
    proportions = draft.sizeMetres,
    start = draft,
    outline = NOTHING_KNOWN.outline,
    told = NOTHING_KNOWN.told,
    settings = DEFAULT_SETTINGS,
    limited = true,
    sessionCode = null,
  } = beginning
  return {
    past: [],
    present: draft,
    future: [],
    before: null,
    naturals: { ...NOTHING_KNOWN, guess: proportions, outline, told },
    start,
    settings,
    limited,
    sessionCode,
  }
}

/** What is known of the natural proportions of the spin that is chosen. */
export const naturalOf = ({ naturals, present }: History): Natural | null => naturalFor(naturals, present.spinIndex)

/** What automatic sides of the present draft are in proportion to. */
export const proportionsOf = ({ naturals, present }: Pick<History, 'naturals' | 'present'>): Vec3 =>
  proportionsFor(naturals, present.spinIndex)

/** The scale for reading the present draft's lengths. */
export const scaleOf = (history: History): Scale => ({
  unit: history.settings.unit,
  sizeMetres: drawnSizeMetres(history.present, proportionsOf(history)),
})

function change(history: History, edit: Edit): History {
  const gestureStart = history.before ?? history.present
  const { limited, settings } = history
  const proportions = proportionsOf(history)
  const context = { scale: scaleOf(history), proportions, locked: settings.locked, limited, gestureStart }
  return { ...history, present: applyEdit(history.present, edit, context), before: gestureStart }
}

/** Reads invalid texts again: a new unit, or the box after a gesture, may have made one valid. */
function reread(history: History): History {
  const scale = scaleOf(history)
  const waiting = Object.entries(history.present.typed) as [FieldName, string][]
  const [field, text] = waiting.find(([name, typed]) => readField(fieldNamed(name), typed, scale) !== null) ?? []
  return field === undefined || text === undefined ? history : reread(change(history, { kind: 'type', field, text }))
}

function commit(history: History): History {
  const settled = reread(history)
  const { before, present } = settled
  if (before === null) return settled
  // A step for invalid text alone would make undo seem to do nothing.
  if (sameOutcome(before, present)) return { ...settled, before: null }
  return { ...settled, before: null, past: [...settled.past, { ...before, typed: {} }].slice(-STEPS_KEPT), future: [] }
}

function cancel(history: History, field: FieldName | undefined): History {
  const present = history.before ?? history.present
  return { ...history, present: field ? { ...present, typed: typedWithout(present, [field]) } : present, before: null }
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

/** A draft that begins again keeps what its session's meshes have told. */
function begin(history: History, beginning: Beginning): History {
  const begun = beginHistory({ settings: history.settings, ...beginning })
  if (begun.sessionCode !== history.sessionCode) return begun
  return { ...begun, naturals: { ...begun.naturals, meshes: history.naturals.meshes } }
}

const isMeasured = (size: Vec3): boolean => size.every((side) => side > 0 && Number.isFinite(side))

/** The mesh may arrive in the middle of a gesture, which must not end it. */
function learn(history: History, naturals: Naturals): History {
  if (naturals === history.naturals) return history
  const learnt = { ...history, naturals }
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
      return begin(history, action)
    case 'set':
      return commit({ ...history, settings: { ...history.settings, ...action.settings } })
    case 'learn':
      return isMeasured(action.mesh.sizeMetres)
        ? learn(history, withMesh(history.naturals, action.spin, action.mesh))
        : history
    case 'know':
      return learn(history, { ...history.naturals, outline: action.outline, told: action.told })
  }
}

/** Whether the artist has changed this draft, so that no better starting point may replace it. */
export const isTouched = ({ past, future, before, present }: History): boolean =>
  past.length > 0 || future.length > 0 || before !== null || Object.keys(present.typed).length > 0
