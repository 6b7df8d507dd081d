import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { keptResultsIn, type KeepOptions } from '../../src/result/kept-results.ts'
import { resultOfKept } from '../../src/result/kept-result.ts'
import { UNDO_DELETE_MS } from '../../src/result/mesh-shelf.ts'
import type { Result } from '../../src/result/result.ts'
import { openDatabase } from '../../src/storage/database.ts'
import type { Tables } from '../../src/storage/tables.ts'
import { smallDisk } from '../fixtures/small-disk.ts'

const result = (version: string, spin = 0, sessionCode = 'S_1'): Result => ({
  sessionCode,
  kind: 'preview',
  request: { selected_spin_index: spin },
  formats: ['glb'],
  version,
  name: 'Duck',
})

const bytes = (...values: number[]) => new Uint8Array(values)

async function shelf({ budgetBytes = 1000, disk = null as Tables | null } = {}) {
  const tables = disk ?? (await openDatabase())
  const results = keptResultsIn({ storage: async () => tables, budgetBytes })
  return {
    tables,
    results,
    keep: (version: string, options: KeepOptions & { readonly length?: number; readonly sessionCode?: string } = {}) =>
      results.keep(
        result(version, 0, options.sessionCode),
        new Uint8Array(options.length ?? 10).fill(version.charCodeAt(0)),
        options,
      ),
    versions: async (code?: string) =>
      (await results.list(code)).map(({ version, pageOnly }) => (pageOnly ? `${version}, of this page` : version)),
  }
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})

it('a later mesh overwrites none, and each opens by its own bytes after a reload', async () => {
  const before = await shelf()
  await before.results.keep(result('a', 0), bytes(1, 2), { nowMs: 1 })
  await before.results.keep(result('b', 1), bytes(3), { nowMs: 2 })
  await before.results.keep(result('c', 0, 'S_2'), bytes(4), { nowMs: 3 })
  const after = await shelf()
  expect(await after.versions('S_1')).toEqual(['a', 'b'])
  expect(await after.versions()).toEqual(['a', 'b', 'c'])
  expect(await after.results.bytesOf(result('a'))).toEqual(bytes(1, 2))
  expect(await after.results.bytesOf(result('b'))).toEqual(bytes(3))
  const [kept] = await after.results.list('S_2')
  expect(kept && resultOfKept(kept)).toMatchObject(result('c', 0, 'S_2'))
})

it('a mesh found in its session is the one that a job made, where the bytes are the same', async () => {
  const { results, versions } = await shelf()
  await results.keep(result('of the job'), bytes(1, 2))
  await results.keep(result('of the session'), bytes(1, 2), { mayBeKnown: true })
  expect(await versions()).toEqual(['of the job'])
  expect(await results.bytesOf(result('of the session'))).toEqual(bytes(1, 2))
  await results.keep(result('another job, the same mesh'), bytes(1, 2))
  await results.keep(result('another mesh of the session'), bytes(1, 3), { mayBeKnown: true })
  expect(await versions()).toHaveLength(3)
})

it.each([
  ['the browser keeps', () => null],
  ['the page holds', () => smallDisk(0)],
])(
  'a mesh that was deleted stays so when its session tells of it under another version: one that %s',
  async (_where, disk) => {
    const { results, versions } = await shelf({ disk: disk() })
    await results.keep(result('of the job'), bytes(1, 2))
    await results.remove(['S_1/preview/of the job'])
    await results.keep(result('of the session'), bytes(1, 2), { mayBeKnown: true })
    expect(await versions()).toEqual([])
    expect(await results.listAll('S_1')).toMatchObject([{ version: 'of the job', aliases: ['of the session'] }])
  },
)

it('what was deleted is out of sight, comes back, and is gone for good after a while', async () => {
  const { results, keep, versions, tables } = await shelf()
  await keep('a')
  const id = (await results.list())[0]?.id ?? ''
  await results.remove([id], 1000)
  expect(await versions()).toEqual([])
  await results.sweep(1000 + UNDO_DELETE_MS)
  await results.restore([id])
  expect(await versions()).toEqual(['a'])
  await results.remove([id], 1000)
  await results.sweep(1001 + UNDO_DELETE_MS)
  await results.restore([id])
  expect(await versions()).toEqual([])
  expect(await tables.table('meshes').all()).toEqual([])
})

it('a mesh that was deleted for good is remembered, so that its session does not bring it back', async () => {
  const { results, keep } = await shelf()
  await keep('a')
  await results.remove(['S_1/preview/a'], 1000)
  await results.sweep(1001 + UNDO_DELETE_MS)
  expect(await results.listAll('S_1')).toMatchObject([{ version: 'a', bytes: 0, forgotten: true }])
  expect(await results.bytesOf(result('a'))).toBeNull()
})

it('the newest mesh is the last one, whatever the clock said before', async () => {
  const { keep, versions } = await shelf()
  await keep('a', { nowMs: 5000 })
  await keep('b', { nowMs: 1000 })
  expect(await versions()).toEqual(['a', 'b'])
})

it('looking at a mesh again is not written down each time', async () => {
  const { results, keep } = await shelf()
  await keep('a', { nowMs: Date.now() })
  let told = 0
  results.onChange(() => (told += 1))
  await results.bytesOf(result('a'))
  await results.bytesOf(result('a'))
  expect(told).toBe(0)
})

