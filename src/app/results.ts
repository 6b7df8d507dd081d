import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { deliveredBy } from './delivered.ts'
import type { Session } from '../contract/session.ts'
import type { SessionJob } from '../jobs/job.ts'
import type { KeptResult } from '../result/kept-result.ts'
import { keptResults } from '../result/kept-results.ts'
import { bytesQuery } from '../result/mesh-query.ts'
import type { ResultItem } from '../result/result-item.ts'
import type { Result } from '../result/result.ts'
import { NO_CHOICES, sessionMeshes, shownMesh, withChoice } from '../result/session-meshes.ts'

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

const NOTHING: readonly KeptResult[] = []

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
  const { items, fresh } = useMemo(() => sessionMeshes(looked ? rows : null, delivered), [looked, rows, delivered])
  useQuery(bytesQuery(fresh))
  const [last, setLast] = useState({ of: code, choices: NO_CHOICES })
  const results = useMemo(() => items.map(({ result }) => result), [items])
  const choices = last.of === code ? last.choices : NO_CHOICES
  return {
    items,
    known,
    fresh,
    chosen: shownMesh(results, spin, choices),
    choose: (result) => setLast({ of: code, choices: withChoice(choices, results, spin, result) }),
  }
}
