/*
 * A session's record is written one state after another. A database was not chosen: people can look into folders, copy
 * them and delete them by hand, and only one process writes them.
 */
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SESSION_CODE } from '../contract/session-code.ts'
import type { DiskUse } from '../contract/disk-use.ts'
import { diskUse } from './disk-use.ts'
import { isLeftover } from './session-files.ts'
import { sessionRecordSchema, type SessionRecord } from './session-record.ts'
import { storageError, systemCodeOf } from './storage-error.ts'
import { createTurns } from './turns.ts'
import { writeIntoPlace } from './write-into-place.ts'

/**
 * Sessions as folders `<dataDir>/sessions/<code>`. Deleting what is no longer needed never fails the work that no
 * longer needs it: what cannot be deleted now (under Windows, a file that another program has open) is logged, and the
 * next start tries again.
 */
export interface SessionStore {
  /** Where a file of a session lies; `name` comes from the engine, never from a request. */
  path(code: string, name: string): string
  /** What these sessions, and all that lies beside them, take on the disk. */
  diskUse(codes: ReadonlySet<string>): Promise<DiskUse>
  /** Every session that can be read; deletes leftovers on the way. */
  load(): Promise<SessionRecord[]>
  save(record: SessionRecord): Promise<void>
  write(code: string, name: string, bytes: Uint8Array): Promise<void>
  read(code: string, name: string): Promise<Buffer>
  /** Deletes files that the record no longer names. Never rejects. */
  drop(code: string, names: readonly string[]): Promise<void>
  /**
   * Takes a session away as a whole or not at all.
   * @throws {ApiError} `storage` when its folder cannot be moved
   */
  remove(code: string): Promise<void>
}

const RECORD = 'session.json'
/** In the name of a folder that is being deleted. Codes have no dot, so such a folder is never read as a session. */
const REMOVED = '.removed-'

/** @throws {ApiError} `storage` when the folder cannot be written */
export async function openSessionStore(
  dataDir: string,
  newId: () => string,
  warn: (message: string) => void,
): Promise<SessionStore> {
  const root = join(dataDir, 'sessions')
  const path = (code: string, name: string): string => {
    if (!SESSION_CODE.test(code)) throw new TypeError(`Not a session code: ${code}`)
    return join(root, code, name)
  }
  const write = async (code: string, name: string, bytes: Uint8Array): Promise<void> => {
    await writeIntoPlace(path(code, name), bytes, newId()).catch((cause: unknown) => {
      throw storageError(cause)
    })
  }
  const logged = (deletion: Promise<void>, what: string): Promise<void> =>
    deletion.catch((cause: unknown) =>
      warn(`${what} could not be deleted (${systemCodeOf(cause)}); the next start tries again.`),
    )
  const drop = async (code: string, names: readonly string[]): Promise<void> => {
    await Promise.all(names.map((name) => logged(rm(path(code, name), { force: true }), `Session ${code}: ${name}`)))
  }
  const discard = (folder: string): Promise<void> =>
    logged(rm(join(root, folder), { recursive: true, force: true, maxRetries: 3 }), folder)
  await probe(root, dataDir, newId())
  /** One write of a session's record at a time, so that an older state never lands on a newer one. */
  const saves = createTurns()
  return {
    path,
    diskUse: (codes) => diskUse(root, codes),
    write,
    drop,
    read: (code, name) => readFile(path(code, name)),
    async remove(code) {
      const aside = `${code}${REMOVED}${newId()}`
      if (await moveAway(join(root, code), join(root, aside))) await discard(aside)
    },
    save(record) {
      const bytes = Buffer.from(JSON.stringify(record, null, 2))
      return saves.take(record.code, () => write(record.code, RECORD, bytes))
    },
    async load() {
      const records: SessionRecord[] = []
      for (const name of await readdir(root)) {
        if (name.includes(REMOVED)) await discard(name)
        if (!SESSION_CODE.test(name)) continue
        const record = await readRecord(join(root, name, RECORD), name)
        if (record) {
          records.push(record)
          await drop(name, await leftoversOf(record, join(root, name)))
        } else warn(await setAside(root, name, newId()))
      }
      return records
    },
  }
}

async function readRecord(file: string, code: string): Promise<SessionRecord | null> {
  try {
    const record = sessionRecordSchema.parse(JSON.parse(await readFile(file, 'utf8')))
    return record.code === code ? record : null
  } catch {
    return null
  }
}

/** What a process that was killed left half-written, and what could not be deleted when it was due. */
async function leftoversOf(record: SessionRecord, folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => isLeftover(name, record))
}

/** False when there is nothing to move. */
async function moveAway(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (cause) {
    if (systemCodeOf(cause) === 'ENOENT') return false
    throw storageError(cause)
  }
}

/** A dot keeps the folder out of the next reading, as codes have none. */
async function setAside(root: string, code: string, id: string): Promise<string> {
  const aside = `${code}.unreadable-${id}`
  try {
    await rename(join(root, code), join(root, aside))
    return `Session ${code} could not be read; its folder is kept as ${aside}.`
  } catch {
    return `Session ${code} could not be read, and its folder could not be set aside.`
  }
}

async function probe(root: string, dataDir: string, id: string): Promise<void> {
  const file = join(root, `.${id}.tmp`)
  try {
    await mkdir(root, { recursive: true })
    await access(root)
    await writeFile(file, '')
    await rm(file)
  } catch (cause) {
    throw storageError(cause, dataDir)
  }
}