describe('where the room is not enough', () => {
  it('the mesh that was not used for longest goes, in whichever session', async () => {
    const { results, keep, versions } = await shelf({ budgetBytes: 30 })
    await keep('a', { nowMs: 1, sessionCode: 'S_2' })
    await keep('b', { nowMs: 2 })
    await keep('c', { nowMs: 3 })
    await results.bytesOf(result('a', 0, 'S_2'))
    await keep('d', { nowMs: 4 })
    expect(await versions()).toEqual(['a', 'c', 'd'])
  })

  it('a starred one goes only when the artist says so', async () => {
    const { results, keep, versions } = await shelf({ budgetBytes: 20 })
    await keep('a', { nowMs: 1 })
    const id = (await results.list())[0]?.id ?? ''
    await results.star(id, true)
    await keep('b', { nowMs: 2 })
    await keep('c', { nowMs: 3 })
    expect(await versions()).toEqual(['a', 'c'])
    expect(await keep('d', { nowMs: 4, length: 20 })).toEqual({ is: 'full', starred: [id] })
    expect(await versions()).toEqual(['a', 'c', 'd, of this page'])
    expect(await keep('d', { nowMs: 4, length: 20, evenStarred: true })).toMatchObject({ is: 'kept' })
    expect(await versions()).toEqual(['d'])
  })

  it('one that is larger than all may be removes nothing', async () => {
    const { keep, versions } = await shelf({ budgetBytes: 20 })
    await keep('a')
    expect(await keep('b', { length: 21, evenStarred: true })).toEqual({ is: 'too large' })
    expect(await versions()).toEqual(['a', 'b, of this page'])
  })

  it('a mesh that was deleted goes first, and stays unwanted', async () => {
    const { results, keep, versions } = await shelf({ budgetBytes: 20 })
    await keep('a', { nowMs: 1 })
    await keep('b', { nowMs: 2 })
    await results.remove(['S_1/preview/b'], 3)
    await keep('c', { nowMs: 4 })
    await keep('d', { nowMs: 5 })
    expect(await versions()).toEqual(['c', 'd'])
    expect(await results.listAll('S_1')).toMatchObject([{ version: 'b', forgotten: true }, {}, {}])
  })
})

describe('on a disk that is full before all may be kept', () => {
  it('those go that were not used for longest, and the new one is kept', async () => {
    const { keep, versions } = await shelf({ disk: smallDisk(30) })
    for (const version of ['a', 'b', 'c', 'd']) await keep(version, { nowMs: version.charCodeAt(0) })
    expect(await versions()).toEqual(['b', 'c', 'd'])
    expect(await keep('e', { length: 15 })).toMatchObject({ is: 'kept' })
    expect(await versions()).toEqual(['d', 'e'])
  })

  it('a starred one goes only when the artist says so; until then the page holds the new one', async () => {
    const { results, keep, versions } = await shelf({ disk: smallDisk(20) })
    await keep('a', { nowMs: 1 })
    await results.star('S_1/preview/a', true)
    await keep('b', { nowMs: 2 })
    expect(await keep('c', { nowMs: 3, length: 20 })).toEqual({ is: 'full', starred: ['S_1/preview/a'] })
    expect(await versions()).toEqual(['a', 'b', 'c, of this page'])
    expect(await keep('c', { length: 20, evenStarred: true })).toMatchObject({ is: 'kept' })
    expect(await versions()).toEqual(['c'])
  })

  it('no more goes than would make room, where something else fills the disk', async () => {
    const disk = smallDisk(60)
    const { keep, versions } = await shelf({ disk })
    for (const version of ['a', 'b', 'c', 'd']) await keep(version, { nowMs: version.charCodeAt(0) })
    disk.holds(0)
    expect(await keep('e')).toEqual({ is: 'failed' })
    expect(await versions()).toEqual(['c', 'd', 'e, of this page'])
  })

  it('what the page alone holds opens, is starred, measured, deleted and brought back, and is kept once there is room', async () => {
    const disk = smallDisk(0)
    const { results, keep, versions } = await shelf({ disk })
    expect(await keep('a', { nowMs: 1 })).toEqual({ is: 'failed' })
    await keep('b', { nowMs: 2 })
    expect(await versions('S_1')).toEqual(['a, of this page', 'b, of this page'])
    expect(await results.bytesOf(result('a'))).toHaveLength(10)
    await results.star('S_1/preview/a', true)
    await results.measured(result('a'), { sizeMetres: [1, 2, 3], triangles: 12 })
    await results.keepThumbnail('S_1/preview/a', new Blob([bytes(7)], { type: 'image/webp' }))
    await results.remove(['S_1/preview/a', 'S_1/preview/b'])
    expect(await versions()).toEqual([])
    await results.restore(['S_1/preview/a', 'S_1/preview/b'])
    disk.holds(100)
    expect(await keep('a', { nowMs: 9 })).toMatchObject({ is: 'kept' })
    expect(await versions()).toEqual(['a', 'b, of this page'])
    const [kept] = await results.list()
    expect(kept).toMatchObject({ starred: true, sizeMetres: [1, 2, 3], madeAtMs: 1 })
    expect((await results.thumbnailOf('S_1/preview/a'))?.size).toBe(1)
    expect(await disk.table('meshes').all()).toHaveLength(1)
  })

  it('a session’s mesh is found to be one that the page holds', async () => {
    const { results, versions } = await shelf({ disk: smallDisk(0) })
    await results.keep(result('of the job'), bytes(1, 2))
    await results.keep(result('of the session'), bytes(1, 2), { mayBeKnown: true })
    expect(await versions()).toEqual(['of the job, of this page'])
    expect(await results.bytesOf(result('of the session'))).toEqual(bytes(1, 2))
  })
})

it('a row that cannot be read costs no other', async () => {
  const { results, keep, versions, tables } = await shelf()
  await keep('a')
  await tables.table('results').put({ id: 'S_1/preview/x', sessionCode: 'S_1', starred: 'yes' })
  expect(await versions('S_1')).toEqual(['a'])
  expect(await results.bytesOf(result('x'))).toBeNull()
})
