import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it } from 'vitest'
import { LibraryDialog } from '../../src/library/library-dialog.tsx'
import { resultOfKept, type KeptResult } from '../../src/result/kept-result.ts'
import { keptResults } from '../../src/result/kept-results.ts'
import { sessionNotes } from '../../src/session/session-notes.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { keptOf, tinyGlb } from '../fixtures/kept-of.ts'
import { sendData, sendError, serve, sessionFields, show } from '../fixtures/served-page.tsx'
import type { Arrived } from '../fixtures/upstream.ts'

beforeEach(async () => {
  const tables = await openStorage()
  for (const name of ['results', 'meshes', 'sessions'] as const) {
    const table = tables.table(name)
    const rows = (await table.all()) as { id?: string; code?: string }[]
    await table.remove(rows.map((row) => row.id ?? row.code ?? ''))
  }
})

const keep = (kept: KeptResult, mark: number) => keptResults.keep(resultOfKept(kept), tinyGlb(mark), { nowMs: mark })

interface Served {
  readonly upstream?: 'local' | 'csm'
  readonly sessions?: readonly Record<string, unknown>[]
  /** Sessions of which a request is under way. */
  readonly inUse?: readonly string[]
}

/** A server with some sessions, and the library open before it. */
async function open({ upstream = 'local', sessions = [], inUse = [] }: Served = {}) {
  const names = new Map<string, string>()
  const { arrived } = await serve(({ url, method, body }, response) => {
    const [, renamed] = /\/plinth\/sessions\/(\w+)\/name$/.exec(url) ?? []
    if (renamed) {
      const { name } = JSON.parse(body) as { name: string }
      names.set(renamed, name)
      return sendData(response, sessionFields({ session_code: renamed, name }))
    }
    if (method === 'DELETE') return sendData(response, null)
    if (url.endsWith('/plinth')) return sendData(response, { upstream, host: 'api.csm.ai' })
    if (url.endsWith('/storage'))
      return sendData(response, { used_bytes: 2_500_000, free_bytes: 80_000_000_000, sessions: {} })
    if (url.includes('?limit')) {
      const named = sessions.map((one) => ({ ...one, ...(names.has(String(one.session_code)) && { name: names.get(String(one.session_code)) }) })) // prettier-ignore
      return sendData(response, { results: named })
    }
    return sendError(response, 404, 'not_found', 'There is no session here.')
  })
  const seen: string[] = []
  const user = userEvent.setup()
  show(
    <LibraryDialog
      onClose={() => seen.push('closed')}
      onOpen={async (code) => void seen.push(`open ${code}`)}
      onPick={(code) => seen.push(code)}
      onOpenResult={({ id }) => seen.push(id)}
      isInUse={(code) => inUse.includes(code)}
    />,
  )
  const dialog = within(await screen.findByRole('dialog', { name: 'Library', hidden: true }))
  return { user, dialog, seen, arrived }
}

const sent = (arrived: readonly Arrived[], method: string) =>
  arrived.filter((one) => one.method === method).map(({ url, body }) => `${url} ${body}`)

/** Sessions that are out of sight. */
const hidden = async () =>
  new Set((await sessionNotes.all()).filter((note) => note.deletedAtMs !== null).map(({ code }) => code))

const named = (code: string, name: string) => sessionFields({ session_code: code, name })

it('lists sessions by name with what is kept of them, those that are gone too, and opens either', async () => {
  await keep(keptOf('S_1', 1), 1)
  await keep(keptOf('S_GONE', 6), 6)
  await sessionNotes.change(['S_GONE'], (note) => ({ ...note, name: 'Old tower' }))
  const { user, dialog, seen } = await open({ sessions: [sessionFields({ session_code: 'S_1', name: 'Duck' })] })
  await dialog.findByText('Duck')
  const gone = dialog.getByText('S_GONE')
  expect(gone.closest('button')?.textContent).toContain('only in this browser')
  await dialog.findByText(/This browser keeps 2 meshes, 0 kB\. The engine’s disk holds 2\.5 MB; 80\.0 GB are free/)
  await user.click(dialog.getByRole('button', { name: 'Open Duck', hidden: true }))
  await user.click(dialog.getByRole('button', { name: /^Open S_GONE, Spin 3/, hidden: true }))
  expect(seen).toEqual(['closed', 'S_1', 'closed', 'S_GONE/preview/v6'])
})

