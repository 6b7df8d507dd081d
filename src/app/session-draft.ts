import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useLinkOfDraft } from './link.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import { isSampleCode } from '../contract/sample.ts'
import type { Session } from '../contract/session.ts'
import type { Vec3 } from '../contract/vec3.ts'
import { beginDraft, beginningOf, toldOf, type BeginningFacts } from '../draft/begin-draft.ts'
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

type LastRequest = PreviewRequest | null | undefined
type Outline = BeginningFacts['outline']

/** What decides a beginning, as text: a poll that brings nothing new must not begin again. Null until there is enough. */
const knownOf = (session: Session | undefined, lastRequest: LastRequest, outline: Outline): string | null =>
  session && lastRequest !== undefined
    ? JSON.stringify([session.code, session.spins.length, outline, [...toldOf(session)]])
    : null

/** A draft as it has begun. */
interface Begun {
  readonly opened: Opened
  /** Parts of the link that could not be read; null where the draft was not begun again. */
  readonly ignored: readonly string[] | null
}

/** Begins the draft anew with each session. What becomes known later (spins, outline) never replaces what the artist has set. */
function begin(
  store: DraftStore,
  before: Opened | null,
  session: Session,
  lastRequest: LastRequest,
  outline: Outline,
): Begun {
  const begun = before?.code === session.code ? before : null
  const opened = begun ?? openedBy(session.code)
  const history = store.get()
  const facts = { session, lastRequest: lastRequest ?? null, outline, ...sampleFacts(session.code) }
  const { beginning, ignored } = beginningOf(facts, opened.link, history.settings)
  if (!begun || !isTouched(history)) {
    beginDraft(store, beginning, begun ? history.settings : null)
    return { opened, ignored }
  }
  store.dispatch({ do: 'know', outline: beginning.outline ?? null, told: toldOf(session) })
  if (session.spins.length > 0 && !session.spins.some(({ index }) => index === history.present.spinIndex))
    store.dispatch({ do: 'commit', edit: { kind: 'spin', index: beginning.draft?.spinIndex ?? null } })
  return { opened, ignored: null }
}

/** The draft of a page that may know its session before it is drawn. */
function firstDraft(session: Session | undefined, lastRequest: LastRequest) {
  const store = createDraftStore()
  const known = knownOf(session, lastRequest, undefined)
  const begun = session && known !== null ? begin(store, null, session, lastRequest, undefined) : null
  return { store, known, opened: begun?.opened ?? null, ignored: begun?.ignored ?? EMPTY }
}

export interface SessionDraft {
  readonly store: DraftStore
  /** Parts of the page's link that could not be read. */
  readonly ignoredOfLink: readonly string[]
}

/** The page's draft, which belongs to the session that is open. `lastRequest` is undefined while it is being looked up. */
export function useSessionDraft(session: Session | undefined, lastRequest: LastRequest): SessionDraft {
  const [first] = useState(() => firstDraft(session, lastRequest))
  const { store } = first
  const opened = useRef(first.opened)
  const begunWith = useRef(first.known)
  const [ignored, setIgnored] = useState(first.ignored)
  const { data: outline } = useQuery({
    ...outlineQuery(session?.code ?? ''),
    enabled: session !== undefined && needsOutline(session),
  })
  const known = knownOf(session, lastRequest, outline)
  const beginNow = useEffectEvent(() => {
    if (!session || known === begunWith.current) return
    begunWith.current = known
    const begun = begin(store, opened.current, session, lastRequest, outline)
    opened.current = begun.opened
    const now = begun.ignored
    // The same parts stay dismissed.
    if (now) setIgnored((before) => (before.join() === now.join() ? before : now))
  })
  useEffect(() => {
    if (known !== null) beginNow()
  }, [known])
  useLinkOfDraft(store)
  return { store, ignoredOfLink: ignored }
}
