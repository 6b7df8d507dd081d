import { MAX_KEPT_BYTES } from '../result/kept-results.ts'
import { readKeptResult, type KeptResult } from '../result/kept-result.ts'
import { roomFor } from '../result/room-for.ts'
import { sessionNotesIn } from '../session/session-notes.ts'
import { StorageError } from '../storage/database.ts'
import { openStorage, tableOf } from '../storage/storage.ts'
import type { Tables } from '../storage/tables.ts'
import type { Shelves } from './archive.ts'
import type { OpenedArchive } from './open-archive.ts'

interface Bytes {
  readonly id: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type?: string
}

const readBytes = (row: unknown): Bytes | null =>
  typeof row === 'object' && row !== null && 'bytes' in row && row.bytes instanceof Uint8Array ? (row as Bytes) : null

/** What taking in a library came to. */
export interface TakenIn {
  readonly added: number
  /** Those that were kept here already. */
  readonly known: number
}

export interface LibraryShelves extends Shelves {
  /**
   * Keeps what an archive holds beside what is kept already: all of it, or nothing when it rejects.
   * @throws {StorageError} when there is no room
   */
  takeIn(archive: OpenedArchive): Promise<TakenIn>
}

/** `storage` and `budgetBytes`: for tests, others than the page's. */
export function libraryShelves({
  storage = openStorage,
  budgetBytes,
}: { readonly storage?: () => Promise<Tables>; readonly budgetBytes?: number } = {}): LibraryShelves {
  const records = tableOf('results', { read: readKeptResult, storage })
  const meshes = tableOf('meshes', { read: readBytes, storage })
  const pictures = tableOf('thumbnails', { read: readBytes, storage })
  const notes = sessionNotesIn(storage)
  const budget = async () => budgetBytes ?? ((await records.keeps()) ? MAX_KEPT_BYTES.browser : MAX_KEPT_BYTES.page)

  async function assertRoom(bytes: number): Promise<void> {
    const room = roomFor(bytes, await records.all(), await budget())
    // What is kept already must not make room for what is brought in.
    if (!room || room.remove.length + room.askFor.length > 0)
      throw new StorageError('This browser has no room for all of it. Delete some meshes first.')
  }

  return {
    meshOf: async ({ id }) => (await meshes.get(id))?.bytes ?? null,
    async pictureOf({ id }) {
      const row = await pictures.get(id)
      return row && new Blob([row.bytes], { type: row.type ?? '' })
    },
    async takeIn({ sessions, meshes: archived }) {
      const here = new Set((await records.all()).filter(isShown).map(({ id }) => id))
      const fresh = archived.filter(({ kept }) => !here.has(kept.id))
      await assertRoom(fresh.reduce((sum, { bytes }) => sum + bytes.length, 0))
      const ids = fresh.map(({ kept }) => kept.id)
      try {
        for (const { kept, bytes, picture } of fresh) {
          await meshes.put({ id: kept.id, bytes })
          if (picture) await pictures.put({ id: kept.id, ...picture })
        }
        // Nothing shows before this one transaction.
        await records.change(() => ({ put: fresh.map(({ kept }) => kept) }))
      } catch (error) {
        await Promise.allSettled([meshes.remove(...ids), pictures.remove(...ids)])
        throw error
      }
      const known = new Map(sessions.map((session) => [session.code, session]))
      await notes.change([...known.keys()], (note) => ({
        ...note,
        name: note.name ?? known.get(note.code)?.name ?? null,
        starred: note.starred || known.get(note.code)?.starred === true,
        deletedAtMs: null,
      }))
      return { added: fresh.length, known: archived.length - fresh.length }
    },
  }
}

const isShown = ({ deletedAtMs }: KeptResult): boolean => deletedAtMs === null
