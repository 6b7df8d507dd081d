import { isFull, StorageError } from '../storage/database.ts'
import { openStorage, tableOf, together } from '../storage/storage.ts'
import type { Change, Changes, TableName, Tables } from '../storage/tables.ts'
import { isSameFile, isSameMesh, readKeptResult, type KeptResult } from './kept-result.ts'
import { roomFor } from './room-for.ts'

/** So long a deleted result can be brought back. */
export const UNDO_DELETE_MS = 60_000

/** A disk that stays full after room was made this often is filled by something else. */
const ROOM_IS_MADE = 2

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

/** What became of putting a mesh on a shelf. */
export type Shelving =
  | { readonly is: 'kept'; readonly kept: KeptResult }
  /** Only by removing these starred ones would there be room. */
  | { readonly is: 'full'; readonly starred: readonly string[] }
  /** It is larger than all that may be kept. */
  | { readonly is: 'too large' }

export interface ShelvingOptions {
  /** Whether a mesh whose bytes are kept already is that one: for a session's mesh that no job of this browser made. */
  readonly mayBeKnown?: boolean
  /** Starred results may go. */
  readonly evenStarred?: boolean
}

/** A mesh that was kept elsewhere. */
export interface Incoming {
  readonly kept: KeptResult
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly picture: { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string } | null
}

/** What of another table is written together with incoming meshes. */
export interface Alongside {
  readonly table: TableName
  readonly decide: (rows: readonly unknown[]) => Change<object>
}

export interface TakenIn {
  readonly added: number
  /** Those that were kept here already. */
  readonly known: number
}

export interface MeshShelf {
  /** Of a session, or all of them; deleted ones too. */
  all(sessionCode?: string): Promise<readonly KeptResult[]>
  bytesAt(id: string): Promise<Uint8Array<ArrayBuffer> | null>
  /** Rejects where the disk stays full, or refuses it. */
  put(kept: KeptResult, bytes: Uint8Array<ArrayBuffer>, options: ShelvingOptions): Promise<Shelving>
  change(ids: readonly string[], to: (kept: KeptResult) => KeptResult): Promise<void>
  /** Removes rows and all that belongs to them, as if they had never been. */
  drop(ids: readonly string[]): Promise<void>
  takeIn(incoming: readonly Incoming[], alongside: Alongside): Promise<TakenIn>
  pictureOf(id: string): Promise<Blob | null>
  putPicture(id: string, picture: Blob): Promise<void>
  sweep(nowMs: number): Promise<void>
  onChange(listener: () => void): () => void
}

export interface ShelfOptions {
  readonly storage?: () => Promise<Tables>
  readonly budgetBytes: (keeps: boolean) => number
  /** What stands on it is in this page's memory alone. */
  readonly pageOnly: boolean
}

const isShown = ({ deletedAtMs }: KeptResult): boolean => deletedAtMs === null

const remembered = (kept: KeptResult): KeptResult => ({ ...kept, bytes: 0, forgotten: true })

/** Removes all of a mesh; of one that the artist deleted, it stays known that it is not wanted. */
function without(rows: readonly KeptResult[], ids: readonly string[]): Changes {
  const gone = rows.filter(({ id }) => ids.includes(id))
  const bytes = { remove: ids }
  return {
    meshes: bytes,
    thumbnails: bytes,
    results: {
      remove: gone.filter(isShown).map(({ id }) => id),
      put: gone.filter((kept) => !isShown(kept)).map(remembered),
    },
  }
}

/** The changes of one table after those of another. */
const plus = (changes: Changes, name: TableName, put: readonly object[]): Changes => ({
  ...changes,
  [name]: { ...changes[name], put: [...(changes[name]?.put ?? []), ...put] },
})

