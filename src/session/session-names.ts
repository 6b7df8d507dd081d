import * as z from 'zod/mini'
import { otherwise } from '../contract/otherwise.ts'
import { createStore, useStore } from '../ui/store.ts'
import { SAMPLES } from './samples.ts'
import { sessionNotes } from './session-notes.ts'

type Names = ReadonlyMap<string, string>

/** By code. What an upstream calls a session goes before what this browser calls it. */
const told = createStore<Names>(new Map())
const noted = createStore<Names>(new Map())

const withName = (names: Names, code: string, name: string | null): Names => {
  if ((names.get(code) ?? null) === (name || null)) return names
  const next = new Map(names)
  if (name) next.set(code, name)
  else next.delete(code)
  return next
}

/** Where names were kept until they had a table. */
const KEY_BEFORE = 'plinth.session-names'
const namesBefore = otherwise(z.array(z.tuple([z.string(), z.string()])), [])

async function takeOverNamesOfBefore(): Promise<void> {
  const before = new Map(namesBefore.parse(JSON.parse(localStorage.getItem(KEY_BEFORE) ?? '[]')))
  if (before.size === 0) return
  await sessionNotes.change([...before.keys()], (note) => ({
    ...note,
    name: note.name ?? before.get(note.code) ?? null,
  }))
  localStorage.removeItem(KEY_BEFORE)
}

async function readNotes(): Promise<void> {
  const notes = await sessionNotes.all()
  noted.set(new Map(notes.flatMap(({ code, name }) => (name ? [[code, name] as const] : []))))
}

/** Reads the names that this browser keeps, and again whenever one changes, in another tab too. Without storage, sessions go by their codes. */
export async function followSessionNames(): Promise<void> {
  sessionNotes.onChange(() => void readNotes().catch(() => {}))
  await takeOverNamesOfBefore().catch(() => {})
  await readNotes().catch(() => {})
}

/** Full or denied storage costs only the name after a reload. An empty one takes it away. */
export async function rememberSessionName(code: string, name: string): Promise<void> {
  noted.set(withName(noted.get(), code, name))
  await sessionNotes.change([code], (note) => ({ ...note, name: name || null })).catch(() => {})
}

/** What the upstream calls sessions; null for one that it has no name for. */
export function hearSessionNames(sessions: readonly { readonly code: string; readonly name: string | null }[]): void {
  told.set(sessions.reduce((names, { code, name }) => withName(names, code, name), told.get()))
}

/** A sample's name, the one that the artist gave or that of the picture's file, or else the code. */
export const sessionName = (code: string): string =>
  SAMPLES.find((sample) => sample.code === code)?.name ?? told.get().get(code) ?? noted.get().get(code) ?? code

function subscribe(listener: () => void): () => void {
  const ends = [told.subscribe(listener), noted.subscribe(listener)]
  return () => ends.forEach((end) => end())
}

/** The same, and again when it changes. */
export const useSessionName = (code: string): string =>
  useStore({ get: () => sessionName(code), subscribe }, (name) => name)
