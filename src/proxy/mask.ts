const MASK = '[hidden]'

/** A shorter secret would blank ordinary words, so the settings refuse it. */
export const MIN_SECRET_LENGTH = 8

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

const HTML_NAMES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }

/** A secret whose every character may be bare, backslashed, percent-encoded, a `\\u` escape or an HTML entity. */
const escapedPattern = (secret: string): string =>
  [...secret]
    .map((char) => {
      const hex = char
        .charCodeAt(0)
        .toString(16)
        .padStart(2, '0')
        .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
      const named = HTML_NAMES[char] ? `|&${HTML_NAMES[char]};` : ''
      return `\\\\{0,8}(?:${literal(char)}${named}|%${hex}|u00${hex}|&#0*${char.charCodeAt(0)};|&#[xX]0*${hex};)`
    })
    .join('')

/**
 * The part of a secret's base64 that does not depend on what stands before and behind it, for each of its three
 * alignments to base64's groups of three bytes. It finds the secret inside `base64("user:" + secret)` too.
 */
function base64Patterns(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8')
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const from = Math.ceil((before * 8) / 6)
    const to = Math.floor(((before + bytes.length) * 8) / 6)
    return literal(encoded.slice(from, to))
      .replace(/\+|\\\+/g, '[+-]')
      .replace(/\\\/|\//g, '[/_]')
  })
}

/**
 * Returns a function that blanks every secret in a text **by value**: plain, escaped for JSON, a URL or HTML, in
 * base64 (both alphabets, any alignment) and in hex. The names of fields and headers are no guide, as an upstream's
 * error may quote the key anywhere. Secrets must be ASCII, as the value of a header is.
 */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const patterns = secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret) => {
      const hex = Buffer.from(secret, 'utf8').toString('hex')
      return [escapedPattern(secret), hex, hex.toUpperCase()].concat(base64Patterns(secret))
    })
  if (patterns.length === 0) return (text) => text
  const anySecret = new RegExp(patterns.join('|'), 'g')
  return (text) => text.replace(anySecret, MASK)
}
