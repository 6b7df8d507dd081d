import { describe, expect, it } from 'vitest'
import type { AppServer } from '../fixtures/app-server.ts'
import { browserSuite, ownServer } from '../fixtures/browser-suite.ts'
import { LAN_NAME } from '../fixtures/chromium.ts'
import { plainGlb } from '../fixtures/packed-glb.ts'
import { downloadGlb, drop, generate, spin, type } from '../fixtures/open-page.ts'

const TOKEN = 'a-token-for-the-whole-team'

let app: AppServer

const { visit, allow } = browserSuite({
  server: async () => (app = await ownServer({ HOST: '0.0.0.0', PLINTH_ACCESS_TOKEN: TOKEN })),
})

describe('at an address in the local network, over plain HTTP', () => {
  it('the main job is done, the request copied and a mesh of one’s own opened', async () => {
    const { port } = new URL(app.url)
    const page = await visit(`http://${LAN_NAME}:${port}/?token=${TOKEN}`)
    // Chromium heeds it in a secure context only, and says so.
    allow(page, /Cross-Origin-Opener-Policy header has been ignored/)
    expect(await page.evaluate<boolean>('isSecureContext')).toBe(false)
    await page.getByRole('button', { name: 'Code', exact: true }).click()
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await page.getByText('Copied').waitFor()
    const code = await page.getByRole('dialog').locator('pre').innerText()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Open session' }).click()
    const pasted = page.getByRole('textbox', { name: 'Session code' })
    await pasted.press('ControlOrMeta+v')
    // A field of one line takes a space for a line's end.
    expect(await pasted.inputValue()).toBe(code.replaceAll('\n', ' '))
    await page.keyboard.press('Escape')
    await spin(page, 2).click()
    await type(page, 'Height', '0.4')
    const posts: (string | undefined)[] = []
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.headers()['x-plinth-intent']))
    await generate(page).click()
    const { glb } = await downloadGlb(page)
    expect(glb.box.max[1] - glb.box.min[1]).toBeCloseTo(0.4, 4)
    expect(posts).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
    await drop(page, 'own.glb', await plainGlb())
    await page.getByText('own.glb').first().waitFor()
  })
})
