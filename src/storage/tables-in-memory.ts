import { TABLES, TABLE_NAMES, type RawTable, type TableName, type Tables } from './tables.ts'

const fieldOf = (row: unknown, field: string): unknown => (row as Readonly<Record<string, unknown>>)[field]

function tableInMemory({ key, group: grouped }: (typeof TABLES)[TableName]): RawTable {
  const rows = new Map<string, object>()
  const chosen = (group?: string) =>
    [...rows.values()].filter((row) => group === undefined || (grouped !== null && fieldOf(row, grouped) === group))
  const put = (row: object) => void rows.set(String(fieldOf(row, key)), row)
  const remove = (keys: readonly string[]) => {
    for (const gone of keys) rows.delete(gone)
  }
  return {
    get: async (wanted) => rows.get(wanted),
    all: async (group) => chosen(group),
    put: async (row) => put(row),
    remove: async (keys) => remove(keys),
    async change(decide, group) {
      const change = decide(chosen(group))
      remove(change.remove ?? [])
      for (const row of change.put ?? []) put(row)
    },
  }
}

/** Tables that live as long as the page. */
export function tablesInMemory(): Tables {
  const tables = new Map(TABLE_NAMES.map((name) => [name, tableInMemory(TABLES[name])]))
  return { keeps: false, table: (name) => tables.get(name) as RawTable }
}
