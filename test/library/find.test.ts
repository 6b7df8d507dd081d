import { describe, expect, it } from 'vitest'
import { entriesOf } from '../../src/library/entry.ts'
import { search, sorted, type Order } from '../../src/library/find.ts'
import { linesOf } from '../../src/library/lines.ts'
import { codeIn } from '../../src/session/code-or-link.ts'
import { rowsBetween } from '../../src/ui/windowed-list.tsx'
import { entryOf, keptOf } from '../fixtures/kept-of.ts'
import { sessionWith } from '../fixtures/session-with.ts'

const note = (code: string, fields = {}) => ({
  code,
  name: null,
  starred: false,
  deletedAtMs: null,
  cutOutSeen: false,
  ...fields,
})
const list = (fields: Partial<Parameters<typeof entriesOf>[0]>) =>
  entriesOf({ sessions: [], kept: [], notes: [], disk: null, nameOf: (code) => code, ...fields })

describe('the library', () => {
  it('lists what the upstream lists and what only the browser keeps, each once, with its meshes newest first', () => {
    const sessions = [sessionWith({ session_code: 'S_1', created_at: '2026-01-02T00:00:00Z' })]
    const kept = [keptOf('S_1', 1), keptOf('S_1', 2), keptOf('S_GONE', 3)]
    const disk = { used_bytes: 5000, free_bytes: null, sessions: { S_1: 100 } }
    const entries = list({ sessions, kept, disk })
    expect(entries.map(({ code, results, bytes }) => [code, results.map(({ version }) => version), bytes])).toEqual([
      ['S_1', ['v2', 'v1'], 132],
      ['S_GONE', ['v3'], 16],
    ])
    expect(entries.map(({ session }) => session?.code ?? null)).toEqual(['S_1', null])
    expect(entries[0]?.createdAtMs).toBe(Date.UTC(2026, 0, 2))
  })

  it('hides a deleted session though the upstream lists it, until another mesh of it is kept', () => {
    const sessions = [sessionWith({ session_code: 'S_1' }), sessionWith({ session_code: 'S_2' })]
    const notes = [note('S_1', { deletedAtMs: 1005, starred: true })]
    expect(list({ sessions, notes }).map(({ code }) => code)).toEqual(['S_2'])
    expect(list({ sessions, notes, kept: [keptOf('S_1', 9)] }).map(({ code }) => code)).toEqual(['S_1', 'S_2'])
  })

  it('is searched by name and code, without case or accents, by all words', () => {
    const entries = [
      entryOf('SESSION_1', { name: 'Märchen Tower' }),
      entryOf('SESSION_2', { name: 'tower bridge' }),
      entryOf('SESSION_77', { name: 'Duck' }),
    ]
    const found = (text: string) => search(entries, text).map(({ code }) => code)
    expect(found('TOWER')).toEqual(['SESSION_1', 'SESSION_2'])
    expect(found(' tower  marchen')).toEqual(['SESSION_1'])
    expect(found('_77')).toEqual(['SESSION_77'])
    expect(found('whale')).toEqual([])
    expect(found('')).toHaveLength(3)
  })

  it('is sorted by what came last, by name as people count, by size, and by stars', () => {
    const entries = [
      entryOf('A', { name: 'Pot 10', changedAtMs: 1, bytes: 5 }),
      entryOf('B', { name: 'pot 9', changedAtMs: 3, bytes: 1, starred: true }),
      entryOf('C', { name: 'Émile', changedAtMs: 2, bytes: 9 }),
    ]
    const order = (by: Order) =>
      sorted(entries, by)
        .map(({ code }) => code)
        .join('')
    expect([order('newest'), order('name'), order('size'), order('starred')]).toEqual(['BCA', 'CBA', 'CAB', 'BCA'])
  })
})

describe('its lines', () => {
  const layout = { widthPx: 800, remPx: 16 }
  const many = entryOf('S', { results: Array.from({ length: 20 }, (_, k) => keptOf('S', k)) })
  const shown = (unfolded: string[]) =>
    linesOf([many], new Set(unfolded), layout).map((line) =>
      line.is === 'session' ? 'S' : [line.results.length, line.more],
    )

  it('show one line of meshes and a count of the others, and all once they are unfolded', () => {
    expect(shown([])).toEqual(['S', [7, 13]])
    expect(shown(['S'])).toEqual(['S', [8, 0], [8, 0], [4, 0]])
  })

  it('are drawn only where they are in sight: of thousands, those between two heights', () => {
    const tops = Array.from({ length: 5001 }, (_, k) => k * 50)
    expect(rowsBetween(tops, 0, 500)).toEqual([0, 10])
    expect(rowsBetween(tops, 100_010, 100_490)).toEqual([2000, 2010])
    expect(rowsBetween(tops, -400, 10)).toEqual([0, 1])
    expect(rowsBetween(tops, 249_990, 999_999)).toEqual([4999, 5000])
    expect(rowsBetween([0], 0, 500)).toEqual([0, 0])
  })
})

it.each([
  ['SESSION_168_9', 'SESSION_168_9'],
  ['  SESSION_168_9\n', 'SESSION_168_9'],
  ['http://127.0.0.1:4173/?session=SESSION_168_9&size=1,~,2', 'SESSION_168_9'],
  ['https://plinth.example/?present&session=S-1#top', 'S-1'],
  ['plinth.local:4173/?session=S_1', 'S_1'],
  ['Look: https://plinth.example/?session=S_1 !', 'S_1'],
  ['https://plinth.example/?session=../../admin', null],
  ['https://plinth.example/', null],
  ['../../admin', null],
  ['', null],
])('%s names the session %s', (text, code) => {
  expect(codeIn(text)).toBe(code)
})
