import { openDatabase } from './database.ts'
import { tablesInMemory } from './tables-in-memory.ts'
import type { Change, Changes, TableName, Tables } from './tables.ts'

let opened: Promise<Tables> | undefined

/** The page's storage, opened once: the browser's, or memory where that is denied, broken, or does not answer. */
export const openStorage = (): Promise<Tables> => (opened ??= openDatabase().catch(() => tablesInMemory()))

/** Rows of one table that have been checked. */
export interface Table<Row extends object> {
  /** False where rows live only as long as the page. */
  readonly keeps: () => Promise<boolean>
  /** Null when there is none, or none that can be read. */
  get(key: string): Promise<Row | null>
  /** Every row that can be read, or those of a group. One that cannot be read stays where it lies. */
  all(group?: string): Promise<readonly Row[]>
  put(row: Row): Promise<void>
  remove(...keys: readonly string[]): Promise<void>
  /** Reads every row, or those of a group, and writes what `decide` makes of them, in one transaction. */
  change(decide: (rows: readonly Row[]) => Change<Row>, group?: string): Promise<void>
  /** Calls back after each change of the table, by this tab or another; returns how to end that. */
  onChange(listener: () => void): () => void
}

const CHANNEL = 'plinth-storage'

let channel: BroadcastChannel | undefined
const listeners = new Map<TableName, Set<() => void>>()

const call = (name: TableName) => {
  for (const listener of listeners.get(name) ?? []) listener()
}

function openChannel(): BroadcastChannel | undefined {
  if (channel || typeof BroadcastChannel === 'undefined') return channel
  channel = new BroadcastChannel(CHANNEL)
  channel.addEventListener('message', ({ data }: MessageEvent<TableName>) => call(data))
  return channel
}

function tell(name: TableName): void {
  call(name)
  openChannel()?.postMessage(name)
}

export interface TableOptions<Row> {
  /** Checks a row; null for one that cannot be read. */
  readonly read: (row: unknown) => Row | null
  /** For tests: another storage than the page's. */
  readonly storage?: () => Promise<Tables>
}

/** A table whose rows are checked by `read` whenever they are read. Errors of the storage itself (full, broken) reject. */
export function tableOf<Row extends object>(
  name: TableName,
  { read, storage = openStorage }: TableOptions<Row>,
): Table<Row> {
  const raw = async () => (await storage()).table(name)
  const readable = (rows: readonly unknown[]): readonly Row[] =>
    rows.flatMap((row) => {
      const one = read(row)
      return one === null ? [] : [one]
    })
  return {
    keeps: async () => (await storage()).keeps,
    get: async (key) => {
      const row = await (await raw()).get(key)
      return row === undefined ? null : read(row)
    },
    all: async (group) => readable(await (await raw()).all(group)),
    put: async (row) => {
      await (await raw()).put(row)
      tell(name)
    },
    remove: async (...keys) => {
      await (await raw()).remove(keys)
      tell(name)
    },
    change: async (decide, group) => {
      await (await raw()).change((rows) => decide(readable(rows)), group)
      tell(name)
    },
    onChange(listener) {
      openChannel()
      const own = listeners.get(name) ?? new Set()
      listeners.set(name, own.add(listener))
      return () => void own.delete(listener)
    },
  }
}

/** How the rows of some tables are checked. */
type Readers = { readonly [Name in TableName]?: (row: unknown) => object | null }

/** The rows of these tables that can be read. */
type Readable<R extends Readers> = {
  readonly [Name in keyof R]-?: readonly NonNullable<R[Name] extends (row: unknown) => infer Row ? Row : never>[]
}

export interface TogetherOptions<R extends Readers> {
  /** The tables whose rows decide. */
  readonly read: R
  /** Those that may change besides. */
  readonly write: readonly TableName[]
  /** For tests: another storage than the page's. */
  readonly storage?: () => Promise<Tables>
}

/** Tables that change in one transaction: all that `decide` makes of their rows is written, or nothing where it rejects. */
export function together<R extends Readers>({ read, write, storage = openStorage }: TogetherOptions<R>) {
  const names = Object.keys(read) as TableName[]
  return async (decide: (rows: Readable<R>) => Changes): Promise<void> => {
    let changes: Changes = {}
    await (
      await storage()
    ).change({ read: names, write }, (rows) => {
      const readable = names.map((name) => [name, (rows[name] ?? []).map((row) => read[name]?.(row)).filter(Boolean)])
      return (changes = decide(Object.fromEntries(readable) as Readable<R>))
    })
    for (const name of Object.keys(changes) as TableName[]) tell(name)
  }
}
