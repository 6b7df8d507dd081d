import type { Vec3 } from '../contract/vec3.ts'
import { openStorage, tableOf } from '../storage/storage.ts'
import type { Tables } from '../storage/tables.ts'
import { digestOf, isSameMesh, readKeptResult, resultId, type KeptResult } from './kept-result.ts'
import { roomFor } from './room-for.ts'
import type { Result } from './result.ts'

/** How many bytes of meshes the browser keeps, and the page alone where the browser keeps nothing. */
export const MAX_KEPT_BYTES = { browser: 2 * 1024 ** 3, page: 256 * 1024 ** 2 } as const

/** So long a deleted result can be brought back. */
export const UNDO_DELETE_MS = 60_000

/** Not every look at a mesh has to be written down. */
const USED_AGAIN_MS = 60_000

interface Bytes {
  readonly id: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const readBytes = (row: unknown): Bytes | null =>
  typeof row === 'object' && row !== null && 'bytes' in row && row.bytes instanceof Uint8Array ? (row as Bytes) : null

interface Picture extends Bytes {
  readonly type: string
}

const readPicture = (row: unknown): Picture | null => {
  const picture = readBytes(row)
  return picture && 'type' in picture && typeof picture.type === 'string' ? (picture as Picture) : null
}

/** What became of keeping a mesh. */
export type Keeping =
  | { readonly is: 'kept'; readonly kept: KeptResult }
  /** Only by removing these starred ones would there be room. */
  | { readonly is: 'full'; readonly starred: readonly string[] }
  /** It is larger than all that may be kept. */
  | { readonly is: 'too large' }

export interface KeepOptions {
  readonly nowMs?: number
  /** Whether a mesh whose bytes are kept already is that one: for a session's mesh that no job of this browser made. */
  readonly mayBeKnown?: boolean
  /** Starred results may go. */
  readonly evenStarred?: boolean
}

/** What is known once a mesh has been opened. */
export interface Measured {
  readonly sizeMetres: Vec3
  readonly triangles: number
}

export interface KeptResults {
  /** Of a session, or all of them, oldest first. Deleted ones are not among them. */
  list(sessionCode?: string): Promise<readonly KeptResult[]>
  /** The same with those that are deleted. */
  listAll(sessionCode: string): Promise<readonly KeptResult[]>
  /** The bytes of a mesh that is kept under this or another version, and marks it as used; null when it is not. */
  bytesOf(result: Result): Promise<Uint8Array<ArrayBuffer> | null>
  /** Keeps a mesh: first its bytes, then what is known of it, so that nothing half-done is left behind. Rejects where the disk is full. */
  keep(result: Result, bytes: Uint8Array<ArrayBuffer>, options?: KeepOptions): Promise<Keeping>
  measured(result: Result, measured: Measured): Promise<void>
  /** The picture that was drawn of a mesh. */
  thumbnailOf(id: string): Promise<Blob | null>
  keepThumbnail(id: string, picture: Blob): Promise<void>
  star(id: string, starred: boolean): Promise<void>
  /** Out of sight; `restore` brings it back until it is swept. */
  remove(id: string, nowMs?: number): Promise<void>
  restore(id: string): Promise<void>
  /** Removes for good what was deleted long enough ago, but for a row that remembers it. */
  sweep(nowMs?: number): Promise<void>
  onChange(listener: () => void): () => void
}

export interface KeptResultsOptions {
  /** For tests: another storage than the page's. */
  readonly storage?: () => Promise<Tables>
  readonly budgetBytes?: number
}

const byAge = (rows: readonly KeptResult[]) => rows.toSorted((one, other) => one.madeAtMs - other.madeAtMs)

/** Only that it is not wanted is known of it from here on. */
const forgotten = (kept: KeptResult): KeptResult => ({ ...kept, bytes: 0, forgotten: true })

/** The meshes that the browser keeps, so that they open without network and after the upstream has forgotten them. */
export function keptResultsIn({ storage = openStorage, budgetBytes }: KeptResultsOptions = {}): KeptResults {
  const records = tableOf('results', { read: readKeptResult, storage })
  const meshes = tableOf('meshes', { read: readBytes, storage })
  const thumbnails = tableOf('thumbnails', { read: readPicture, storage })

  const change = (id: string, to: (kept: KeptResult) => KeptResult) =>
    records.change((rows) => ({ put: rows.filter((kept) => kept.id === id).map(to) }))
  const find = async (result: Result) =>
    (await records.all(result.sessionCode)).find((kept) => isSameMesh(kept, result)) ?? null
  const drop = async (ids: readonly string[]) => {
    if (ids.length === 0) return
    await records.remove(...ids)
    await meshes.remove(...ids)
    await thumbnails.remove(...ids)
  }
  const budget = async () => budgetBytes ?? ((await records.keeps()) ? MAX_KEPT_BYTES.browser : MAX_KEPT_BYTES.page)

  return {
    list: async (code) => byAge((await records.all(code)).filter(({ deletedAtMs }) => deletedAtMs === null)),
    listAll: async (code) => byAge(await records.all(code)),
    async bytesOf(result) {
      const kept = await find(result)
      const row = kept && (await meshes.get(kept.id))
      if (!kept || !row) return null
      const nowMs = Date.now()
      if (Math.abs(nowMs - kept.usedAtMs) > USED_AGAIN_MS)
        await change(kept.id, (known) => ({ ...known, usedAtMs: nowMs }))
      return row.bytes
    },
    async keep(result, bytes, { nowMs = Date.now(), mayBeKnown = false, evenStarred = false } = {}) {
      const digest = digestOf(bytes)
      const own = await records.all(result.sessionCode)
      const same = own.find(
        (kept) => isSameMesh(kept, result) || (mayBeKnown && kept.kind === result.kind && kept.digest === digest),
      )
      if (same && same.deletedAtMs === null) {
        const kept = isSameMesh(same, result) ? same : { ...same, aliases: [...same.aliases, result.version] }
        if (kept !== same) await records.put(kept)
        return { is: 'kept', kept }
      }
      const room = roomFor(bytes.length, await records.all(), await budget())
      if (!room) return { is: 'too large' }
      if (room.askFor.length > 0 && !evenStarred) return { is: 'full', starred: room.askFor }
      await drop([...room.remove, ...room.askFor])
      const { sessionCode, kind, version, request, formats, name, spinLabel = null, told = null } = result
      const kept: KeptResult = {
        id: resultId(result),
        sessionCode,
        kind,
        version,
        request,
        name,
        spinLabel,
        told,
        digest,
        formats: [...formats],
        aliases: [],
        bytes: bytes.length,
        sizeMetres: null,
        triangles: null,
        // A clock that was wrong once must not put it before what came earlier.
        madeAtMs: Math.max(nowMs, ...own.map((one) => one.madeAtMs + 1)),
        usedAtMs: nowMs,
        starred: false,
        forgotten: false,
        deletedAtMs: null,
      }
      await meshes.put({ id: kept.id, bytes })
      await records.put(kept)
      return { is: 'kept', kept }
    },
    async measured(result, { sizeMetres, triangles }) {
      const kept = await find(result)
      if (kept && kept.sizeMetres === null) await change(kept.id, (known) => ({ ...known, sizeMetres, triangles }))
    },
    async thumbnailOf(id) {
      const picture = await thumbnails.get(id)
      return picture && new Blob([picture.bytes], { type: picture.type })
    },
    keepThumbnail: async (id, picture) =>
      thumbnails.put({ id, bytes: new Uint8Array(await picture.arrayBuffer()), type: picture.type }),
    star: (id, starred) => change(id, (kept) => ({ ...kept, starred })),
    remove: (id, nowMs = Date.now()) => change(id, (kept) => ({ ...kept, deletedAtMs: nowMs })),
    restore: (id) => change(id, (kept) => (kept.forgotten ? kept : { ...kept, deletedAtMs: null })),
    async sweep(nowMs = Date.now()) {
      const due = (await records.all()).filter(
        (kept) => kept.deletedAtMs !== null && !kept.forgotten && Math.abs(nowMs - kept.deletedAtMs) > UNDO_DELETE_MS,
      )
      if (due.length === 0) return
      const ids = due.map(({ id }) => id)
      await meshes.remove(...ids)
      await thumbnails.remove(...ids)
      await records.change((rows) => ({
        put: rows.filter(({ id }) => ids.includes(id)).map(forgotten),
      }))
    },
    onChange: records.onChange,
  }
}

/** The page's own. */
export const keptResults = keptResultsIn()
