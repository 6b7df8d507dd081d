import { ApiError } from '../contract/api-error.ts'

const OWN_SITES = new Set(['same-origin', 'none'])

/**
 * Refuses what another site's page sends. Browsers put `Origin` on every cross-origin POST and `Sec-Fetch-Site` on every request,
 * and pages cannot change either; a program such as curl sends none, and is let through. `null` is the origin of a sandboxed
 * frame and of a file, never of this page. `https` is for a TLS terminator in front.
 */
export function assertSameOrigin(headers: Headers, host: string): void {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  const foreign = origin !== null && origin !== `http://${host}` && origin !== `https://${host}`
  if (foreign || (site !== null && !OWN_SITES.has(site)))
    throw new ApiError('foreign_page', 'Only the page of this very server may call it from a browser.')
}
