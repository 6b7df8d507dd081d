/*
 * What the artist is promised for each fault, and the tests that keep it, all before a real page in Chromium:
 *
 * | fault                                        | tests                                                         |
 * | -------------------------------------------- | ------------------------------------------------------------- |
 * | double click, Enter twice, two tabs          | cloud-job; here, "a request from two tabs"                    |
 * | POST times out, resets, is refused           | here, "a request for a mesh"                                  |
 * | GET fails, is limited, broken or unknown     | here, "a session that answers badly" and what follows it      |
 * | stuck                                        | here, "while a mesh is being made"                            |
 * | reload, an hour away, asleep, offline        | promises-return                                               |
 * | proxy killed                                 | promises-return                                               |
 * | expired link, a file that breaks, a picture  | promises-files                                                |
 * | storage full, corrupt, denied                | promises-storage                                              |
 * | failed                                       | here, "while a mesh is being made"                            |
 * | WebGL lost / absent                          | looks, refit / here: no page of these has a stage; access     |
 * | huge or damaged mesh                         | hostile, correct                                              |
 */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import {
  brokenOff,
  cutShort,
  redirect,
  refusal,
  reset,
  saying,
  silence,
  slowly,
  webPage,
  type Fault,
} from '../fixtures/cloud.ts'
import { cloudSuite, comes, expectMesh, press } from '../fixtures/cloud-suite.ts'
import { field, generate, spin, type } from '../fixtures/open-page.ts'

const { at, open, heard, cloud, allow } = cloudSuite()

/** One click sends the same settings a second time, and this time the mesh comes. */
async function expectTriedAgain(page: Page, code: string): Promise<void> {
  await press(page, 'Try again')
  await expect.poll(() => cloud().posts(code).length).toBe(2)
  cloud().finish(code)
  await expectMesh(page)
  const bodies = cloud()
    .posts(code)
    .map(({ body }) => body)
  expect([bodies.length, new Set(bodies).size], 'the same settings').toEqual([2, 1])
}

describe('a request for a mesh', () => {
  it.each<[what: string, fault: Fault, reads: RegExp]>([
    ['is reset', reset, /broke/],
    ['is never answered', silence, /took too long to answer/],
    ['gets half an answer', cutShort, /not with a JSON object/],
    ['gets half an answer and a reset', brokenOff, /broke/],
    ['gets a web page', webPage(200), /not with a JSON object/],
    ['gets a relay’s error page', webPage(502), /web page instead of data/],
    ['gets an error', refusal(500, 'Out of luck'), /Out of luck/],
    ['is given up by a relay', refusal(408, 'Too slow'), /Too slow/],
    ['is sent elsewhere', redirect, /redirect/],
  ])('that %s is not sent again by itself; it ends with the mesh if it had arrived', async (_what, fault, reads) => {
    const { page, code } = await open()
    allow(page, /answer \d+: POST/)
    cloud().postFaults.push({ taken: false, fault }, { taken: true, fault })
    await generate(page).click()
    const notConfirmed = page.getByText(/^Sent, but not confirmed\./).filter({ hasText: reads })
    await notConfirmed.waitFor()
    await heard(page, code)
    await expect.poll(() => notConfirmed.isVisible()).toBe(true)
    expect(cloud().posts(code)).toHaveLength(1)

    await press(page, 'Send again')
    await expect.poll(() => cloud().posts(code).length).toBe(2)
    cloud().session(code).status = 'training_preview'
    await comes(page, 'Building mesh…')
    cloud().finish(code)
    await expectMesh(page)
    expect(cloud().posts(code)).toHaveLength(2)
  })

  it.each<[what: string, fault: Fault, reads: RegExp]>([
    ['is refused', refusal(400, 'The pivot is out of clay.'), /The pivot is out of clay\./],
    ['is refused in an answer that calls itself well', refusal(402, 'No credits.', { status: 200 }), /No credits\./],
    ['comes with a wrong key', refusal(401, 'Who?'), /did not accept the key/],
    ['comes with a key that may not', refusal(403, 'No.'), /refused this request for the key/],
    ['comes too early', refusal(409, 'Still at work.'), /Still at work\./],
    ['comes too often', refusal(429, 'Slow down.', { headers: { 'retry-after': '30' } }), /too many requests/],
  ])('that %s cost nothing, says why, and is one click from another try', async (_what, fault, reads) => {
    const { page, code } = await open()
    allow(page, /answer 4\d\d: POST/)
    cloud().postFaults.push({ taken: false, fault })
    await generate(page).click()
    await page
      .getByText(/^No mesh came back\./)
      .filter({ hasText: reads })
      .waitFor()
    expect(cloud().posts(code)).toHaveLength(1)
    await expectTriedAgain(page, code)
  })
})

