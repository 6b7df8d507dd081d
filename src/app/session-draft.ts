import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { codeInAddress } from './address.ts'
import { useLinkOfDraft } from './link.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import { isSampleCode } from '../contract/sample.ts'
import type { Session } from '../contract/session.ts'
import type { Vec3 } from '../contract/vec3.ts'
import { createDraftStore, type DraftStore } from '../draft/draft-store.ts'
import { readDraftLink } from '../draft/draft-link.ts'
import { isTouched, type Beginning } from '../draft/history.ts'
import type { Settings } from '../draft/settings.ts'
import { startFromHand, startFromOutline, startFromRequest, startFromSize } from '../draft/start.ts'
import { outlineQuery } from '../session/queries.ts'
import { SAMPLES } from '../session/samples.ts'

/** Real things have real sizes: each sample's own, in the proportions of its best reading. */
const SAMPLE_SIZES_METRES: Readonly<Record<(typeof SAMPLES)[number]['code'], Vec3>> = {
  SAMPLE_duck: [0.099, 0.08, 0.04],
  SAMPLE_vase: [0.188, 0.32, 0.188],
  SAMPLE_key: [0.039, 0.09, 0.007],
  SAMPLE_sun: [0.45, 0.45, 0.069],
}

const sampleOf = (code: string) => SAMPLES.find((sample) => sample.code === code)

function spinToStartWith(session: Session): number | null {
  const best = sampleOf(session.code)?.bestSpin ?? session.selectedSpinIndex ?? 0
  return session.spins.find(({ index }) => index === best)?.index ?? session.spins[0]?.index ?? null
}

/** What was last asked of this session: by this browser, or as its own fields tell. A sample is everybody's and starts afresh. */
function lastRequest(session: Session, asked: PreviewRequest | null): PreviewRequest {
  if (asked) return asked
  if (isSampleCode(session.code)) return {}
  return {
    ...(session.scaledBbox && { scaled_bbox: session.scaledBbox }),
    ...(session.pivotPoint && { pivot_point: session.pivotPoint }),
    ...(session.selectedSpinIndex !== null && { selected_spin_index: session.selectedSpinIndex }),
  }
}

export interface DraftStart {
  readonly session: Session | undefined
  /** Null when this browser has asked for nothing, undefined while that is looked up. */
  readonly asked: PreviewRequest | null | undefined
  /** Of the subject; undefined while it is looked up, null when the picture does not tell. */
  readonly outline: readonly [width: number, height: number] | null | undefined
}

/** The draft that a session starts with, over what its link says. */
function startOf(
  session: Session,
  { asked, outline }: DraftStart,
  link: URLSearchParams,
  settings: Settings,
): { beginning: Beginning; ignored: readonly string[] } {
  const spin = spinToStartWith(session)
  const sample = sampleOf(session.code)
  const size = sample && SAMPLE_SIZES_METRES[sample.code]
  const fresh = size ? startFromSize(spin, size) : startFromOutline(spin, outline ?? null)
  const { draft, proportions } = startFromRequest(lastRequest(session, asked ?? null), fresh)
  const spins =
    session.spins.length === 0 && session.phase.state === 'going' ? null : session.spins.map(({ index }) => index)
  const read = readDraftLink(link, { start: draft, settings, spins })
  const shown = size ? ([size[0], size[1]] as const) : (outline ?? null)
  return {
    beginning: {
      sessionCode: session.code,
      draft: read.draft,
      proportions,
      start: fresh.draft,
      outline: shown,
      settings: read.settings,
    },
    ignored: read.ignored,
  }
}

/** What the address said when a session was opened, before the page wrote there itself. */
interface Opened {
  readonly code: string
  readonly link: URLSearchParams
  /** `session=…` when it could not be a code. */
  readonly ignored: readonly string[]
}

function openedBy(code: string): Opened {
  const addressed = codeInAddress(location.search)
  return { code, link: new URLSearchParams(addressed.code === code ? location.search : ''), ignored: addressed.ignored }
}

/**
 * Starts the draft anew with each session. What becomes known later (spins, outline) never replaces what the artist has set. Returns
 * what of the link could not be read.
 */
function useStart(store: DraftStore, start: DraftStart): readonly string[] {
  const opened = useRef<Opened | null>(null)
  const [ignored, setIgnored] = useState<readonly string[]>([])
  const { session, asked, outline } = start
  // What decides a start; a poll that brings nothing new must not begin again.
  const facts = session && asked !== undefined ? JSON.stringify([session.code, session.spins.length, outline]) : null
  useEffect(() => {
    if (!session || facts === null) return
    const begun = opened.current?.code === session.code
    const { link, ignored: notOpened } = (opened.current =
      begun && opened.current ? opened.current : openedBy(session.code))
    const early = store.get()
    const next = startOf(session, start, link, early.settings)
    const { spinIndex } = early.present
    if (!begun || !isTouched(early)) {
      // A unit chosen since the page was opened is the artist's, whatever the link says.
      store.dispatch({ do: 'begin', ...next.beginning, ...(begun && { settings: early.settings }) })
      // The fields are there before the first session is, and so may a hand be; a gesture that is under way goes on.
      if (early.sessionCode === null && isTouched(early))
        store.dispatch({
          do: early.before === null ? 'commit' : 'change',
          edit: { kind: 'all', draft: startFromHand(early.present, store.get().present) },
        })
      const nothing = [...notOpened, ...next.ignored]
      // The same parts are no news to who has read of them.
      setIgnored((before) => (before.join() === nothing.join() ? before : nothing))
    } else if (session.spins.length > 0 && !session.spins.some(({ index }) => index === spinIndex))
      store.dispatch({ do: 'commit', edit: { kind: 'spin', index: next.beginning.draft?.spinIndex ?? null } })
    // `facts` stands for the rest.
  }, [store, facts])
  return ignored
}

export interface SessionDraft {
  readonly store: DraftStore
  /** Parts of the page's link that say nothing. */
  readonly ignoredOfLink: readonly string[]
}

/** The page's draft, which belongs to the session that is open. */
export function useSessionDraft(session: Session | undefined, asked: DraftStart['asked']): SessionDraft {
  const [store] = useState(() => createDraftStore())
  const { data: outline } = useQuery({
    ...outlineQuery(session?.code ?? ''),
    enabled: session !== undefined && !isSampleCode(session.code),
  })
  const ignored = useStart(store, { session, asked, outline })
  useLinkOfDraft(store)
  return { store, ignoredOfLink: ignored }
}
