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

/** The answer that is on its way, for the first who asks, and from then on ended by their `signal`; null when there is none. */
export function earlyAnswer(path: string, signal: AbortSignal): Promise<Response> | null {
  const found = early.get(path)
  if (!found) return null
  early.delete(path)
  signal.addEventListener('abort', () => found.end.abort(signal.reason), { once: true })
  return found.answer
}
