import { useEffect, useState } from 'react'
import { artistText } from '../contract/artist-text.ts'
import { renameSession } from '../session/own-calls.ts'
import { sessionNotes } from '../session/session-notes.ts'
import { useStore } from '../ui/store.ts'
import { bringBack, deletedLately, deleteEntry, sweepDeleted, type Deleting } from './delete-session.ts'
import type { Entry } from './entry.ts'
import type { Library } from './use-library.ts'

export interface Actions {
  star(entry: Entry): void
  /** An empty name takes it away. */
  rename(entry: Entry, name: string): void
  remove(entry: Entry): void
  /** What was deleted, while that can be undone. */
  readonly deleted: { readonly words: string } | null
  /** Brings back what was deleted last. */
  undo(): void
  readonly problem: { readonly what: string; readonly next: string } | null
}

/** What an artist can do with a session of the library. */
export function useActions(
  { local, refresh }: Pick<Library, 'local' | 'refresh'>,
  isInUse: Deleting['isInUse'],
): Actions {
  const [last, ...others] = useStore(deletedLately, (entries) => entries)
  const [problem, setProblem] = useState<Actions['problem']>(null)
  const attempt = (work: Promise<unknown>) => {
    setProblem(null)
    work.catch((error: unknown) => setProblem(artistText(error)))
  }
  useEffect(() => {
    // What cannot be swept now is swept when the library opens next.
    sweepDeleted({ local, isInUse }).catch(() => {})
  }, [local, isInUse])
  const outcome = local ? 'In a minute it is gone for good.' : 'It is hidden here; the service keeps its own copy.'
  return {
    star: ({ code, starred }) => attempt(sessionNotes.change([code], (note) => ({ ...note, starred: !starred }))),
    rename: ({ code }, name) => attempt(renameSession(code, name, { local }).then(refresh)),
    remove: (entry) => attempt(deleteEntry(entry, { local, isInUse })),
    deleted: last
      ? { words: `${last.name} is deleted${others.length > 0 ? `, and ${others.length} before it` : ''}. ${outcome}` }
      : null,
    undo: () => last && attempt(bringBack(last)),
    problem,
  }
}
