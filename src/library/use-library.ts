import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { keptResults } from '../result/kept-results.ts'
import { allSessionsQuery, diskQuery, upstreamQuery } from '../session/queries.ts'
import { sessionName } from '../session/session-names.ts'
import { sessionNotes } from '../session/session-notes.ts'
import { useStore } from '../ui/store.ts'
import type { DiskUse } from '../contract/disk-use.ts'
import type { Session } from '../contract/session.ts'
import { goneForGood } from './delete-session.ts'
import { entriesOf, type Entry } from './entry.ts'

/** What lies in this browser: there without a network, and nothing to try again. */
const HERE = { networkMode: 'always', retry: false, refetchOnMount: 'always' } as const

/** Spins that are being made are looked for this often, as their cut-out may turn out to be a guess. */
const WHILE_MADE_MS = 5000

const isMakingSpins = ({ phase }: Session): boolean => phase.work === 'spins' && phase.state === 'going'

const KEY = ['library']

export interface Library {
  readonly entries: readonly Entry[]
  readonly keptBytes: number
  /** Of the local engine; null where sessions lie elsewhere. */
  readonly disk: DiskUse | null
  /** Sessions are the local engine's. */
  readonly local: boolean
  /** Why the upstream's sessions are not among the entries. */
  readonly error: Error | null
  readonly isPending: boolean
  /** Asks the upstream for its sessions again. */
  refresh(): Promise<void>
}

const [NO_SESSIONS, NONE_KEPT, NO_NOTES] = [[], [], []]

/** All sessions and results, as long as the library is open. */
export function useLibrary(): Library {
  const client = useQueryClient()
  const upstream = useQuery(upstreamQuery())
  const local = upstream.data?.upstream === 'local'
  const sessions = useQuery({
    ...allSessionsQuery(),
    refetchOnMount: 'always',
    refetchInterval: ({ state }) => (state.data?.some(isMakingSpins) ? WHILE_MADE_MS : false),
  })
  const disk = useQuery({ ...diskQuery(), enabled: local, refetchOnMount: 'always' })
  const kept = useQuery({ ...HERE, queryKey: [...KEY, 'kept'], queryFn: () => keptResults.list() })
  const notes = useQuery({ ...HERE, queryKey: [...KEY, 'notes'], queryFn: () => sessionNotes.all() })
  useEffect(() => {
    const again = () => void client.invalidateQueries({ queryKey: KEY })
    const ends = [keptResults.onChange(again), sessionNotes.onChange(again)]
    return () => ends.forEach((end) => end())
  }, [client])
  const gone = useStore(goneForGood, (codes) => codes)
  const diskUse = (local && disk.data) || null
  const entries = useMemo(
    () =>
      entriesOf({
        sessions: (sessions.data ?? NO_SESSIONS).filter(({ code }) => !gone.has(code)),
        kept: kept.data ?? NONE_KEPT,
        notes: notes.data ?? NO_NOTES,
        disk: diskUse,
        nameOf: sessionName,
      }),
    [sessions.data, gone, kept.data, notes.data, diskUse],
  )
  return {
    entries,
    keptBytes: (kept.data ?? NONE_KEPT).reduce((sum, { bytes }) => sum + bytes, 0),
    disk: diskUse,
    local,
    error: sessions.error,
    isPending: kept.isPending || notes.isPending || sessions.isPending,
    refresh: () => client.invalidateQueries({ queryKey: allSessionsQuery().queryKey }),
  }
}
