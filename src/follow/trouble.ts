import { UnusableAnswer } from '../contract/answer.ts'
import { ApiError } from '../contract/api-error.ts'
import { artistText, type ArtistText } from '../contract/artist-text.ts'

/** Why nothing new is known of a session, and when it is asked for again. Plain data, for other tabs to show as well. */
export interface Trouble extends ArtistText {
  /** Null when nothing is planned. */
  readonly nextAskAtMs: number | null
}

/** `1 h 5 min`, `2 min`, `30 s`. */
function waitText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`
  const minutes = Math.round(seconds / 60)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [hours ? `${hours} h` : '', rest ? `${rest} min` : ''].filter(Boolean).join(' ')
}

/** The words for `failures` in a row, of which the last was `error`. One broken answer among good ones is not worth a word. */
export function troubleOf(error: Error, failures: number): ArtistText | null {
  if (error instanceof UnusableAnswer)
    return {
      what: `The newest answer cannot be used. ${error.message}`,
      next: 'Showing the last good update; retrying…',
    }
  if (error instanceof ApiError && error.kind === 'rate_limited') {
    const { what } = artistText(error)
    const { retryAfterSeconds: seconds } = error
    return { what, next: seconds ? `The API asks to wait ${waitText(seconds)}.` : 'The work goes on.' }
  }
  if (error instanceof ApiError && error.status < 500) return artistText(error)
  if (failures < 2) return null
  return { what: 'Connection lost.', next: 'Showing the last update; retrying…' }
}
