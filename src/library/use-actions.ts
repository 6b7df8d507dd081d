import { useEffect, useState } from 'react'
import { artistText } from '../contract/artist-text.ts'
import { renameSession } from '../session/own-calls.ts'
import { sessionNotes } from '../session/session-notes.ts'
import { bringBack, deleteEntry, sweepDeleted } from './delete-session.ts'
import type { Entry } from './entry.ts'
import type { Library } from './use-library.ts'

export interface Actions {
  star(entry: Entry): void
  /** An empty name takes it away. */
  rename(entry: Entry, name: string): void
  remove(entry: Entry): void
  /** The session that was deleted last, while that can be undone here. */
  readonly deleted: { readonly words: string } | null
  undo(): void
  readonly problem: { readonly what: string; readonly next: string } | null
}

/** What an artist can do with a session of the library. */
export function useActions({ local, refresh }: Pick<Library, 'local' | 'refresh'>): Actions {
  const [deleted, setDeleted] = useState<Entry | null>(null)
  const [problem, setProblem] = useState<Actions['problem']>(null)
  const attempt = (work: Promise<unknown>) => {
    setProblem(null)
    work.catch((error: unknown) => setProblem(artistText(error)))
  }
  useEffect(() => {
    // What cannot be swept now is swept when the library opens next.
    sweepDeleted({ local }).catch(() => {})
  }, [local])
  const outcome = local ? 'In a minute it is gone for good.' : 'It is hidden here; the service keeps its own copy.'
  return {
    star: ({ code, starred }) => attempt(sessionNotes.change([code], (note) => ({ ...note, starred: !starred }))),
    rename: ({ code }, name) => attempt(renameSession(code, name, { local }).then(refresh)),
    remove(entry) {
      setDeleted(entry)
      attempt(deleteEntry(entry, { local }))
    },
    deleted: deleted && { words: `${deleted.name} is deleted. ${outcome}` },
    undo() {
      if (deleted) attempt(bringBack(deleted))
      setDeleted(null)
    },
    problem,
  }
}
