import type { PreviewRequest } from '../contract/preview-request.ts'
import { isSampleCode } from '../contract/sample.ts'
import type { Session } from '../contract/session.ts'
import type { Vec3 } from '../contract/vec3.ts'
import { readDraftLink } from './draft-link.ts'
import type { DraftStore } from './draft-store.ts'
import { isTouched, type Beginning } from './history.ts'
import type { Settings } from './settings.ts'
import { startFromHand, startFromOutline, startFromRequest, startFromSize } from './start.ts'

/** What a session's draft begins with. */
export interface BeginningFacts {
  readonly session: Session
  /** The request that this browser sent last for the session; null when it has sent none. */
  readonly lastRequest: PreviewRequest | null
  /** Width and height of the subject in any unit; null or undefined while that is not known. */
  readonly outline: readonly [width: number, height: number] | null | undefined
  /** Of an object whose real size is known, as a sample's is. */
  readonly knownSizeMetres: Vec3 | null
  /** The spin that shows the object at its best, where that is known. */
  readonly bestSpin: number | null
}

function spinToStartWith({ spins, selectedSpinIndex }: Session, bestSpin: number | null): number | null {
  const best = bestSpin ?? selectedSpinIndex ?? 0
  return spins.find(({ index }) => index === best)?.index ?? spins[0]?.index ?? null
}

/** The session's last request: this browser's, or what the session's own fields say. A sample is everybody's and starts afresh. */
function requestOf(session: Session, lastRequest: PreviewRequest | null): PreviewRequest {
  if (lastRequest) return lastRequest
  if (isSampleCode(session.code)) return {}
  return {
    ...(session.scaledBbox && { scaled_bbox: session.scaledBbox }),
    ...(session.pivotPoint && { pivot_point: session.pivotPoint }),
    ...(session.selectedSpinIndex !== null && { selected_spin_index: session.selectedSpinIndex }),
  }
}

/** What the engine told of each spin [NATURAL-1]. */
export const toldOf = ({ spins }: Session): ReadonlyMap<number, Vec3> =>
  new Map(spins.flatMap(({ index, proportions }) => (proportions ? [[index, proportions] as const] : [])))

/** The draft that a session begins with, with what its link says on top; `ignored` are the parts of the link that could not be read. */
export function beginningOf(
  { session, lastRequest, outline = null, knownSizeMetres, bestSpin }: BeginningFacts,
  link: URLSearchParams,
  settings: Settings,
): { readonly beginning: Beginning; readonly ignored: readonly string[] } {
  const spin = spinToStartWith(session, bestSpin)
  const [width, height] = (spin !== null && toldOf(session).get(spin)) || []
  const seen = width && height ? ([width, height] as const) : outline
  const fresh = knownSizeMetres ? startFromSize(spin, knownSizeMetres) : startFromOutline(spin, seen)
  const { draft, proportions } = startFromRequest(requestOf(session, lastRequest), fresh)
  const areSpinsComing = session.spins.length === 0 && session.phase.state === 'going'
  const spins = areSpinsComing ? null : session.spins.map(({ index }) => index)
  const read = readDraftLink(link, { start: draft, settings, spins })
  return {
    beginning: {
      sessionCode: session.code,
      draft: read.draft,
      proportions,
      start: fresh.draft,
      outline: knownSizeMetres ? [knownSizeMetres[0], knownSizeMetres[1]] : outline,
      told: toldOf(session),
      settings: read.settings,
    },
    ignored: read.ignored,
  }
}

/**
 * Begins the draft of a session that has just been opened, or begins it again with what has become known since; `settings` are then the
 * artist's, whatever the link says. The fields are there before the first session is: what was set in them by then is set again.
 */
export function beginDraft(store: DraftStore, beginning: Beginning, settings: Settings | null): void {
  const early = store.get()
  store.dispatch({ do: 'begin', ...beginning, ...(settings && { settings }) })
  if (early.sessionCode !== null || !isTouched(early)) return
  store.dispatch({
    // A gesture that is under way goes on.
    do: early.before === null ? 'commit' : 'change',
    edit: { kind: 'all', draft: startFromHand(early.present, store.get().present) },
  })
}
