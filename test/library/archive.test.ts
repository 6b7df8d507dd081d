import 'fake-indexeddb/auto'
import { contentDigest } from '../../src/contract/content-digest.ts'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { zip } from '../../src/formats/zip.ts'
import { writeArchive } from '../../src/library/archive.ts'
import { openArchive } from '../../src/library/open-archive.ts'
import { libraryShelves } from '../../src/library/shelves.ts'
import { keptResultsIn } from '../../src/result/kept-results.ts'
import { resultOfKept } from '../../src/result/kept-result.ts'
import { sessionNotesIn } from '../../src/session/session-notes.ts'
import { openDatabase } from '../../src/storage/database.ts'
import type { Tables } from '../../src/storage/tables.ts'
import { entryOf, keptOf, tinyGlb } from '../fixtures/kept-of.ts'
import { smallDisk } from '../fixtures/small-disk.ts'

async function browser({ budgetBytes = 1000, disk = null as Tables | null } = {}) {
  globalThis.indexedDB = new IDBFactory()
  const tables = disk ?? (await openDatabase())
  const storage = async () => tables
  const results = keptResultsIn({ storage, budgetBytes })
  return {
    tables,
    shelves: libraryShelves(results),
    results,
    notes: sessionNotesIn(storage),
    rows: async () => (await Promise.all((['results', 'meshes', 'thumbnails'] as const).map((name) => tables.table(name).all()))).map(({ length }) => length), // prettier-ignore
  }
}

const KEPT = [keptOf('S_1', 1, { starred: true }), keptOf('S_1', 2), keptOf('S_2', 3)]
const markOf = (version: string) => Number(version.slice(1))
const written = () =>
  writeArchive(
    [
      entryOf('S_1', { name: 'Märchen', starred: true, results: KEPT.slice(0, 2) }),
      entryOf('S_2', { results: KEPT.slice(2) }),
    ],
    {
      meshOf: async ({ version }) => tinyGlb(markOf(version)),
      pictureOf: async ({ version }) =>
        version === 'v1' ? new Blob([new Uint8Array([7])], { type: 'image/webp' }) : null,
    },
  )

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})

it('a library comes back from its file in another browser: meshes byte for byte, pictures, names and stars', async () => {
  const { shelves, results, notes, rows } = await browser()
  expect(await shelves.takeIn(await openArchive(await written(), 'library.zip'))).toEqual({ added: 3, known: 0 })
  expect(await results.list()).toEqual(KEPT)
  for (const kept of KEPT) expect(await results.bytesOf(resultOfKept(kept))).toEqual(tinyGlb(markOf(kept.version)))
  const picture = await shelves.pictureOf(KEPT[0]!)
  expect([picture?.type, picture?.size, await shelves.pictureOf(KEPT[1]!)]).toEqual(['image/webp', 1, null])
  expect(await notes.all()).toEqual([
    { code: 'S_1', name: 'Märchen', starred: true, deletedAtMs: null, cutOutSeen: false },
    { code: 'S_2', name: null, starred: false, deletedAtMs: null, cutOutSeen: false },
  ])
  expect(await rows()).toEqual([3, 3, 1])
})

it('a second import adds nothing, and takes no name that was given here', async () => {
  const { shelves, results, notes } = await browser()
  await notes.change(['S_1'], (note) => ({ ...note, name: 'Mine' }))
  const archive = await openArchive(await written(), 'library.zip')
  await shelves.takeIn(archive)
  await results.star(KEPT[1]!.id, true)
  expect(await shelves.takeIn(archive)).toEqual({ added: 0, known: 3 })
  expect((await results.list()).map(({ starred }) => starred)).toEqual([true, true, false])
  expect((await notes.all())[0]?.name).toBe('Mine')
})

it('an import that does not fit says so, pushes nothing out, and leaves nothing half-done', async () => {
  const { shelves, results, rows } = await browser({ budgetBytes: 60 })
  await results.keep(resultOfKept(keptOf('S_9', 9)), tinyGlb(9))
  await expect(shelves.takeIn(await openArchive(await written(), 'library.zip'))).rejects.toThrow(/no room for all/)
  expect(await rows()).toEqual([1, 1, 0])
})

