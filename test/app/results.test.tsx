import 'fake-indexeddb/auto'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import { deleteDB, openDB } from 'idb'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { useResults } from '../../src/app/results.ts'
import { resultOfKept } from '../../src/result/kept-result.ts'
import { keptResults } from '../../src/result/kept-results.ts'
import { forgetResults } from '../fixtures/forget-results.ts'
import { keptOf, tinyGlb } from '../fixtures/kept-of.ts'

const client = new QueryClient()

const keep = (mark: number) => keptResults.keep(resultOfKept(keptOf('S_1', mark)), tinyGlb(mark), { nowMs: mark })

const open = async () => {
  const { result } = renderHook(() => useResults('S_1', undefined, { job: null, refinedSpin: null }, null), {
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  })
  await waitFor(() => expect(result.current.known).toBe(true))
  return {
    now: () => result.current,
    versions: () => result.current.items.map(({ result: { version } }) => version),
    deleted: () => result.current.deleted.map(({ version }) => version),
  }
}

beforeAll(() => keptResults.list())

afterEach(async () => {
  cleanup()
  client.clear()
  await forgetResults()
})

it('of several meshes deleted in a row, each can be brought back, the last one first', async () => {
  for (const mark of [1, 2, 3]) await keep(mark)
  const { versions, deleted } = await open()
  const nowMs = Date.now()
  await act(() => keptResults.remove(['S_1/preview/v1'], nowMs))
  await act(() => keptResults.remove(['S_1/preview/v3'], nowMs + 1))
  await waitFor(() => expect([versions(), deleted()]).toEqual([['v2'], ['v3', 'v1']]))
  await act(() => keptResults.restore(['S_1/preview/v3']))
  await waitFor(() => expect([versions(), deleted()]).toEqual([['v2', 'v3'], ['v1']]))
  await act(() => keptResults.sweep(nowMs + 1e6))
  await waitFor(() => expect(deleted()).toEqual([]))
})

it('a storage that cannot be read is told of, costs nothing that was seen before, and can be tried again', async () => {
  await keep(1)
  const { now, versions } = await open()
  expect(versions()).toEqual(['v1'])
  // A newer page in another tab has taken the database.
  const newer = await openDB('plinth', 100)
  await act(() => keep(2))
  await waitFor(() => expect([now().unread, now().known]).toEqual([true, false]))
  await waitFor(() => expect(now().items.map(({ kept }) => [kept?.version, kept?.pageOnly])).toEqual([['v1', false], ['v2', true]])) // prettier-ignore
  newer.close()
  await deleteDB('plinth')
  act(() => now().readAgain())
  await waitFor(() => expect([now().unread, now().known]).toEqual([false, true]))
  expect(versions()).toEqual(['v2'])
})
