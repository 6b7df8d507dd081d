/** How a session stands, in the two dialects of the API, and the one place that turns each into the other. */

/** Which piece of work a session is at, and how it stands. An unknown status counts as `going`. */
export interface Phase {
  readonly work: 'spins' | 'preview' | 'refine' | 'unknown'
  readonly state: 'going' | 'done' | 'failed'
}

/** [STATUS-1] The documented words of `status`: they name the piece of work. */
const STATUS_PHASES = {
  uploaded: { work: 'spins', state: 'going' },
  spin_generate_processing: { work: 'spins', state: 'going' },
  spin_generate_done: { work: 'spins', state: 'done' },
  spin_generate_failed: { work: 'spins', state: 'failed' },
  unprocessed: { work: 'preview', state: 'going' },
  training_preview: { work: 'preview', state: 'going' },
  preview_done: { work: 'preview', state: 'done' },
  preview_failed: { work: 'preview', state: 'failed' },
  training_refine: { work: 'refine', state: 'going' },
  refine_done: { work: 'refine', state: 'done' },
  refine_failed: { work: 'refine', state: 'failed' },
} as const satisfies Readonly<Record<string, Phase>>

export type Status = keyof typeof STATUS_PHASES

/** [STATUS-2] The words of `session_status` (2025), and v3's own of `status`: what the work is, they do not say. */
const GENERAL_STATES = {
  queued: 'going',
  in_progress: 'going',
  incomplete: 'going',
  complete: 'done',
  failed: 'failed',
} as const satisfies Readonly<Record<string, Phase['state']>>

export type SessionStatus = Exclude<keyof typeof GENERAL_STATES, 'incomplete'>

const wordIn = <T extends object>(table: T, word: string | null | undefined): T[keyof T] | undefined =>
  typeof word === 'string' && Object.hasOwn(table, word) ? table[word as keyof T] : undefined

/** What an answer says of its session besides the status. */
export interface Holdings {
  readonly spins: boolean
  readonly preview: boolean
  readonly refine: boolean
  /** Its mesh is made of a spin. */
  readonly turbo: boolean
}

/** Reads `status` where it is known, else `session_status`; the latter's work follows from what the session holds. */
export function phaseOf(
  status: string | null | undefined,
  sessionStatus: string | null | undefined,
  holds: Holdings,
): Phase {
  const hasMesh = holds.preview || holds.refine
  const known: Phase | undefined = wordIn(STATUS_PHASES, status)
  // [STATUS-3] A session that goes on to a mesh by itself names the mesh from the start. Until it has spins, it is at those.
  if (known?.work === 'preview' && holds.turbo && !holds.spins && !hasMesh) return { ...known, work: 'spins' }
  if (known) return known
  const state = wordIn(GENERAL_STATES, sessionStatus) ?? wordIn(GENERAL_STATES, status) ?? 'going'
  if (state === 'done') return { work: holds.refine ? 'refine' : holds.preview ? 'preview' : 'spins', state }
  return { work: holds.spins ? 'preview' : holds.turbo && !hasMesh ? 'spins' : 'unknown', state }
}

/**
 * [STATUS-4] The word of `session_status` for a `status`. Work that is not done yet comes before the end of the last;
 * `work` says whether there is any, and whether it has begun.
 */
export function sessionStatusOf(status: Status, work: 'none' | 'waiting' | 'begun'): SessionStatus {
  if (work === 'waiting') return 'queued'
  if (work === 'begun') return 'in_progress'
  return ({ going: 'in_progress', done: 'complete', failed: 'failed' } as const)[STATUS_PHASES[status].state]
}

/** Whether a `status` is that of a refined mesh, be it made or in the making. */
export const isOfRefine = (status: string | null | undefined): boolean =>
  wordIn(STATUS_PHASES, status)?.work === 'refine'
