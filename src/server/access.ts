import { createHash, timingSafeEqual } from 'node:crypto'
import { API_MOUNT } from '../contract/paths.ts'

const COOKIE = 'plinth_access'

const digest = (text: string): string => createHash('sha256').update(`plinth ${text}`).digest('hex')

const equal = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(digest(a)), Buffer.from(digest(b)))

const cookieOf = (headers: Headers): string =>
  (headers.get('cookie') ?? '')
    .split(/; */)
    .find((pair) => pair.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1) ?? ''

const PAGE = `<!doctype html><meta charset="utf-8"><title>Plinth</title>
<h1>This Plinth needs an access token</h1>
<p>Open the address that it printed when it started, which ends in <code>?token=…</code>, or send <code>Authorization: Bearer …</code>.</p>`

/**
 * The lock for a server that other machines can reach. A program sends `Authorization: Bearer <token>`. A browser
 * opens the page once with `?token=`; the token is then taken out of the address, and its digest is kept in a cookie,
 * because images and downloads can carry no header. Scripts cannot read the cookie (HttpOnly). SameSite=Lax sends it
 * with a link followed from another site, but with no other request of that site, and the API refuses a foreign
 * origin in any case. Null lets the request pass.
 */
export function createGate(token: string | null): (request: Request) => Response | null {
  if (token === null) return () => null
  const pass = digest(token)
  return (request) => {
    const url = new URL(request.url)
    const given = url.searchParams.get('token')
    if (given !== null && request.method === 'GET' && equal(given, token)) {
      url.searchParams.delete('token')
      const cookie = `${COOKIE}=${pass}; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000`
      return new Response(null, {
        status: 303,
        headers: { location: `${url.pathname}${url.search}`, 'set-cookie': cookie, 'referrer-policy': 'no-referrer' },
      })
    }
    const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
    if ((bearer !== undefined && equal(bearer, token)) || equal(cookieOf(request.headers), pass)) return null
    if (!url.pathname.startsWith(`${API_MOUNT}/`)) {
      const headers = {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'",
        'cache-control': 'no-store',
      }
      return new Response(PAGE, { status: 401, headers })
    }
    const message = 'This Plinth needs an access token.'
    return Response.json(
      { error: 'no_access', message, statusCode: 401, data: null },
      { status: 401, headers: { 'www-authenticate': 'Bearer' } },
    )
  }
}
