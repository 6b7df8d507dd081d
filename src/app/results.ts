import { queryOptions, useQueries, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { deliveredBy } from './delivered.ts'
import type { Session } from '../contract/session.ts'
import type { UseJob } from '../jobs/use-job.ts'
import type { KeptResult } from '../result/kept-result.ts'
import { keepChoices, readChoices } from '../result/kept-choices.ts'
import { keptResults } from '../result/kept-results.ts'
import { bytesQuery, meshQuery } from '../result/mesh-query.ts'
import { UNDO_DELETE_MS } from '../result/mesh-shelf.ts'
import type { Compared, ResultItem } from '../result/result-item.ts'
import type { Result } from '../result/result.ts'
import { sessionMeshes, shownMesh, withChoice, type Choices } from '../result/session-meshes.ts'
import { useViewing, type Viewer } from '../viewer/viewer.ts'

export interface Results {
  /** Every mesh of the session that can be shown, oldest first. */
  readonly items: readonly ResultItem[]
  /** Whether it has been looked up yet what is kept. */
  readonly known: boolean
  /** What is kept could not be read. */
  readonly unread: boolean
  readAgain(): void
  /** What was deleted and can be brought back, the last one first. */
  readonly deleted: readonly KeptResult[]
  /** The one that has just come and is not kept yet. */
  readonly fresh: Result | null
  /** [TRUTH-1] What is staged, measured and downloaded. */
  readonly chosen: Result | null
  /** Chooses a mesh among those of its spin. */
  choose(result: Result): void
}

const NOTHING: readonly KeptResult[] = []

const HERE = { staleTime: Infinity, networkMode: 'always', retry: false } as const

interface Kept {
  readonly rows: readonly KeptResult[]
  readonly looked: boolean
  readonly known: boolean
  readonly unread: boolean
  readAgain(): void
}

const keptQuery = (sessionCode: string) =>
  queryOptions({ ...HERE, queryKey: ['kept', sessionCode], queryFn: () => keptResults.listAll(sessionCode) })

const keptOfPageQuery = (sessionCode: string) =>
  queryOptions({
    ...HERE,
    queryKey: ['kept', sessionCode, 'page'],
    queryFn: () => keptResults.listOfPage(sessionCode),
  })

/** Looks up ahead what is kept of a session. */
export const findKept = (client: QueryClient, sessionCode: string): Promise<unknown> =>
  Promise.all([client.prefetchQuery(keptQuery(sessionCode)), client.prefetchQuery(keptOfPageQuery(sessionCode))])

/** What the browser keeps of a session, as of now, what this page alone holds, and what was deleted of it. */
function useKept(sessionCode: string): Kept {
  const client = useQueryClient()
  const readAgain = useCallback(() => void client.invalidateQueries({ queryKey: ['kept'] }), [client])
  // What was deleted before a reload.
  useEffect(() => void keptResults.sweep().catch(() => {}), [])
  useEffect(() => keptResults.onChange(readAgain), [readAgain])
  const all = useQuery(keptQuery(sessionCode))
  const ofPage = useQuery(keptOfPageQuery(sessionCode))
  const rows = useMemo(() => {
    const known = all.data ?? NOTHING
    if (!all.isError) return known
    // What was known before stays.
    const held = ofPage.data ?? NOTHING
    return [...known.filter(({ id }) => held.every((one) => one.id !== id)), ...held]
  }, [all.data, all.isError, ofPage.data])
  return { rows, looked: !all.isPending, known: all.isSuccess, unread: all.isError, readAgain }
}

/** What can be brought back of these, the last one first, until its time is over. */
function useDeleted(rows: readonly KeptResult[]): readonly KeptResult[] {
  const deleted = useMemo(
    () =>
      rows
        .filter(({ deletedAtMs, forgotten }) => deletedAtMs !== null && !forgotten)
        .toSorted((one, other) => (other.deletedAtMs ?? 0) - (one.deletedAtMs ?? 0)),
    [rows],
  )
  const nextMs = deleted.at(-1)?.deletedAtMs ?? null
  useEffect(() => {
    if (nextMs === null) return undefined
    const leftMs = Math.min(Math.max(nextMs + UNDO_DELETE_MS - Date.now(), 0), UNDO_DELETE_MS)
    const timer = setTimeout(() => void keptResults.sweep().catch(() => {}), leftMs + 1000)
    return () => clearTimeout(timer)
  }, [nextMs])
  return deleted
}

type NewestJob = Pick<UseJob, 'job' | 'refinedSpin'>

/** The same object until another mesh comes. */
function useDelivered(session: Session | undefined, { job, refinedSpin }: NewestJob): Result | null {
  const found = deliveredBy(session, job, refinedSpin)
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
  job: NewestJob,
  spin: number | null | undefined,
): Results {
  const { rows, looked, known, unread, readAgain } = useKept(code)
  const deleted = useDeleted(rows)
  const delivered = useDelivered(session, job)
  const { items, fresh } = useMemo(() => sessionMeshes(looked ? rows : null, delivered), [looked, rows, delivered])
  useQuery(bytesQuery(fresh))
  const [last, setLast] = useState<{ readonly of: string; readonly choices: Choices } | null>(null)
  const before = useMemo(() => readChoices(code), [code])
  const results = useMemo(() => items.map(({ result }) => result), [items])
  const choices = last?.of === code ? last.choices : before
  return {
    items,
    known,
    unread,
    readAgain,
    deleted,
    fresh,
    chosen: shownMesh(results, spin, choices),
    choose(result) {
      const next = withChoice(choices, results, spin, result)
      setLast({ of: code, choices: next })
      keepChoices(code, next)
    },
  }
}

/** The session's meshes, and the artist's own files of this visit, which belong to no session. */
export function useItems(ofSession: readonly ResultItem[], own: Result | null): readonly ResultItem[] {
  const [files, setFiles] = useState<readonly Result[]>([])
  if (own && !files.some(({ version }) => version === own.version)) setFiles([...files, own])
  return useMemo(() => [...ofSession, ...files.map((result) => ({ result, kept: null }))], [ofSession, files])
}

const NONE_COMPARED: readonly Compared[] = []

/** The meshes that are looked at together, two or more, once all of them are open; the same array until that changes. */
export function useCompared(viewer: Viewer, items: readonly ResultItem[]): readonly Compared[] {
  const versions = useViewing(viewer, (viewing) => viewing.compared)
  const results = useMemo(
    () => items.map(({ result }) => result).filter(({ version }) => versions.includes(version)),
    [items, versions],
  )
  return useQueries({
    queries: results.map((result) => meshQuery(result)),
    combine: (found) => {
      const compared = results.flatMap((result, index) => {
        const mesh = found[index]?.data
        return mesh ? [{ result, mesh }] : []
      })
      return compared.length < 2 || compared.length < results.length ? NONE_COMPARED : compared
    },
  })
}
