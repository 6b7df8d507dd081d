import * as z from 'zod/mini'
import { otherwise } from '../contract/otherwise.ts'
import { readAnswer } from '../contract/answer.ts'
import { askFor } from '../contract/ask.ts'
import { ApiError } from '../contract/api-error.ts'
import type { EnclosedChoice } from '../contract/enclosed-areas.ts'
import { readSessionList, type Session } from '../contract/session.ts'
import { SESSIONS_PATH, UPSTREAM_PATH, apiUrl, enclosedPath, sessionPath } from '../contract/paths.ts'
import { heard, sessionOf } from './heard.ts'
import { hearSessionNames } from './session-names.ts'

/**
 * One session as it is now. `last` is what is known of it.
 * @throws ApiError, or TypeError when the server cannot be reached
 */
export async function fetchSession(code: string, signal?: AbortSignal, last?: Session): Promise<Session> {
  const session = heard(last, await askFor(sessionPath(code), signal), code)
  hearSessionNames([session])
  return session
}

async function fetchPage(limit: number, page: number, signal?: AbortSignal) {
  const data = await askFor(`${SESSIONS_PATH}?limit=${limit}&page=${page}`, signal)
  const sessions = readSessionList(data)
  hearSessionNames(sessions)
  return { sessions, isFull: pageSchema.safeParse(data).data?.results.length === limit }
}

const pageSchema = z.object({ results: z.array(z.unknown()) })

/** As many as the API gives at a time, and no more pages than any artist has. */
const [PAGE, MAX_PAGES] = [100, 50]

/** Every session of the upstream, newest first, without the samples. */
export async function fetchAllSessions(signal?: AbortSignal): Promise<Session[]> {
  const all = new Map<string, Session>()
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { sessions, isFull } = await fetchPage(PAGE, page, signal)
    for (const session of sessions) all.set(session.code, session)
    if (!isFull) break
  }
  return [...all.values()]
}

/** The newest sessions, without the samples. */
export const fetchRecentSessions = async (signal?: AbortSignal): Promise<Session[]> =>
  (await fetchPage(12, 1, signal)).sessions

/**
 * Decides what becomes of the areas that a picture's figure encloses; its spins are made again where that changes them.
 * @returns the session as it is then
 */
export async function chooseEnclosed(code: string, choice: EnclosedChoice): Promise<Session> {
  const body = JSON.stringify({ enclosed_areas: choice })
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
  return sessionOf(await readAnswer(await fetch(apiUrl(enclosedPath(code)), options)), code)
}

const upstreamSchema = z.object({
  upstream: z.enum(['local', 'csm', 'custom']),
  host: otherwise(z.string(), ''),
  /** Why the local engine cuts pictures out without its learned model; null while it has one. */
  without_model: otherwise(z.nullable(z.string()), null),
})

/** Where meshes come from, as the proxy says. */
export type UpstreamName = z.output<typeof upstreamSchema>

/** @throws ApiError when the answer names no upstream */
export function readUpstreamName(data: unknown): UpstreamName {
  const named = upstreamSchema.safeParse(data)
  if (!named.success) throw new ApiError('bad_upstream', 'The answer names no upstream.')
  return named.data
}

export const fetchUpstreamName = async (signal?: AbortSignal): Promise<UpstreamName> =>
  readUpstreamName(await askFor(UPSTREAM_PATH, signal))
