import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startApp, type AppServer } from '../fixtures/app-server.ts'

const TOKEN = 'open-sesame-42'
const PREVIEW = '/api/image-to-3d-sessions/get-3d/preview/SAMPLE_duck'

let app: AppServer
let setCookie = ''
beforeAll(async () => {
  app = await startApp(inject('builtDir'), { PLINTH_ACCESS_TOKEN: TOKEN })
  const opened = await fetch(`${app.url}/?token=${TOKEN}`, { redirect: 'manual' })
  setCookie = opened.headers.get('set-cookie') ?? ''
})
afterAll(() => app?.close())

const cookie = () => setCookie.split(';')[0] ?? ''

/**
 * The Cookie header with which a browser sends a request that another site caused (RFC 6265bis, section 5.8.3): a Lax cookie goes
 * along with a navigation by a safe method, and a Strict one with nothing.
 */
function crossSiteHeaders(method: 'GET' | 'POST', navigation: boolean): Record<string, string> {
  const sameSite = /SameSite=(\w+)/.exec(setCookie)?.[1]
  const goesAlong = sameSite === 'None' || (sameSite === 'Lax' && navigation && method === 'GET')
  return {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': navigation ? 'navigate' : 'no-cors',
    ...(method === 'POST' && { origin: 'https://chat.example', 'content-type': 'application/json' }),
    ...(goesAlong && { cookie: cookie() }),
  }
}

const post = (headers: Record<string, string>) => fetch(app.url + PREVIEW, { method: 'POST', body: '{}', headers })
const get = (navigation: boolean) => fetch(`${app.url}/api/plinth`, { headers: crossSiteHeaders('GET', navigation) })

describe('a browser that has the token’s cookie', () => {
  it('opens the page by a link in a chat or a mail', async () => {
    const page = await fetch(`${app.url}/?session=SAMPLE_duck`, { headers: crossSiteHeaders('GET', true) })
    expect([page.status, (await page.text()).includes('<div id="root">')]).toEqual([200, true])
  })

  it('spends nothing for another site: its POST brings no cookie, and is refused even with one', async () => {
    const status = () =>
      fetch(`${app.url}/api/image-to-3d-sessions/SAMPLE_duck`, { headers: { cookie: cookie() } })
        .then((answer) => answer.json())
        .then(({ data }: { data: { status: string } }) => data.status)
    const before = await status()
    expect((await post(crossSiteHeaders('POST', true))).status).toBe(401)
    expect((await post({ ...crossSiteHeaders('POST', true), cookie: cookie() })).status).toBe(403)
    expect(await status()).toBe(before)
  })

  it('shows another site nothing of the API, by a link or in its page', async () => {
    expect([(await get(true)).status, (await get(false)).status]).toEqual([403, 401])
  })
})
