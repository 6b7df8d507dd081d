import { SESSION_CODE } from '../contract/create-request.ts'

/** In any address that a Plinth shows or sends, with or without its `https://`. */
const IN_LINK = /[?&]session=([A-Za-z0-9_-]{1,128})(?:[&#\s]|$)/

/** The session that a code or a pasted link of Plinth's names; null for any other text. */
export function codeIn(text: string): string | null {
  const given = text.trim()
  return SESSION_CODE.test(given) ? given : (IN_LINK.exec(given)?.[1] ?? null)
}
