import { z } from 'zod'
import { readAnswer } from '../contract/answer.ts'
import { ApiError } from '../contract/api-error.ts'
import type { EnclosedChoice } from '../contract/enclosed-areas.ts'
import { readSessionList, type Session } from '../contract/session.ts'
import { SESSIONS_PATH, apiUrl, enclosedPath, sessionPath } from '../contract/paths.ts'
import { heard, sessionOf } from './heard.ts'

/**
 * One session as it is now. `last` is what is known of it.
 * @throws ApiError, or TypeError when the server cannot be reached
 */
export const fetchSession = async (code: string, signal?: AbortSignal, last?: Session): Promise<Session> =>
  heard(last, await readAnswer(await fetch(apiUrl(sessionPath(code)), signal ? { signal } : {})), code)

/** The newest sessions, without the samples. */
export const fetchRecentSessions = async (signal?: AbortSignal): Promise<Session[]> =>
  readSessionList(await readAnswer(await fetch(apiUrl(`${SESSIONS_PATH}?limit=12&page=1`), signal ? { signal } : {})))

/**
 * Decides what becomes of the areas that a picture's figure encloses; its spins are made again where that changes them.
 * @returns the session as it is then
 */
export async function chooseEnclosed(code: string, choice: EnclosedChoice): Promise<Session> {
  const body = JSON.stringify({ enclosed_areas: choice })
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
  return sessionOf(await readAnswer(await fetch(apiUrl(enclosedPath(code)), options)), code)
}

const upstreamSchema = z.object({ upstream: z.enum(['local', 'csm', 'custom']), host: z.string().catch('') })

/** Where meshes come from, as the proxy says. */
export type UpstreamName = z.output<typeof upstreamSchema>

export async function fetchUpstreamName(signal?: AbortSignal): Promise<UpstreamName> {
  const named = upstreamSchema.safeParse(await readAnswer(await fetch(apiUrl('/plinth'), signal ? { signal } : {})))
  if (!named.success) throw new ApiError('bad_upstream', 'The answer names no upstream.')
  return named.data
}
