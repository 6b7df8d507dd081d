import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { deliveredBy } from './delivered.ts'
import type { Session } from '../contract/session.ts'
import type { SessionJob } from '../jobs/job.ts'
import { isSameMesh, resultOfKept, type KeptResult } from '../result/kept-result.ts'
import { keptResults } from '../result/kept-results.ts'
import { bytesQuery } from '../result/mesh-query.ts'
import { chosenResult, withPick, type Picks } from '../result/result-choice.ts'
import type { ResultItem } from '../result/result-item.ts'
import { spinOf, type Result } from '../result/result.ts'

export interface Results {
  /** Every mesh of the session that can be shown, oldest first. */
  readonly items: readonly ResultItem[]
  /** Whether it has been looked up yet what is kept. */
  readonly known: boolean
  /** The one that has just come and is not kept yet. */
  readonly fresh: Result | null
  /** [TRUTH-1] What is staged, measured and downloaded. */
  readonly chosen: Result | null
  /** Chooses a mesh among those of its spin. */
  choose(result: Result): void
}

const NO_PICKS: Picks = new Map()
const NOTHING: readonly KeptResult[] = []

/** What the browser keeps of a session, as of now. */
function useKept(sessionCode: string): readonly KeptResult[] | null {
  const client = useQueryClient()
  // What was deleted before a reload.
  useEffect(() => void keptResults.sweep().catch(() => {}), [])
  useEffect(() => keptResults.onChange(() => void client.invalidateQueries({ queryKey: ['kept'] })), [client])
  const { data, isPending } = useQuery({
    queryKey: ['kept', sessionCode],
    queryFn: () => keptResults.list(sessionCode),
    staleTime: Infinity,
    networkMode: 'always',
    retry: false,
  })
  return isPending ? null : (data ?? NOTHING)
}

/** The same object until another mesh comes. */
function useDelivered(session: Session | undefined, job: SessionJob | null | undefined): Result | null {
  const found = deliveredBy(session, job)
  const key = found && JSON.stringify(found)
  // A poll brings a new session, and with it an equal result.
  return useMemo(() => (key === null ? null : (JSON.parse(key) as Result)), [key])
}

/**
 * The meshes of a session: those that the browser keeps, and the one that has just come, which is fetched and kept whatever the artist
 * looks at meanwhile. `spin` is the chosen one; undefined where no session says what there is to choose from.
 */
export function useResults(
  code: string,
  session: Session | undefined,
  job: SessionJob | null | undefined,
  spin: number | null | undefined,
): Results {
  const looked = useKept(code)
  const kept = looked ?? NOTHING
  const delivered = useDelivered(session, job)
  const isKept = delivered !== null && kept.some((one) => isSameMesh(one, delivered))
  const fresh = looked === null || isKept ? null : delivered
  useQuery(bytesQuery(fresh))
  const items = useMemo(
    () => [
      ...kept.map((one) => ({ result: resultOfKept(one), kept: one })),
      ...(fresh ? [{ result: fresh, kept: null }] : []),
    ],
    [kept, fresh],
  )
  const [{ of, picks }, setPicks] = useState({ of: code, picks: NO_PICKS })
  const results = useMemo(() => items.map(({ result }) => result), [items])
  const own = of === code ? picks : NO_PICKS
  const newest = results.at(-1)
  const at = spin === undefined ? newest && spinOf(newest) : spin
  return {
    items,
    known: looked !== null,
    fresh,
    chosen: at === undefined ? null : chosenResult(results, at, own),
    choose: (result) => setPicks({ of: code, picks: withPick(own, results, spinOf(result) ?? at ?? null, result) }),
  }
}
