import * as z from 'zod/mini'
import { readKept, writeKept } from '../ui/kept.ts'

const KEY = 'plinth.job-times'
const KEPT = 20

/** By upstream and kind of job: the newest jobs' ids and how long they took, newest first. */
const timesSchema = z.record(z.string(), z.array(z.tuple([z.string(), z.number().check(z.positive())])))
type Times = z.output<typeof timesSchema>

/** What takes equally long: one kind of work at one upstream. */
export interface SameWork {
  readonly upstream: string
  readonly kind: string
}

const keyOf = ({ upstream, kind }: SameWork) => `${upstream} ${kind}`

/** Without storage, or with somebody else's text in it, nothing is estimated. */
const read = (): Times => timesSchema.safeParse(readKept(KEY)).data ?? {}

/** Remembers how long a job took, once however many tabs saw its end. */
export function rememberTime(work: SameWork, jobId: string, tookMs: number): void {
  const times = read()
  const before = times[keyOf(work)] ?? []
  if (!(tookMs > 0) || before.some(([id]) => id === jobId)) return
  writeKept(KEY, { ...times, [keyOf(work)]: [[jobId, tookMs], ...before].slice(0, KEPT) })
}

export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

/** How long such a job usually takes; null when none is remembered. */
export const usualMs = (work: SameWork | null): number | null =>
  median(((work && read()[keyOf(work)]) ?? []).map(([, ms]) => ms))