/** Kept meshes in one storage: what is known of each, its bytes and its picture. */
export function meshShelfIn({ storage = openStorage, budgetBytes, pageOnly }: ShelfOptions): MeshShelf {
  const records = tableOf('results', { read: readKeptResult, storage })
  const meshes = tableOf('meshes', { read: readBytes, storage })
  const pictures = tableOf('thumbnails', { read: readPicture, storage })
  const change = together({ read: { results: readKeptResult }, write: ['meshes', 'thumbnails'], storage })
  const budget = async () => budgetBytes((await storage()).keeps)

  /** Makes room on a full disk. Returns the starred ones that alone could make it. Rejects with `error` where nothing could. */
  async function makeRoom(bytes: number, evenStarred: boolean, error: unknown): Promise<readonly string[]> {
    let starred: readonly string[] = []
    await change(({ results }) => {
      const room = roomFor(
        bytes,
        results,
        results.reduce((sum, one) => sum + one.bytes, 0),
      )
      if (!room) throw error
      starred = evenStarred ? [] : room.askFor
      return starred.length > 0 ? {} : without(results, [...room.remove, ...room.askFor])
    })
    return starred
  }

  async function putOnce(kept: KeptResult, bytes: Bytes['bytes'], options: ShelvingOptions): Promise<Shelving> {
    const [most, { mayBeKnown = false, evenStarred = false }] = [await budget(), options]
    let shelving: Shelving = { is: 'too large' }
    await change(({ results }) => {
      const same = results.find((one) => isSameMesh(one, kept) || (mayBeKnown && isSameFile(one, kept)))
      // A deleted one does not come back under another name.
      if (same && (isShown(same) || !isSameMesh(same, kept))) {
        const known = isSameMesh(same, kept) ? same : { ...same, aliases: [...same.aliases, kept.version] }
        shelving = { is: 'kept', kept: known }
        return known === same ? {} : { results: { put: [known] } }
      }
      const room = roomFor(bytes.length, results, most)
      if (!room) return {}
      if (room.askFor.length > 0 && !evenStarred) {
        shelving = { is: 'full', starred: room.askFor }
        return {}
      }
      shelving = { is: 'kept', kept }
      const cleared = without(results, [...room.remove, ...room.askFor])
      return plus(plus(cleared, 'meshes', [{ id: kept.id, bytes }]), 'results', [kept])
    })
    return shelving
  }

  return {
    all: records.all,
    bytesAt: async (id) => (await meshes.get(id))?.bytes ?? null,
    async put(kept, bytes, options) {
      for (let made = 0; ; made++)
        try {
          return await putOnce({ ...kept, pageOnly }, bytes, options)
        } catch (error) {
          if (!isFull(error) || made === ROOM_IS_MADE) throw error
          const starred = await makeRoom(bytes.length, options.evenStarred ?? false, error)
          if (starred.length > 0) return { is: 'full', starred }
        }
    },
    change: (ids, to) => records.change((rows) => ({ put: rows.filter(({ id }) => ids.includes(id)).map(to) })),
    drop: (ids) =>
      change(() => {
        const gone = { remove: ids }
        return { results: gone, meshes: gone, thumbnails: gone }
      }),
    async takeIn(incoming, { table, decide }) {
      const most = await budget()
      let taken: TakenIn = { added: 0, known: 0 }
      const read = { results: readKeptResult, [table]: (row: unknown) => row as object }
      const noRoom = new StorageError('This browser has no room for all of it. Delete some meshes first.')
      const takeAll = together({ read, write: ['meshes', 'thumbnails'], storage })
      await takeAll(({ results, [table]: others = [] }) => {
        const here = new Set(results.filter(isShown).map(({ id }) => id))
        const fresh = incoming.filter(({ kept }) => !here.has(kept.id))
        const ids = new Set(fresh.map(({ kept }) => kept.id))
        const staying = results.filter(({ id }) => !ids.has(id))
        const bytes = fresh.reduce((sum, one) => sum + one.bytes.length, 0)
        const room = roomFor(bytes, staying, most)
        // What is kept already must not make room for what is brought in.
        if (!room || room.remove.length + room.askFor.length > 0) throw noRoom
        taken = { added: fresh.length, known: incoming.length - fresh.length }
        return {
          results: { put: fresh.map(({ kept }) => kept) },
          meshes: { put: fresh.map(({ kept, bytes: data }) => ({ id: kept.id, bytes: data })) },
          thumbnails: { put: fresh.flatMap(({ kept, picture }) => (picture ? [{ id: kept.id, ...picture }] : [])) },
          [table]: decide(others),
        }
      }).catch((error: unknown) => {
        throw isFull(error) ? noRoom : error
      })
      return taken
    },
    async pictureOf(id) {
      const picture = await pictures.get(id)
      return picture && new Blob([picture.bytes], { type: picture.type })
    },
    putPicture: async (id, picture) =>
      pictures.put({ id, bytes: new Uint8Array(await picture.arrayBuffer()), type: picture.type }),
    async sweep(nowMs) {
      const isDue = ({ deletedAtMs, forgotten }: KeptResult) =>
        deletedAtMs !== null && !forgotten && Math.abs(nowMs - deletedAtMs) > UNDO_DELETE_MS
      // Most often there is nothing to do, and then nothing is told to have changed.
      if (!(await records.all()).some(isDue)) return
      await change(({ results }) =>
        without(
          results,
          results.filter(isDue).map(({ id }) => id),
        ),
      )
    },
    onChange: records.onChange,
  }
}
