import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a file beside its place and renames it into it, which POSIX makes atomic: a reader sees the old file or the
 * new one, never half of one. Makes the folder. The file is for the server's own account only. Rejects with the system's error, and leaves nothing behind.
 */
export async function writeIntoPlace(place: string, bytes: Uint8Array | string, id: string): Promise<void> {
  const draft = join(dirname(place), `.${basename(place)}.${id}.tmp`)
  try {
    await mkdir(dirname(place), { recursive: true })
    await writeFile(draft, bytes, { mode: 0o600 })
    await rename(draft, place)
  } catch (cause) {
    // Otherwise the next start deletes it; what matters to the caller is the failed write.
    await rm(draft, { force: true }).catch(() => {})
    throw cause
  }
}
