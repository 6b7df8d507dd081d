import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { bringBack, deletedLately, deleteEntry, sweepDeleted } from '../../src/library/delete-session.ts'
import { resultOfKept } from '../../src/result/kept-result.ts'
import { keptResults } from '../../src/result/kept-results.ts'
import { UNDO_DELETE_MS } from '../../src/result/mesh-shelf.ts'
import { sessionNotes } from '../../src/session/session-notes.ts'
import { forgetResults } from '../fixtures/forget-results.ts'
import { entryOf, keptOf, tinyGlb } from '../fixtures/kept-of.ts'

/** A cloud's sessions: what is deleted here is hidden here. */
const CLOUD = { local: false, isInUse: () => false }

const keep = (code: string, mark: number, nowMs: number) =>
  keptResults.keep(resultOfKept(keptOf(code, mark)), tinyGlb(mark), { nowMs })

const entry = async (code: string) => entryOf(code, { results: await keptResults.list(code) })
const lately = () => deletedLately.get().map(({ code }) => code)
const hidden = async () =>
  (await sessionNotes.all()).filter(({ deletedAtMs }) => deletedAtMs !== null).map(({ code }) => code)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 1_800_000_000_000 })
})

afterEach(async () => {
  await vi.advanceTimersByTimeAsync(2 * UNDO_DELETE_MS)
  vi.useRealTimers()
  await forgetResults()
  await sessionNotes.forget((await sessionNotes.all()).map(({ code }) => code))
})

it('each of several deletions can be taken back, the last one first, with all of its meshes', async () => {
  for (const [code, mark] of [['S_1', 1], ['S_1', 2], ['S_2', 3]] as const) await keep(code, mark, mark) // prettier-ignore
  const [one, two] = [await entry('S_1'), await entry('S_2')]
  await deleteEntry(one, CLOUD)
  await deleteEntry(two, CLOUD)
  expect([lately(), await keptResults.list()]).toEqual([['S_2', 'S_1'], []])
  await bringBack(two)
  await bringBack(one)
  expect([lately(), await hidden()]).toEqual([[], []])
  expect(await keptResults.list()).toHaveLength(3)
})

it('undo is offered as long as it works, and no longer', async () => {
  await keep('S_1', 1, 1)
  const deleted = await entry('S_1')
  await deleteEntry(deleted, CLOUD)
  await vi.advanceTimersByTimeAsync(UNDO_DELETE_MS - 1)
  expect(lately()).toEqual(['S_1'])
  await keptResults.sweep()
  await bringBack(deleted)
  expect(await keptResults.list()).toHaveLength(1)
  await deleteEntry(deleted, CLOUD)
  await vi.advanceTimersByTimeAsync(UNDO_DELETE_MS)
  expect(lately()).toEqual([])
})

it('a session of which a mesh was made since it was deleted is back', async () => {
  await keep('S_NEWER', 1, 1)
  for (const code of ['S_NEWER', 'S_IDLE']) await deleteEntry(await entry(code), CLOUD)
  const nowMs = Date.now()
  await keep('S_NEWER', 2, nowMs + 1)
  await sweepDeleted(CLOUD, nowMs + UNDO_DELETE_MS + 1)
  expect(await hidden()).toEqual(['S_IDLE'])
  expect((await keptResults.list()).map(({ version }) => version)).toEqual(['v2'])
})
