import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useLinkOfDraft } from './link.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import { isSampleCode } from '../contract/sample.ts'
import type { Session } from '../contract/session.ts'
import type { Vec3 } from '../contract/vec3.ts'
import { beginDraft, beginningOf, toldOf } from '../draft/begin-draft.ts'
import { createDraftStore, type DraftStore } from '../draft/draft-store.ts'
import { isTouched } from '../draft/history.ts'
import { codeInAddress } from '../session/code-or-link.ts'
import { outlineQuery } from '../session/queries.ts'
import { SAMPLES } from '../session/samples.ts'

/** Each sample at the size that such a thing has, in the proportions of its best reading. */
const SAMPLE_SIZES_METRES: Readonly<Record<(typeof SAMPLES)[number]['code'], Vec3>> = {
  SAMPLE_duck: [0.099, 0.08, 0.04],
  SAMPLE_vase: [0.188, 0.32, 0.188],
  SAMPLE_key: [0.039, 0.09, 0.007],
  SAMPLE_sun: [0.45, 0.45, 0.069],
}

function sampleFacts(code: string): { readonly knownSizeMetres: Vec3 | null; readonly bestSpin: number | null } {
  const sample = SAMPLES.find((known) => known.code === code)
  return { knownSizeMetres: sample ? SAMPLE_SIZES_METRES[sample.code] : null, bestSpin: sample?.bestSpin ?? null }
}

/** What the address said when a session was opened, before the page wrote there itself. */
interface Opened {
  readonly code: string
  readonly link: URLSearchParams
}

function openedBy(code: string): Opened {
  const addressed = codeInAddress(location.search)
  return { code, link: new URLSearchParams(addressed.code === code ? location.search : '') }
}

const EMPTY: readonly string[] = []

/** Of a sample all is known, and of a local session the spins tell more than the picture, once they are made. */
function needsOutline(session: Session): boolean {
  const { work, state } = session.phase
  const areSpinsComing = work === 'spins' && state === 'going'
  return !isSampleCode(session.code) && !areSpinsComing && toldOf(session).size === 0
}

/**
 * Begins the draft anew with each session. What becomes known later (spins, outline) never replaces what the artist has set. Returns the
 * parts of the link that could not be read. `lastRequest` is undefined while it is being looked up.
 */
function useBeginning(
  store: DraftStore,
  session: Session | undefined,
  lastRequest: PreviewRequest | null | undefined,
): readonly string[] {
  const opened = useRef<Opened | null>(null)
  const [ignored, setIgnored] = useState(EMPTY)
  const { data: outline } = useQuery({
    ...outlineQuery(session?.code ?? ''),
    enabled: session !== undefined && needsOutline(session),
  })
  const begin = useEffectEvent(() => {
    if (!session) return
    const begun = opened.current?.code === session.code ? opened.current : null
    const { link } = (opened.current = begun ?? openedBy(session.code))
    const history = store.get()
    const facts = { session, lastRequest: lastRequest ?? null, outline, ...sampleFacts(session.code) }
    const { beginning, ignored: now } = beginningOf(facts, link, history.settings)
    if (!begun || !isTouched(history)) {
      beginDraft(store, beginning, begun ? history.settings : null)
      // The same parts stay dismissed.
      setIgnored((before) => (before.join() === now.join() ? before : now))
      return
    }
    store.dispatch({ do: 'know', outline: beginning.outline ?? null, told: toldOf(session) })
    if (session.spins.length > 0 && !session.spins.some(({ index }) => index === history.present.spinIndex))
      store.dispatch({ do: 'commit', edit: { kind: 'spin', index: beginning.draft?.spinIndex ?? null } })
  })
  // What decides a beginning: a poll that brings nothing new must not begin again.
  const known =
    session && lastRequest !== undefined
      ? JSON.stringify([session.code, session.spins.length, outline, [...toldOf(session)]])
      : null
  useEffect(() => {
    if (known !== null) begin()
  }, [known])
  return ignored
}

export interface SessionDraft {
  readonly store: DraftStore
  /** Parts of the page's link that could not be read. */
  readonly ignoredOfLink: readonly string[]
}

/** The page's draft, which belongs to the session that is open. */
export function useSessionDraft(
  session: Session | undefined,
  lastRequest: PreviewRequest | null | undefined,
): SessionDraft {
  const [store] = useState(() => createDraftStore())
  const ignoredOfLink = useBeginning(store, session, lastRequest)
  useLinkOfDraft(store)
  return { store, ignoredOfLink }
}
