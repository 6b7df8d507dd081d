import { SESSION_CODE } from '../contract/session-code.ts'
import { SAMPLES } from './samples.ts'

/** In any address that a Plinth shows or sends, with or without its `https://`. */
const IN_LINK = /[?&]session=([A-Za-z0-9_-]{1,128})(?:[&#\s]|$)/

/** The session that a code or a pasted link of Plinth's names; null for any other text. */
export function codeIn(text: string): string | null {
  const given = text.trim()
  return SESSION_CODE.test(given) ? given : (IN_LINK.exec(given)?.[1] ?? null)
}

/** The address's parameter. */
export const SESSION = 'session'

export interface AddressedSession {
  readonly code: string
  /** What it names in place of a code, and could not be one. */
  readonly unread: string | null
}

/** The session that the page's address names; a sample when it names none, or nothing that could be a code. */
export function codeInAddress(search: string): AddressedSession {
  const code = new URLSearchParams(search).get(SESSION)
  if (code === null) return { code: SAMPLES[0].code, unread: null }
  return SESSION_CODE.test(code) ? { code, unread: null } : { code: SAMPLES[0].code, unread: code.slice(0, 40) }
}
