import { GET_WITHIN_MS, askFor } from '../contract/ask.ts'
import { IMAGE_ASSET } from '../contract/assets.ts'
import { contentDigest } from '../contract/content-digest.ts'
import { within } from '../contract/deadline.ts'
import { SESSIONS_PATH, apiUrl, assetPath } from '../contract/paths.ts'
import { readSessionList, type Session } from '../contract/session.ts'
import type { CreateJob } from './job.ts'

/** The upstream's clock and this one may differ. */
const CLOCKS_DIFFER_MS = 5 * 60_000
const ARRIVES_WITHIN_MS = 30 * 60_000

/** Whether a session may have come of a picture, by its time; one that does not tell its time may. */
function isOfThatTime({ createdAt }: Session, startedAtMs: number): boolean {
  const atMs = createdAt === null ? NaN : Date.parse(createdAt)
  if (Number.isNaN(atMs)) return createdAt === null
  return atMs > startedAtMs - CLOCKS_DIFFER_MS && atMs < startedAtMs + ARRIVES_WITHIN_MS
}

async function hasPicture(code: string, digest: string): Promise<boolean> {
  const place = apiUrl(assetPath(code, IMAGE_ASSET))
  return within(GET_WITHIN_MS, async (signal) => {
    const response = await fetch(place, { signal })
    return response.ok && contentDigest(new Uint8Array(await response.arrayBuffer())) === digest
  })
}

/**
 * The recent sessions that a picture may have become: one that shows the very picture is certain, others are of its time.
 * @param otherCodes sessions that other pictures have become: the same picture may have been sent before
 */
export async function findCreated(
  { picture, startedAtMs }: CreateJob,
  otherCodes: readonly string[],
): Promise<{ readonly certain: boolean; readonly codes: readonly string[] }> {
  const recent = readSessionList(await askFor(`${SESSIONS_PATH}?limit=12&page=1`))
  const codes = recent
    .filter((session) => isOfThatTime(session, startedAtMs) && !otherCodes.includes(session.code))
    .map(({ code }) => code)
  for (const code of codes)
    if (await hasPicture(code, picture.digest).catch(() => false)) return { certain: true, codes: [code] }
  return { certain: false, codes }
}
