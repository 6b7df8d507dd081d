/** The tables, the field by which each is keyed, and the field by which its rows are looked up together, if any. */
export const TABLES = {
  /** Requests that left the browser or wait to. */
  jobs: { key: 'id', group: 'sessionCode' },
  /** What is known of each kept mesh. */
  results: { key: 'id', group: 'sessionCode' },
  /** The bytes of each kept mesh, apart, since they are large. */
  meshes: { key: 'id', group: null },
  thumbnails: { key: 'id', group: null },
  /** What the browser knows of a session: its name, its picture. */
  sessions: { key: 'code', group: null },
  /** Sessions as they were last seen, for when no server answers. */
  seen: { key: 'code', group: null },
  /** The pictures of their spins. */
  seenSpins: { key: 'id', group: 'sessionCode' },
  /** A picture whose cut-out is being corrected, and the outline so far. */
  corrections: { key: 'id', group: null },
} as const satisfies Readonly<Record<string, { readonly key: string; readonly group: string | null }>>

export type TableName = keyof typeof TABLES

export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[]

/** What one transaction makes of the rows that it has read. */
export interface Change<Row> {
  readonly put?: readonly Row[]
  readonly remove?: readonly string[]
}

/** What one transaction makes of several tables. */
export type Changes = { readonly [Name in TableName]?: Change<object> }

/** The tables of one transaction: whose rows it reads, and which it may write to besides. */
export interface Scope {
  readonly read: readonly TableName[]
  readonly write: readonly TableName[]
}

/** Every row of the tables that a transaction reads. */
export type RowsRead = { readonly [Name in TableName]?: readonly unknown[] }

/** Rows as they lie there: whoever reads them checks them. */
export interface RawTable {
  get(key: string): Promise<unknown>
  /** Every row, or those of a group. */
  all(group?: string): Promise<readonly unknown[]>
  put(row: object): Promise<void>
  remove(keys: readonly string[]): Promise<void>
  /** Reads every row, or those of a group, and writes what `decide` makes of them, in one transaction: of two tabs, one comes second. */
  change(decide: (rows: readonly unknown[]) => Change<object>, group?: string): Promise<void>
}

/** The browser's storage, or memory where that is denied. */
export interface Tables {
  /** False where rows live only as long as the page. */
  readonly keeps: boolean
  readonly table: (name: TableName) => RawTable
  /** Reads tables, and writes what `decide` makes of their rows, in one transaction: all of it, or nothing where it rejects. */
  change(scope: Scope, decide: (rows: RowsRead) => Changes): Promise<void>
}
