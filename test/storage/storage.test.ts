import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { StorageError, openDatabase } from '../../src/storage/database.ts'
import { tableOf, together } from '../../src/storage/storage.ts'
import { tablesInMemory } from '../../src/storage/tables-in-memory.ts'
import type { Tables } from '../../src/storage/tables.ts'

interface Row {
  readonly id: string
  readonly sessionCode: string
  readonly starred: boolean
}

const read = (row: unknown): Row | null =>
  typeof row === 'object' && row !== null && 'starred' in row ? (row as Row) : null

const row = (id: string, sessionCode = 'S_1', starred = false): Row => ({ id, sessionCode, starred })

beforeEach(() => {
  // A browser without anything in it.
  globalThis.indexedDB = new IDBFactory()
})

describe.each<[string, () => Promise<Tables>]>([
  ['the browser’s database', openDatabase],
  ['memory', async () => tablesInMemory()],
])('a table in %s', (_where, open) => {
  const opened = async () => {
    const tables = await open()
    return { tables, results: tableOf('results', { read, storage: async () => tables }) }
  }

  it('gives back a row by its key, all rows, and those of a session', async () => {
    const { results } = await opened()
    await results.put(row('a'))
    await results.put(row('b', 'S_2'))
    expect(await results.get('a')).toEqual(row('a'))
    expect(await results.get('c')).toBeNull()
    expect((await results.all()).map(({ id }) => id)).toEqual(['a', 'b'])
    expect((await results.all('S_2')).map(({ id }) => id)).toEqual(['b'])
    await results.remove('a', 'c')
    expect((await results.all()).map(({ id }) => id)).toEqual(['b'])
  })

  it('sets a row that cannot be read aside, and loads the rest', async () => {
    const { tables, results } = await opened()
    await results.put(row('a'))
    await tables.table('results').put({ id: 'broken', sessionCode: 'S_1' })
    expect((await results.all('S_1')).map(({ id }) => id)).toEqual(['a'])
    expect(await results.get('broken')).toBeNull()
    expect(await tables.table('results').get('broken')).toBeDefined()
  })

  it('lets the second of two changes see what the first has written', async () => {
    const { results } = await opened()
    const claim = (id: string) => results.change((rows) => (rows.length === 0 ? { put: [row(id)] } : {}), 'S_1')
    await Promise.all([claim('first'), claim('second')])
    expect((await results.all()).map(({ id }) => id)).toEqual(['first'])
  })

  it('changes several tables at once, or none of them', async () => {
    const { tables, results } = await opened()
    await results.put(row('a'))
    const change = together({ read: { results: read }, write: ['meshes'], storage: async () => tables })
    let told = 0
    const end = results.onChange(() => (told += 1))
    await change(({ results: rows }) => ({
      results: { remove: rows.map(({ id }) => id), put: [row('b')] },
      meshes: { put: [{ id: 'b' }] },
    }))
    const failing = change(({ results: rows }) => {
      if (rows.length > 0) throw new Error('no')
      return {}
    })
    await expect(failing).rejects.toThrow('no')
    end()
    expect((await results.all()).map(({ id }) => id)).toEqual(['b'])
    expect(await tables.table('meshes').all()).toEqual([{ id: 'b' }])
    expect(told).toBe(1)
  })

  it('tells of each change, until that is ended', async () => {
    const { results } = await opened()
    let told = 0
    const end = results.onChange(() => (told += 1))
    await results.put(row('a'))
    await results.remove('a')
    expect(told).toBe(2)
    end()
    await results.put(row('b'))
    expect(told).toBe(2)
  })
})

it('keeps the jobs of a page of before', async () => {
  const before = await openDB('plinth', 1, { upgrade: (db) => void db.createObjectStore('jobs') })
  await before.put('jobs', { id: 'j1', sessionCode: 'S_1' }, 'S_1')
  await before.put('jobs', 'broken', 'S_2')
  before.close()
  const tables = await openDatabase()
  expect(await tables.table('jobs').all('S_1')).toEqual([{ id: 'j1', sessionCode: 'S_1' }])
  expect(await tables.table('jobs').all()).toHaveLength(1)
})

it('keeps what a page of before kept, and has a table that came later', async () => {
  const before = await openDB('plinth', 2, { upgrade: (db) => void db.createObjectStore('jobs', { keyPath: 'id' }) })
  await before.put('jobs', { id: 'j1', sessionCode: 'S_1' })
  before.close()
  const tables = await openDatabase()
  expect(await tables.table('jobs').all()).toEqual([{ id: 'j1', sessionCode: 'S_1' }])
  await tables.table('corrections').put({ id: 'outline' })
  expect(await tables.table('corrections').all()).toHaveLength(1)
})

it('goes on in another tab after a newer page has taken the database', async () => {
  const tables = await openDatabase()
  await tables.table('results').put(row('a'))
  const newer = await openDB('plinth', 100)
  newer.close()
  await expect(tables.table('results').put(row('b'))).rejects.toThrow(/version/i)
})

it('does not wait for a database that another page holds back', async () => {
  const holding = await openDB('plinth', 1, { upgrade: (db) => void db.createObjectStore('jobs') })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const opening = openDatabase().catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(4000)
  vi.useRealTimers()
  expect(await opening).toEqual(new StorageError('The browser’s storage does not answer.'))
  holding.close()
})

it('writes nothing of a transaction of which one part fails', async () => {
  const tables = await openDatabase()
  const unkeyed = { bytes: new Uint8Array(1) }
  const change = () => ({ results: { put: [row('a')] }, meshes: { put: [{ id: 'a' }, unkeyed] } })
  await expect(tables.change({ read: [], write: ['results', 'meshes'] }, change)).rejects.toThrow(/requirements/)
  expect(await tables.table('results').all()).toEqual([])
  expect(await tables.table('meshes').all()).toEqual([])
})

it('keeps a mesh’s bytes', async () => {
  const tables = await openDatabase()
  await tables.table('meshes').put({ id: 'a', bytes: new Uint8Array([1, 2, 3]) })
  expect(await tables.table('meshes').get('a')).toEqual({ id: 'a', bytes: new Uint8Array([1, 2, 3]) })
})
