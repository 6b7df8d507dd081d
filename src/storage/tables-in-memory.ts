import { TABLES, TABLE_NAMES, type Change, type RawTable, type TableName, type Tables } from './tables.ts'

const fieldOf = (row: unknown, field: string): unknown => (row as Readonly<Record<string, unknown>>)[field]

interface TableInMemory extends RawTable {
  rows(): readonly object[]
  write(change: Change<object>): void
}

function tableInMemory({ key, group: grouped }: (typeof TABLES)[TableName]): TableInMemory {
  const rows = new Map<string, object>()
  const chosen = (group?: string) =>
    [...rows.values()].filter((row) => group === undefined || (grouped !== null && fieldOf(row, grouped) === group))
  const put = (row: object) => void rows.set(String(fieldOf(row, key)), row)
  const remove = (keys: readonly string[]) => {
    for (const gone of keys) rows.delete(gone)
  }
  const write = (change: Change<object>) => {
    remove(change.remove ?? [])
    for (const row of change.put ?? []) put(row)
  }
  return {
    rows: () => chosen(),
    write,
    get: async (wanted) => rows.get(wanted),
    all: async (group) => chosen(group),
    put: async (row) => put(row),
    remove: async (keys) => remove(keys),
    change: async (decide, group) => write(decide(chosen(group))),
  }
}

/** Tables that live as long as the page. */
export function tablesInMemory(): Tables {
  const tables = new Map(TABLE_NAMES.map((name) => [name, tableInMemory(TABLES[name])]))
  const table = (name: TableName) => tables.get(name) as TableInMemory
  return {
    keeps: false,
    table,
    async change({ read }, decide) {
      const changes = decide(Object.fromEntries(read.map((name) => [name, table(name).rows()])))
      for (const name of TABLE_NAMES) table(name).write(changes[name] ?? {})
    },
  }
}
