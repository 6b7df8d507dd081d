/*
 * Every file is written beside its place and renamed into it, which POSIX makes atomic: a reader sees the old file or the new one,
 * never half of one. A session's record is written one state after another. A database was not chosen: folders can be looked into,
 * copied and deleted by hand, and one process owns them.
 */
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SESSION_CODE } from '../contract/create-request.ts'
import { sessionRecordSchema, type SessionRecord } from './session-record.ts'
import { storageError } from './storage-error.ts'

/** Sessions as folders `<dataDir>/sessions/<code>`, every file written beside its place and renamed into it. */
export interface SessionStore {
  /** Where a file of a session lies; `name` comes from the engine, never from a request. */
  path(code: string, name: string): string
  load(warn: (message: string) => void): Promise<SessionRecord[]>
  save(record: SessionRecord): Promise<void>
  write(code: string, name: string, bytes: Uint8Array): Promise<void>
  read(code: string, name: string): Promise<Buffer>
  drop(code: string, name: string): Promise<void>
  remove(code: string): Promise<void>
}

const RECORD = 'session.json'

/** @throws {ApiError} `storage` when the folder cannot be written */
export async function openSessionStore(dataDir: string, newId: () => string): Promise<SessionStore> {
  const root = join(dataDir, 'sessions')
  const path = (code: string, name: string): string => {
    if (!SESSION_CODE.test(code)) throw new TypeError(`Not a session code: ${code}`)
    return join(root, code, name)
  }
  const write = async (code: string, name: string, bytes: Uint8Array): Promise<void> => {
    const place = path(code, name)
    const draft = path(code, `.${name}.${newId()}.tmp`)
    try {
      await mkdir(join(root, code), { recursive: true })
      await writeFile(draft, bytes)
      await rename(draft, place)
    } catch (cause) {
      await rm(draft, { force: true }).catch(() => {})
      throw storageError(cause)
    }
  }
  await probe(root, dataDir, newId())
  /** One write of a session's record at a time, so that an older state never lands on a newer one. */
  const saving = new Map<string, Promise<void>>()
  return {
    path,
    write,
    read: (code, name) => readFile(path(code, name)),
    drop: (code, name) => rm(path(code, name), { force: true }),
    remove: (code) => rm(join(root, code), { recursive: true, force: true, maxRetries: 3 }),
    save(record) {
      const bytes = Buffer.from(JSON.stringify(record, null, 2))
      const before = saving.get(record.code) ?? Promise.resolve()
      const done = before.catch(() => {}).then(() => write(record.code, RECORD, bytes))
      saving.set(record.code, done)
      const forget = () => {
        if (saving.get(record.code) === done) saving.delete(record.code)
      }
      done.then(forget, forget)
      return done
    },
    async load(warn) {
      const records: SessionRecord[] = []
      for (const code of await readdir(root)) {
        if (!SESSION_CODE.test(code)) continue
        const record = await readRecord(join(root, code, RECORD), code)
        if (record) {
          records.push(record)
          await sweep(join(root, code))
        } else warn(await setAside(root, code, newId()))
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

/** Drafts of a process that was killed while it wrote them. */
async function sweep(folder: string): Promise<void> {
  const drafts = (await readdir(folder)).filter((name) => name.endsWith('.tmp'))
  await Promise.all(drafts.map((name) => rm(join(folder, name), { force: true })))
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
