import { LINK_KEYS } from '../draft/draft-link.ts'
import { SESSION } from '../session/code-or-link.ts'

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
