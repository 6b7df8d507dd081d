/** Plinth's own calls beside the API, which its local engine answers. */
import { readAnswer, UnusableAnswer } from '../contract/answer.ts'
import { askFor } from '../contract/ask.ts'
import { diskUseSchema, type DiskUse } from '../contract/disk-use.ts'
import { DISK_PATH, apiUrl, namePath, ownSessionPath } from '../contract/paths.ts'
import { tidyName } from '../contract/session-name.ts'
import type { Session } from '../contract/session.ts'
import { sessionOf } from './heard.ts'
import { hearSessionNames, rememberSessionName, sessionName } from './session-names.ts'

/**
 * Names a session of the local engine; an empty name takes its name away.
 * @returns the session as it is then
 * @throws ApiError, or TypeError when the server cannot be reached
 */
async function nameSession(code: string, name: string): Promise<Session> {
  const options = {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  }
  const session = sessionOf(await readAnswer(await fetch(apiUrl(namePath(code)), options)), code)
  hearSessionNames([session])
  return session
}

/** Names a session where names are kept: with it in the local engine, and in this browser for its results. */
export async function renameSession(code: string, name: string, { local }: { readonly local: boolean }): Promise<void> {
  const remembered = rememberSessionName(code, name)
  if (local) await nameSession(code, name)
  await remembered
}

/** Gives a new session the name of its picture, unless it has one. Never rejects: a name can be given again. */
export async function nameNewSession(code: string, name: string, where: { readonly local: boolean }): Promise<void> {
  if (sessionName(code) === code) await renameSession(code, tidyName(name), where).catch(() => {})
}

/** Deletes a session of the local engine for good. */
export const deleteSession = async (code: string): Promise<void> =>
  void (await readAnswer(await fetch(apiUrl(ownSessionPath(code)), { method: 'DELETE' })))

/** What the local engine's folder takes on the disk. */
export async function fetchDiskUse(signal?: AbortSignal): Promise<DiskUse> {
  const use = diskUseSchema.safeParse(await askFor(DISK_PATH, signal))
  if (!use.success) throw new UnusableAnswer('The answer does not say what the disk holds.')
  return use.data
}
