/** Questions that are certain to be asked soon, asked before the code that asks them has run. Each is answered early once. */
import { apiUrl } from './paths.ts'

interface Early {
  readonly answer: Promise<Response>
  readonly end: AbortController
}

const early = new Map<string, Early>()

/** Asks a GET ahead. */
export function askEarly(path: string): void {
  const end = new AbortController()
  const answer = fetch(apiUrl(path), { cache: 'no-store', signal: end.signal })
  // Whoever takes it up hears of it.
  answer.catch(() => {})
  early.set(path, { answer, end })
}

/** A copy of the answer that is on its way, for who does not take it up; null when there is none. */
export const earlyCopy = (path: string): Promise<Response> | null =>
  early.get(path)?.answer.then((answer) => answer.clone()) ?? null

/** It has been read, and nobody asks for it any more. */
export const forgetEarly = (path: string): void => void early.delete(path)

/** The answer that is on its way, for the first who asks, and from then on ended by their `signal`; null when there is none. */
export function earlyAnswer(path: string, signal: AbortSignal): Promise<Response> | null {
  const found = early.get(path)
  if (!found) return null
  early.delete(path)
  signal.addEventListener('abort', () => found.end.abort(signal.reason), { once: true })
  return found.answer
}
