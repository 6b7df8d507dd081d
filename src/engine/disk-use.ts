import { readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { DiskUse } from '../contract/disk-use.ts'
import { isSampleCode } from '../contract/sample.ts'

/** Folders that are read at a time: a thousand sessions must not need thousands of open files. */
const AT_A_TIME = 16

/** Bytes of a folder's own files. What vanishes meanwhile takes none. */
async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (file) => (file.isFile() ? file.size : 0),
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** What the folder of all sessions takes on the disk, those that are set aside among them. */
export async function diskUse(root: string, codes: ReadonlySet<string>): Promise<DiskUse> {
  const names = await readdir(root)
  const sizes = new Map<string, number>()
  const waiting = names.values()
  const worker = async () => {
    for (const name of waiting) sizes.set(name, await bytesIn(join(root, name)))
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  const free = await statfs(root).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  )
  return {
    used_bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0),
    free_bytes: free,
    sessions: Object.fromEntries([...sizes].filter(([name]) => codes.has(name) && !isSampleCode(name))),
  }
}