it('an import that fails at any table leaves all as it was, what can still be brought back too', async () => {
  const disk = smallDisk(1000)
  const { shelves, results, notes, rows } = await browser({ disk })
  const [first] = KEPT
  await results.keep(resultOfKept(first!), tinyGlb(1))
  await results.keepThumbnail(first!.id, new Blob([new Uint8Array([9])], { type: 'image/webp' }))
  await results.remove([first!.id])
  const archive = await openArchive(await written(), 'library.zip')
  for (const name of ['results', 'meshes', 'thumbnails', 'sessions']) {
    disk.refuse(name)
    await expect(shelves.takeIn(archive)).rejects.toThrow(`No ${name} can be written.`)
  }
  disk.refuse()
  disk.holds(30)
  await expect(shelves.takeIn(archive)).rejects.toThrow(/no room for all/)
  expect([await rows(), await results.list(), await notes.all()]).toEqual([[1, 1, 1], [], []])
  await results.restore([first!.id])
  expect(await results.bytesOf(resultOfKept(first!))).toEqual(tinyGlb(1))
  expect((await results.thumbnailOf(first!.id))?.size).toBe(1)
})

it('what only the page holds goes into the file, and an import keeps it', async () => {
  const disk = smallDisk(0)
  const { shelves, results } = await browser({ disk })
  await results.keep(resultOfKept(KEPT[1]!), tinyGlb(2))
  const [held] = await results.list()
  expect(held?.pageOnly).toBe(true)
  const file = await writeArchive([entryOf('S_1', { results: [held!] })], shelves)
  disk.holds(1000)
  expect(await shelves.takeIn(await openArchive(file, 'library.zip'))).toEqual({ added: 1, known: 0 })
  expect((await results.list()).map(({ version, pageOnly }) => [version, pageOnly])).toEqual([['v2', false]])
})

const text = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

describe('a file is refused, with the path of what is wrong,', () => {
  const result = { ...KEPT[0], file: 'meshes/1.glb', picture: null }
  const index = { format: 'plinth-library', version: 1, sessions: [], results: [result] }
  const mesh = { name: 'meshes/1.glb', data: tinyGlb(1), deflate: false }
  const packed = (json: unknown, ...files: (typeof mesh)[]) =>
    zip([{ name: 'index.json', data: text(json), deflate: true }, ...files])

  it.each([
    ['that is no zip', async () => tinyGlb(1), /x\.zip is damaged or not a zip/],
    ['without an index', () => zip([mesh]), /x\.zip is no library: it has no index\.json/],
    ['whose index is no JSON', () => packed('{'), /At index\.json: it is not JSON/],
    ['of another kind', () => packed({ ...index, format: 'else' }, mesh), /At format: expected "plinth-library"/],
    ['of a later Plinth', () => packed({ ...index, version: 2 }, mesh), /At version: expected 1/],
    ['with a wrong request', () => packed({ ...index, results: [{ ...result, request: { pivot_point: [0, 9, 0] } }] }, mesh), /At results\[0\]\.request\.pivot_point\[1\]: expected a number from -0\.5 to 0\.5, got 9/], // prettier-ignore
    ['with a code that is a path', () => packed({ ...index, results: [{ ...result, sessionCode: '../x' }] }, mesh), /At results\[0\]\.sessionCode: expected a session code/], // prettier-ignore
    ['with another’s id', () => packed({ ...index, results: [{ ...result, id: 'S_2/preview/v1' }] }, mesh), /At results\[0\]\.id: expected S_1\/preview\/v1/], // prettier-ignore
    ['that lacks a mesh', () => packed(index), /At results\[0\]\.file: meshes\/1\.glb is not in the archive/],
    ['with another mesh', () => packed(index, { ...mesh, data: tinyGlb(2) }), /At results\[0\]\.file: .* is not the mesh that was exported/], // prettier-ignore
  ])('%s', async (_what, make, says) => {
    await expect(openArchive(await make(), 'x.zip')).rejects.toThrow(says)
  })

  it('with something that is no mesh', async () => {
    const data = new Uint8Array(tinyGlb(1)).fill(60, 0, 4)
    const archive = await packed({ ...index, results: [{ ...result, digest: contentDigest(data) }] }, { ...mesh, data })
    await expect(openArchive(archive, 'x.zip')).rejects.toThrow(/At results\[0\]\.file: meshes\/1\.glb is not a GLB/)
  })
})
