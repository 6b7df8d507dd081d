import { SESSION_CODE } from '../contract/create-request.ts'
import { LINK_KEYS } from '../draft/draft-link.ts'
import { SAMPLES } from '../session/samples.ts'

const SESSION = 'session'

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

/** The address that opens a session, with no draft of the one that was open. */
export function addressOf(code: string, href: string): string {
  const url = new URL(href)
  for (const key of LINK_KEYS) url.searchParams.delete(key)
  url.searchParams.set(SESSION, code)
  return url.href
}

/** An address as one would type it: commas and tildes as they are, and no `=` behind a name without a value. */
export const plainHref = ({ href }: URL): string =>
  href
    .replaceAll('%2C', ',')
    .replaceAll('%7E', '~')
    .replaceAll(/([?&]\w+)=(?=&|#|$)/g, '$1')
