import { createStore, useStore } from '../ui/store.ts'
import { sessionNotes } from './session-notes.ts'

/** Codes of sessions whose cut-out, though a guess, the artist has looked at or wants to hear no more of. */
const seen = createStore<ReadonlySet<string>>(new Set())

async function readNotes(): Promise<void> {
  const notes = await sessionNotes.all()
  seen.set(new Set(notes.flatMap(({ code, cutOutSeen }) => (cutOutSeen ? [code] : []))))
}

const read = () => void readNotes().catch(() => {})

/** Reads which they are, and again whenever that changes, in another tab too. */
export function followSeenCutOuts(): void {
  sessionNotes.onChange(read)
  read()
}

/** Full or denied storage costs only that it is said again after a reload. */
export async function rememberSeenCutOut(code: string): Promise<void> {
  if (seen.get().has(code)) return
  seen.set(new Set([...seen.get(), code]))
  await sessionNotes.change([code], (note) => ({ ...note, cutOutSeen: true })).catch(() => {})
}

export const useSeenCutOut = (code: string): boolean => useStore(seen, (codes) => codes.has(code))