describe('a request from two tabs', () => {
  it('that may have arrived is one, sent again once, and both tabs say so', async () => {
    const { page, code } = await open()
    allow(page, /answer 502: POST/)
    const other = await page.context().newPage()
    await other.goto(page.url())
    await spin(other, 1).waitFor()
    const tabs = [page, other]
    cloud().postFaults.push({ taken: false, fault: reset }, { taken: true, fault: reset })
    await Promise.all(tabs.map((tab) => generate(tab).dblclick()))
    for (const tab of tabs) await comes(tab, /^Sent, but not confirmed\./)
    await other.reload()
    await comes(other, /^Sent, but not confirmed\./)
    expect(cloud().posts(code)).toHaveLength(1)
    // By one hand: a press in the other tab may come so late that it is about the second request.
    await press(other, 'Send again')
    await expect.poll(() => cloud().posts(code).length).toBe(2)
    cloud().session(code).status = 'training_preview'
    for (const tab of tabs) await comes(tab, 'Building mesh…')
    cloud().finish(code)
    for (const tab of tabs) await expectMesh(tab)
    expect(cloud().posts(code)).toHaveLength(2)
  })
})

describe('a session that answers badly', () => {
  it('from the start says so in words, never with an empty page, and opens once it answers well', async () => {
    const { page, code } = await open()
    allow(page, /answer \d+: GET/)
    const unknown = refusal(404, 'Unknown.')
    for (const [fault, reads] of [
      [reset, /The connection to .* broke/],
      [cutShort, /not with a JSON object/],
      [webPage(200), /not with a JSON object/],
      [webPage(503), /web page instead of data/],
      [refusal(500, 'Out of luck'), /Out of luck/],
      [unknown, /Unknown\./],
      [refusal(429, 'Slow down.', { headers: { 'retry-after': '2' } }), /too many requests/],
      [saying({ session_code: 7 }), /names no session/],
      [saying({ session_code: 'SESSION_ELSE' }), /about another session/],
    ] as const) {
      cloud().getFault = fault
      await page.goto(at(`/?session=${code}`))
      const notice = page.getByText(`Session ${code} could not be opened.`).filter({ hasText: reads })
      await comes(page, notice)
      // One that is not there makes room for a sample, and the library stands open.
      const way =
        fault === unknown
          ? page.getByRole('dialog', { name: 'Library' })
          : page.getByRole('button', { name: 'Open a sample' })
      await expect.poll(() => way.isVisible()).toBe(true)
      cloud().getFault = null
      await press(page, 'Try again')
      await comes(page, spin(page, 1))
      await notice.waitFor({ state: 'detached' })
    }
  })

  it('or in words that nobody knows is shown as far as it goes, and followed', async () => {
    const { page, code } = await open()
    for (const fields of [
      { status: 'polishing' },
      { status: 'polishing', spins: 'none' },
      { status: 7, spins: 7, percentage: 'most', message: { text: 'no' } },
      { spins: [null, 4], image_url: 'javascript:alert(1)', status: null },
    ]) {
      cloud().getFault = saying(fields)
      await page.goto(at(`/?session=${code}`))
      await heard(page, code)
      await page.getByRole('region', { name: 'Spins' }).waitFor()
      expect(await page.getByText('could not be opened').count()).toBe(0)
      cloud().getFault = null
      await comes(page, spin(page, 1))
    }
  })
})

