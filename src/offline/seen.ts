/*
 * Sessions as this browser last saw them, with the pictures of their spins, for when no server answers. What is kept is
 * what a session with its spins and nothing more would be answered as, so that it is read by the contract's own reader;
 * the links of its meshes have expired by then, and kept results lie in tables of their own.
 */
import { isSampleCode } from '../contract/sample.ts'
import { readSession, type Session } from '../contract/session.ts'
import { tableOf } from '../storage/storage.ts'

interface SeenSession {
  readonly code: string
  readonly seenAtMs: number
  readonly answer: unknown
}

interface SeenSpin {
  readonly id: string
  readonly sessionCode: string
  readonly picture: Blob
}

const isRow = (row: unknown): row is object => typeof row === 'object' && row !== null

const readSeen = (row: unknown): SeenSession | null =>
  isRow(row) && 'code' in row && typeof row.code === 'string' && 'seenAtMs' in row && typeof row.seenAtMs === 'number'
    ? { code: row.code, seenAtMs: row.seenAtMs, answer: 'answer' in row ? row.answer : null }
    : null

const readSpin = (row: unknown): SeenSpin | null =>
  isRow(row) && 'id' in row && 'picture' in row && row.picture instanceof Blob
    ? { id: String(row.id), sessionCode: 'sessionCode' in row ? String(row.sessionCode) : '', picture: row.picture }
    : null

const sessions = tableOf('seen', { read: readSeen })
const spins = tableOf('seenSpins', { read: readSpin })

/** Beside the samples, which stay. A session's four spins take about half a megabyte. */
const MOST_SEEN = 30

const spinId = (code: string, index: number): string => `${code}/${index}`

const answerOf = (session: Session): unknown => ({
  session_code: session.code,
  name: session.name,
  status: 'spin_generate_done',
  message: session.message,
  image_url: session.imageUrl,
  spins: session.spins.map(({ url, label, proportions }) => ({
    image_url: url,
    label,
    ...(proportions && { proportions }),
  })),
  scaled_bbox: session.scaledBbox,
  pivot_point: session.pivotPoint,
  selected_spin_index: session.selectedSpinIndex,
  ...(session.meshProportions && { mesh_proportions: session.meshProportions }),
  preserve_aspect_ratio: session.preserveAspectRatio,
  created_at: session.createdAt,
  updated_at: session.updatedAt,
})

async function forgetPictures(code: string): Promise<void> {
  await spins.remove(...(await spins.all(code)).map(({ id }) => id))
}

/** Keeps a session whose spins are made, in place of the one seen longest ago where there are many. */
export async function keepSession(session: Session, nowMs: number): Promise<void> {
  if (session.spins.length === 0 || (session.phase.work === 'spins' && session.phase.state !== 'done')) return
  await sessions.put({ code: session.code, seenAtMs: nowMs, answer: answerOf(session) })
  const others = (await sessions.all()).filter(({ code }) => !isSampleCode(code))
  for (const { code } of others.toSorted((a, b) => b.seenAtMs - a.seenAtMs).slice(MOST_SEEN)) await forgetSeen(code)
}

export const keepSpin = (code: string, index: number, picture: Blob): Promise<void> =>
  spins.put({ id: spinId(code, index), sessionCode: code, picture })

/** Null where it was not seen, or not kept. Never rejects. */
export const seenSession = async (code: string): Promise<Session | null> =>
  readSession((await sessions.get(code).catch(() => null))?.answer)

/** Null where it was not seen, or not kept. Never rejects. */
export const seenSpin = async (code: string, index: number): Promise<Blob | null> =>
  (await spins.get(spinId(code, index)).catch(() => null))?.picture ?? null

export async function forgetSeen(code: string): Promise<void> {
  await sessions.remove(code)
  await forgetPictures(code)
}
