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

/** The artist's choices among the meshes of a session. */
interface Chosen {
  readonly of: string
  readonly picks: Picks
  /** Of the mesh that was chosen last, for where no session says what there is to choose from. */
  readonly spin: number | null | undefined
}

/** Only of its newest mesh has a session more files than the GLB that is kept. */
const resultNow = (kept: KeptResult, delivered: Result | null): Result =>
  delivered && isSameMesh(kept, delivered) ? resultOfKept(kept) : { ...resultOfKept(kept), formats: ['glb'] }

/** What the browser keeps of a session, as of now, and what was deleted of it. */
function useKept(sessionCode: string): {
  readonly rows: readonly KeptResult[]
  readonly looked: boolean
  readonly known: boolean
} {
  const client = useQueryClient()
  // What was deleted before a reload.
  useEffect(() => void keptResults.sweep().catch(() => {}), [])
  useEffect(() => keptResults.onChange(() => void client.invalidateQueries({ queryKey: ['kept'] })), [client])
  const { data, isPending, isSuccess } = useQuery({
    queryKey: ['kept', sessionCode],
    queryFn: () => keptResults.listAll(sessionCode),
    staleTime: Infinity,
    networkMode: 'always',
    retry: false,
  })
  return { rows: data ?? NOTHING, looked: !isPending, known: isSuccess }
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
  const { rows, looked, known } = useKept(code)
  const delivered = useDelivered(session, job)
  // A deleted one does not come back for being the session's newest.
  const isKept = delivered !== null && rows.some((one) => isSameMesh(one, delivered))
  const fresh = !looked || isKept ? null : delivered
  useQuery(bytesQuery(fresh))
  const items = useMemo(
    () => [
      ...rows
        .filter(({ deletedAtMs }) => deletedAtMs === null)
        .map((kept) => ({ result: resultNow(kept, delivered), kept })),
      ...(fresh ? [{ result: fresh, kept: null }] : []),
    ],
    [rows, delivered, fresh],
  )
  const [chosen, setChosen] = useState<Chosen>({ of: code, picks: NO_PICKS, spin: undefined })
  const results = useMemo(() => items.map(({ result }) => result), [items])
  const own = chosen.of === code ? chosen : { of: code, picks: NO_PICKS, spin: undefined }
  const newest = results.at(-1)
  const at = spin ?? own.spin ?? (spin === undefined && newest ? spinOf(newest) : spin)
  return {
    items,
    known,
    fresh,
    chosen: at === undefined ? null : chosenResult(results, at, own.picks),
    choose(result) {
      const of = spinOf(result) ?? at ?? null
      setChosen({ of: code, picks: withPick(own.picks, results, of, result), spin: of })
    },
  }
}
