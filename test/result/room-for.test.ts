import { expect, it } from 'vitest'
import { roomFor } from '../../src/result/room-for.ts'

const row = (id: string, bytes: number, more: { starred?: boolean; deletedAtMs?: number; usedAtMs?: number } = {}) => ({
  id,
  bytes,
  starred: false,
  deletedAtMs: null,
  usedAtMs: 0,
  ...more,
})

it('a row without bytes makes no room and stays, since it remembers what is not wanted', () => {
  const rows = [
    row('forgotten', 0, { deletedAtMs: 1 }),
    row('old', 10, { usedAtMs: 1 }),
    row('new', 10, { usedAtMs: 2 }),
  ]
  expect(roomFor(10, rows, 20)).toEqual({ remove: ['old'], askFor: [] })
  expect(roomFor(20, rows, 20)).toEqual({ remove: ['old', 'new'], askFor: [] })
})

it('deleted ones go before others, and starred ones last', () => {
  const rows = [row('starred', 10, { starred: true }), row('used', 10, { usedAtMs: 9 }), row('deleted', 10, { deletedAtMs: 5, starred: true })] // prettier-ignore
  expect(roomFor(10, rows, 30)).toEqual({ remove: ['deleted'], askFor: [] })
  expect(roomFor(25, rows, 30)).toEqual({ remove: ['deleted', 'used'], askFor: ['starred'] })
  expect(roomFor(31, rows, 30)).toBeNull()
})
