import { keptResults, type KeptResults } from '../result/kept-results.ts'
import type { TakenIn } from '../result/mesh-shelf.ts'
import { noteChange } from '../session/session-notes.ts'
import type { Shelves } from './archive.ts'
import type { OpenedArchive } from './open-archive.ts'

export interface LibraryShelves extends Shelves {
  /**
   * Keeps what an archive holds beside what is kept already, with names and stars: all of it, or nothing when it rejects.
   * @throws {StorageError} when there is no room
   */
  takeIn(archive: OpenedArchive): Promise<TakenIn>
}

/** `results`: for tests, others than the page's. */
export const libraryShelves = (results: KeptResults = keptResults): LibraryShelves => ({
  meshOf: ({ id }) => results.bytesAt(id),
  pictureOf: ({ id }) => results.thumbnailOf(id),
  takeIn({ sessions, meshes }) {
    const known = new Map(sessions.map((session) => [session.code, session]))
    const decide = noteChange([...known.keys()], (note) => ({
      ...note,
      name: note.name ?? known.get(note.code)?.name ?? null,
      starred: note.starred || known.get(note.code)?.starred === true,
      deletedAtMs: null,
    }))
    return results.takeIn(meshes, { table: 'sessions', decide })
  },
})
