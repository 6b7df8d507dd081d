/** What this browser knows of sessions beside what the upstream says. */
import * as z from 'zod/mini'
import { otherwise } from '../contract/otherwise.ts'
import { SESSION_CODE } from '../contract/session-code.ts'
import { tidyName } from '../contract/session-name.ts'
import { openStorage, tableOf } from '../storage/storage.ts'
import type { Change, Tables } from '../storage/tables.ts'

const noteSchema = z.object({
  code: z.string().check(z.regex(SESSION_CODE)),
  name: otherwise(z.nullable(z.pipe(z.string(), z.transform(tidyName))), null),
  starred: otherwise(z.boolean(), false),
  /** Out of sight. An upstream that cannot delete still lists it, so the note stays. */
  deletedAtMs: otherwise(z.nullable(z.number()), null),
  /** Its cut-out was looked at, so that nothing more is said of it. */
  cutOutSeen: otherwise(z.boolean(), false),
})

export type SessionNote = z.output<typeof noteSchema>

export interface SessionNotes {
  all(): Promise<readonly SessionNote[]>
  /** Changes what is known of these sessions, in one transaction. */
  change(codes: readonly string[], to: (note: SessionNote) => SessionNote): Promise<void>
  forget(codes: readonly string[]): Promise<void>
  onChange(listener: () => void): () => void
}

const readNote = (row: unknown): SessionNote | null => noteSchema.safeParse(row).data ?? null

const blank = (code: string): SessionNote => ({
  code,
  name: null,
  starred: false,
  deletedAtMs: null,
  cutOutSeen: false,
})

/** What a change of these sessions makes of the notes there are. */
export const noteChange =
  (codes: readonly string[], to: (note: SessionNote) => SessionNote) =>
  (rows: readonly unknown[]): Change<SessionNote> => {
    const known = new Map(rows.flatMap((row) => readNote(row) ?? []).map((note) => [note.code, note]))
    return { put: codes.map((code) => to(known.get(code) ?? blank(code))) }
  }

/** `storage`: for tests, another one than the page's. */
export function sessionNotesIn(storage: () => Promise<Tables> = openStorage): SessionNotes {
  const table = tableOf('sessions', { read: readNote, storage })
  return {
    all: () => table.all(),
    onChange: table.onChange,
    forget: (codes) => table.remove(...codes),
    change: (codes, to) => table.change(noteChange(codes, to)),
  }
}

/** The page's own. */
export const sessionNotes = sessionNotesIn()
