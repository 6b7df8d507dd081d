import type { Query, QueryClient } from '@tanstack/react-query'
import { askFor } from '../contract/ask.ts'
import { spinAsset } from '../contract/assets.ts'
import { apiUrl, assetPath, sessionPath } from '../contract/paths.ts'
import { readSession, type Session } from '../contract/session.ts'
import { keepSession, keepSpin, seenSession, seenSpin } from './seen.ts'

/** A full disk keeps nothing, and says so where it matters. */
const quietly = (kept: Promise<void>): void => void kept.catch(() => {})

/** What is new of a session: it is asked for again and again while it is at work. */
const shownOf = ({ spins, phase, name }: Session): string =>
  JSON.stringify([phase.work === 'spins', spins.length, name, spins])

const keptAs = new Map<string, string>()

function keep({ queryKey: [kind, code, index], state: { data, status } }: Query): void {
  if (status !== 'success' || typeof code !== 'string') return
  if (kind === 'session') {
    const session = data as Session
    if (keptAs.get(code) === shownOf(session)) return
    keptAs.set(code, shownOf(session))
    keepSession(session, Date.now()).catch(() => keptAs.delete(code))
  } else if (kind === 'spin' && typeof index === 'number') quietly(keepSpin(code, index, (data as { blob: Blob }).blob))
}

/** Keeps each session that the page opens, and its spins as they come: what has come already, and what will. */
export function keepSeen(client: QueryClient): void {
  const cache = client.getQueryCache()
  cache.getAll().forEach(keep)
  cache.subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'success') keep(event.query)
  })
}

const codesIn = (list: unknown): string[] =>
  Array.isArray(list) ? list.flatMap((one: { code?: unknown }) => (typeof one.code === 'string' ? one.code : [])) : []

async function fetchAhead(code: string): Promise<void> {
  if (await seenSession(code)) return
  const session = readSession(await askFor(sessionPath(code)))
  if (!session) return
  for (const { index } of session.spins) {
    if (await seenSpin(code, index)) continue
    const response = await fetch(apiUrl(assetPath(code, spinAsset(index))))
    if (!response.ok) throw new Error(`Spin ${index} of ${code} answered ${response.status}.`)
    await keepSpin(code, index, await response.blob())
  }
  await keepSession(session, Date.now())
}

/** Keeps the bundled samples that nobody has opened yet, one after the other. One that cannot be had waits for the next visit. */
export async function fetchSamplesAhead(): Promise<void> {
  const list: unknown = await (await fetch('/samples/samples.json')).json()
  for (const code of codesIn(list)) await fetchAhead(code).catch(() => {})
}
