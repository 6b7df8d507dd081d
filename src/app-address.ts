import { SESSION_CODE } from './contract/create-request.ts'
import { SAMPLES } from './session/samples.ts'

const SESSION = 'session'

/** The session that the page's address names; a sample when it names none, or nothing that could be a code. */
export function codeInAddress(search: string): string {
  const code = new URLSearchParams(search).get(SESSION)
  return code !== null && SESSION_CODE.test(code) ? code : SAMPLES[0].code
}

/** The address that reopens a session. */
export function addressOf(code: string, href: string): string {
  const url = new URL(href)
  url.searchParams.set(SESSION, code)
  return url.href
}
