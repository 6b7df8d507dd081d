import type { Entry } from './entry.ts'

export const ORDERS = [
  { order: 'newest', name: 'Newest first' },
  { order: 'name', name: 'By name' },
  { order: 'size', name: 'Largest first' },
  { order: 'starred', name: 'Starred first' },
] as const

export type Order = (typeof ORDERS)[number]['order']

export const isOrder = (text: string): text is Order => ORDERS.some(({ order }) => order === text)

/** Without case and accents, as people search: `Märchen` is found by `marchen`. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()

/** Sessions in whose name or code every word of the search occurs. */
export function search(entries: readonly Entry[], text: string): readonly Entry[] {
  const words = plain(text).split(/\s+/).filter(Boolean)
  if (words.length === 0) return entries
  return entries.filter(({ name, code }) => {
    const searched = `${plain(name)} ${code.toLowerCase()}`
    return words.every((word) => searched.includes(word))
  })
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

const newest = (one: Entry, other: Entry): number => other.changedAtMs - one.changedAtMs

const COMPARE: Readonly<Record<Order, (one: Entry, other: Entry) => number>> = {
  newest,
  name: (one, other) => names.compare(one.name, other.name) || newest(one, other),
  size: (one, other) => other.bytes - one.bytes || newest(one, other),
  starred: (one, other) => Number(other.starred) - Number(one.starred) || newest(one, other),
}

export const sorted = (entries: readonly Entry[], order: Order): readonly Entry[] => entries.toSorted(COMPARE[order])
