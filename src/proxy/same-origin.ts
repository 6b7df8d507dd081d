import { ApiError } from '../contract/api-error.ts'

const OWN_SITES = new Set(['same-origin', 'none'])

/**
 * Throws ApiError for a request from another site's page. Browsers put `Origin` on every cross-origin POST and
 * `Sec-Fetch-Site` on every request, and no page can change either; a program such as curl sends neither and is let
 * through. The origin `null`, of a sandboxed frame or a local file, is refused. `https` is accepted for a TLS
 * terminator in front.
 */
export function assertSameOrigin(headers: Headers, host: string): void {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  const foreign = origin !== null && origin !== `http://${host}` && origin !== `https://${host}`
  if (foreign || (site !== null && !OWN_SITES.has(site)))
    throw new ApiError('foreign_page', 'Only Plinth’s own page may call this server from a browser.')
}