describe('while a mesh is being made', () => {
  it('whatever the answers are, its last known state and the draft stay, and where it fails the reason and another try', async () => {
    const { page, code } = await open()
    allow(page, /answer \d+: GET/)
    await type(page, 'Height', '0.42')
    await generate(page).click()
    await expect.poll(() => cloud().posts(code).length).toBe(1)
    cloud().session(code).status = 'training_preview'
    const working = page.getByText('Building mesh…').first()
    await comes(page, working)
    for (const [fault, reads] of [
      [reset, 'Connection lost.'],
      [brokenOff, 'Connection lost.'],
      [cutShort, 'Connection lost.'],
      [webPage(502), 'Connection lost.'],
      [refusal(500, 'Out of luck'), 'Connection lost.'],
      [refusal(503, 'Later', { headers: { 'retry-after': '5' } }), 'Connection lost.'],
      [refusal(403, 'No.'), 'The API refused this request'],
      [saying({ spins: 'none', status: 7 }), 'The newest answer cannot be used. The answer could not be read'],
      [
        saying({ session_code: 'SESSION_ELSE', status: 'preview_done' }),
        'The newest answer cannot be used. The answer is about another session: SESSION_ELSE',
      ],
      [saying({ status: 'polishing' }), null],
      [slowly, null],
    ] as const) {
      cloud().getFault = fault
      const notice = reads === null ? null : page.getByText(reads).first()
      if (notice) await comes(page, notice)
      else await heard(page, code)
      expect([await working.isVisible(), await spin(page, 1).isVisible()]).toEqual([true, true])
      expect(await field(page, 'Height').inputValue()).toBe('0.42')
      cloud().getFault = null
      if (!notice) continue
      await press(page, 'Retry now')
      await notice.waitFor({ state: 'detached' })
    }
    expect(cloud().posts(code)).toHaveLength(1)

    cloud().fail(code, 'Out of clay.')
    await comes(page, 'No mesh came back. Out of clay.')
    await expect.poll(() => page.locator('code').filter({ hasText: code }).isVisible()).toBe(true)
    await expectTriedAgain(page, code)
  })

  it('an hour of silence that the cloud asks for is a minute, and is kept to', async () => {
    const { page, code } = await open()
    allow(page, /answer 429: GET/)
    await generate(page).click()
    await comes(page, 'Building mesh…')
    cloud().getFault = refusal(429, 'Slow down.', { headers: { 'retry-after': '3600' } })
    await comes(page, /The API asks to wait 1 h\. Next try at \d/)
    await page.clock.pauseAt((await page.evaluate<number>('Date.now()')) + 1000)
    const before = cloud().looksAt(code)
    await page.clock.runFor(40_000)
    // What has been sent by now has arrived once this has been answered.
    await page.evaluate(`fetch('/api/plinth').then((answer) => answer.text())`)
    expect(cloud().looksAt(code)).toBe(before)
    cloud().finish(code)
    cloud().getFault = null
    await page.clock.runFor(60_000)
    await page.clock.resume()
    await expectMesh(page)
    expect(cloud().posts(code)).toHaveLength(1)
  })

  it('for a quarter of an hour, that is said, it is asked for seldom, and the artist may stop following', async () => {
    const { page, code } = await open()
    await generate(page).click()
    await expect.poll(() => cloud().posts(code).length).toBe(1)
    cloud().session(code).status = 'training_preview'
    await comes(page, 'Building mesh…')
    await page.clock.fastForward('16:00')
    await page.getByText('This takes longer than usual.').waitFor()
    await heard(page, code)
    const before = cloud().looksAt(code)
    await page.clock.runFor('05:00')
    expect(cloud().looksAt(code) - before).toBeLessThanOrEqual(11)
    await press(page, 'Stop following')
    await page.getByText('This takes longer than usual.').waitFor({ state: 'detached' })
    expect(await page.getByRole('progressbar').count()).toBe(0)
    expect(cloud().posts(code)).toHaveLength(1)

    // The next one does not leave before the cloud has ended what was left, whose mesh would pass for its own.
    await type(page, 'Height', '0.31')
    await generate(page).click()
    await page
      .getByRole('region', { name: '1 request waits' })
      .getByText(/The session is busy/)
      .waitFor()
    await heard(page, code)
    expect(cloud().posts(code)).toHaveLength(1)
    cloud().finish(code)
    await expect.poll(() => cloud().posts(code).length).toBe(2)
    cloud().finish(code)
    const meshes = page.getByRole('list', { name: 'Results', exact: true }).getByRole('listitem')
    await comes(page, meshes.nth(1))
  })
})