it('finds by name or code as it is typed, and opens a pasted link', async () => {
  const { user, dialog, seen } = await open({ sessions: [named('S_1', 'Duck'), named('S_2', 'Märchen tower')] })
  await dialog.findByText('Duck')
  await user.type(dialog.getByRole('searchbox', { hidden: true }), 'marchen')
  await waitFor(() => expect(dialog.queryByText('Duck')).toBeNull())
  expect(dialog.getByText('Märchen tower')).toBeTruthy()
  const field = dialog.getByRole('textbox', { name: 'Session code or link', hidden: true })
  await user.type(field, 'http://127.0.0.1:4173/?session=S_9&size=1{Enter}')
  await waitFor(() => expect(seen).toEqual(['open S_9', 'closed']))
})

it('renames a local session on the server, and leaves a name as it was at Escape', async () => {
  const { user, dialog, seen, arrived } = await open({ sessions: [sessionFields({ session_code: 'S_1' })] })
  await dialog.findByText('S_1')
  await user.click(dialog.getByRole('button', { name: 'Rename S_1', hidden: true }))
  await user.keyboard('Tower of clay{Enter}')
  await dialog.findByText('Tower of clay')
  expect(sent(arrived, 'PUT')).toEqual(['/api/plinth/sessions/S_1/name {"name":"Tower of clay"}'])
  await user.click(dialog.getByRole('button', { name: 'Rename Tower of clay', hidden: true }))
  await user.keyboard('Else{Escape}')
  expect(dialog.queryByRole('textbox', { name: 'Name', hidden: true })).toBeNull()
  expect(dialog.getByText('Tower of clay')).toBeTruthy()
  expect([seen, sent(arrived, 'PUT').length], 'the dialog stays, and nothing is sent').toEqual([[], 1])
})

it('keeps the name of a cloud’s session in this browser', async () => {
  const { user, dialog, arrived } = await open({ upstream: 'csm', sessions: [sessionFields({ session_code: 'S_C' })] })
  await dialog.findByText('S_C')
  await user.click(dialog.getByRole('button', { name: 'Rename S_C', hidden: true }))
  await user.keyboard('Mine{Enter}')
  await dialog.findByText('Mine')
  expect(sent(arrived, 'PUT')).toEqual([])
  expect(await sessionNotes.all()).toMatchObject([{ code: 'S_C', name: 'Mine' }])
})

it('stars, and takes a deletion back: nothing has left the server by then', async () => {
  await keep(keptOf('S_3', 3), 3)
  const { user, dialog, arrived } = await open({ sessions: [sessionFields({ session_code: 'S_3' })] })
  await dialog.findByText('S_3')
  await user.click(dialog.getByRole('button', { name: 'Star S_3', hidden: true }))
  await waitFor(() =>
    expect(dialog.getByRole('button', { name: 'Star S_3', pressed: true, hidden: true })).toBeTruthy(),
  )
  await user.click(dialog.getByRole('button', { name: 'Delete S_3', hidden: true }))
  await waitFor(() => expect(dialog.queryByRole('button', { name: 'Open S_3', hidden: true })).toBeNull())
  expect(await keptResults.list()).toEqual([])
  await user.click(await dialog.findByRole('button', { name: 'Undo', hidden: true }))
  await dialog.findByRole('button', { name: 'Open S_3', hidden: true })
  expect(await keptResults.list()).toHaveLength(1)
  expect(sent(arrived, 'DELETE')).toEqual([])
})

it('deletes for good what was deleted more than a minute ago, unless it is made use of', async () => {
  const deletedAtMs = Date.now() - 90_000
  await sessionNotes.change(['S_7', 'S_8', 'S_9', 'S_2'], (note) => ({
    ...note,
    deletedAtMs: note.code === 'S_2' ? Date.now() : deletedAtMs,
  }))
  await keep(keptOf('S_8', 8), deletedAtMs + 1)
  const sessions = [named('S_7', 'Gone'), named('S_8', 'Vase'), named('S_9', 'Key'), named('S_5', 'Duck')]
  const { dialog, arrived } = await open({ sessions, inUse: ['S_9'] })
  await waitFor(() => expect(sent(arrived, 'DELETE')).toEqual(['/api/plinth/sessions/S_7 ']))
  await waitFor(async () => expect(await hidden()).toEqual(new Set(['S_2', 'S_9'])))
  for (const name of ['Duck', 'Vase']) await dialog.findByText(name)
  expect(dialog.queryByText('Gone')).toBeNull()
})

it('draws few of 1,000 results, and finds one among them', async () => {
  const table = (await openStorage()).table('results')
  for (let k = 0; k < 1000; k++) await table.put(keptOf(`S_${k}`, k))
  const { user, dialog } = await open()
  await dialog.findByText('S_999')
  expect(dialog.getAllByRole('listitem', { hidden: true }).length).toBeLessThan(40)
  await user.type(dialog.getByRole('searchbox', { hidden: true }), 'S_517')
  await dialog.findByText('S_517')
  expect(dialog.getAllByRole('listitem', { hidden: true })).toHaveLength(2)
})
