import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb'
import { TABLES, TABLE_NAMES, type Change, type Changes, type RawTable, type TableName, type Tables } from './tables.ts'

const DB_NAME = 'plinth'
const DB_VERSION = 4

/** A browser whose storage is broken may answer `open()` never, and then neither anything else. */
const PATIENCE_MS = 4000

/** Large meshes take their time on a slow disk. */
const PATIENCE_WITH_ROWS_MS = 30_000

/** No disk is slower than 2 MB a second. */
const SLOWEST_BYTES_PER_MS = 2000

export class StorageError extends Error {
  override readonly name = 'StorageError'
}

/** Whether the disk, or what of it the browser gives to Plinth, is full. */
export const isFull = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError'

/** What comes of a promise, or an error when it has not settled in time. The timer is held as long as it runs. */
export function inTime<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StorageError('The browser’s storage does not answer.')), ms)
    const settle = (end: () => void) => {
      clearTimeout(timer)
      end()
    }
    promise.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error instanceof Error ? error : new StorageError(String(error)))),
    )
  })
}

type Upgrade = IDBPTransaction<unknown, string[], 'versionchange'>

/** Version 1 had one table, of jobs by their session's code, each with an id of its own. */
async function jobsOfVersion1(transaction: Upgrade): Promise<readonly unknown[]> {
  const rows: readonly unknown[] = await transaction.objectStore('jobs').getAll()
  return rows.filter((row) => typeof row === 'object' && row !== null && typeof Reflect.get(row, 'id') === 'string')
}

async function upgrade(db: IDBPDatabase, from: number, transaction: Upgrade): Promise<void> {
  // An opening that was broken off left the first version without its table.
  const hasOldJobs = from === 1 && db.objectStoreNames.contains('jobs')
  const jobs = hasOldJobs ? await jobsOfVersion1(transaction) : []
  if (hasOldJobs) db.deleteObjectStore('jobs')
  for (const name of TABLE_NAMES.filter((one) => !db.objectStoreNames.contains(one))) {
    const { key, group } = TABLES[name]
    const store = db.createObjectStore(name, { keyPath: key })
    if (group !== null) store.createIndex(group, group)
  }
  for (const job of jobs) await transaction.objectStore('jobs').put(job)
}

/** A connection that is opened again after the browser has closed it. */
class Connection {
  #db: Promise<IDBPDatabase> | null = null

  get(): Promise<IDBPDatabase> {
    this.#db ??= this.#open()
    return this.#db
  }

  #open(): Promise<IDBPDatabase> {
    const forget = () => {
      this.#db = null
    }
    let late = false
    const opening = openDB(DB_NAME, DB_VERSION, {
      upgrade: (db, from, _to, transaction) => upgrade(db, from, transaction as Upgrade),
      // A newer page waits in another tab: it must not wait for this one.
      blocking: (_now, _next, event) => {
        forget()
        ;(event.target as IDBDatabase).close()
      },
      terminated: forget,
    })
    void opening.then(
      (db) => late && db.close(),
      () => {},
    )
    return inTime(opening, PATIENCE_MS).catch((error: unknown) => {
      late = true
      forget()
      throw error
    })
  }
}

const bytesOf = (row: object): number => ('bytes' in row && row.bytes instanceof Uint8Array ? row.bytes.byteLength : 0)

/** An error of one of a transaction's parts ends it, and it then says why. */
const settle = (part: Promise<unknown>): void => void part.catch(() => {})

type Writing = IDBPTransaction<unknown, TableName[], 'readwrite'>

/**
 * Reads, decides and writes in one transaction. One that takes too long, or whose `decide` throws, is ended, so that nothing of it is
 * written later.
 */
async function inTransaction<Rows>(
  connection: Connection,
  names: readonly TableName[],
  read: (transaction: Writing) => Promise<Rows>,
  decide: (rows: Rows) => Changes,
): Promise<void> {
  const db = await connection.get()
  const transaction = db.transaction([...names], 'readwrite')
  try {
    const changes = decide(await inTime(read(transaction), PATIENCE_WITH_ROWS_MS))
    let bytes = 0
    for (const name of names) {
      const { put = [], remove = [] }: Change<object> = changes[name] ?? {}
      const store = transaction.objectStore(name)
      for (const key of remove) settle(store.delete(key))
      for (const row of put) settle(store.put(row))
      bytes += put.reduce((sum, row) => sum + bytesOf(row), 0)
    }
    await inTime(transaction.done, PATIENCE_WITH_ROWS_MS + bytes / SLOWEST_BYTES_PER_MS)
  } catch (error) {
    transaction.done.catch(() => {})
    try {
      transaction.abort()
    } catch {
      // It has ended.
    }
    throw error
  }
}

function tableIn(connection: Connection, name: TableName): RawTable {
  const { group: grouped } = TABLES[name]
  const within = <T>(work: (db: IDBPDatabase) => Promise<T>): Promise<T> =>
    inTime(connection.get().then(work), PATIENCE_WITH_ROWS_MS)
  const write = (change: Change<object>) =>
    inTransaction(
      connection,
      [name],
      async () => {},
      () => ({ [name]: change }),
    )
  return {
    get: (key) => within((db) => db.get(name, key)),
    all: (group) =>
      within((db) =>
        group === undefined || grouped === null ? db.getAll(name) : db.getAllFromIndex(name, grouped, group),
      ),
    put: (row) => write({ put: [row] }),
    remove: (keys) => write({ remove: keys }),
    change: (decide, group) =>
      inTransaction(
        connection,
        [name],
        (transaction): Promise<readonly unknown[]> => {
          const store = transaction.objectStore(name)
          return group === undefined || grouped === null ? store.getAll() : store.index(grouped).getAll(group)
        },
        (rows) => ({ [name]: decide(rows) }),
      ),
  }
}

/** The tables in the browser's database. Rejects with what is in the way where it cannot be opened in time. */
export async function openDatabase(): Promise<Tables> {
  const connection = new Connection()
  await connection.get()
  return {
    keeps: true,
    table: (name) => tableIn(connection, name),
    change: ({ read, write }, decide) =>
      inTransaction(
        connection,
        [...new Set([...read, ...write])],
        async (transaction) => {
          const rows = await Promise.all(read.map((name) => transaction.objectStore(name).getAll()))
          return Object.fromEntries(read.map((name, index) => [name, rows[index] ?? []]))
        },
        decide,
      ),
  }
}
