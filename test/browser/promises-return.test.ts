import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { ownServer, WITHOUT_STAGE } from '../fixtures/browser-suite.ts'
import { launchIn } from '../fixtures/chromium.ts'
import { heldBack, reset, silence } from '../fixtures/cloud.ts'
import { cloudSuite, comes, meshes } from '../fixtures/cloud-suite.ts'
import { generate, spin, type, valueOf } from '../fixtures/open-page.ts'

const { at, open, heard, cloud, allow } = cloudSuite()

const ready = (page: Page) => page.getByRole('button', { name: 'Download GLB' })
const working = (page: Page) => page.getByText('Building mesh…').first()

describe('a reload', () => {
  it('at any of twenty moments of a job finds it where it is, and it was sent once', async () => {
    const { page, code } = await open()
    // What is held back ends with the server's patience at the latest.
    allow(page, /answer 504:/)
    const posts = () => cloud().posts(code).length
    const own = cloud().session(code)
    let moments = 0
    const reload = async () => {
      moments++
      await page.reload()
      await spin(page, 1).waitFor()
    }
    /** Comes back, sees what is there, and leaves again as soon as it has been asked for. */
    const reloadTwice = async (see: () => Promise<void>) => {
      await reload()
      await see()
      await reload()
    }
    // Before it is sent.
    await type(page, 'Width', '0.321')
    await expect.poll(() => page.url()).toContain('0.321')
    await reload()
    await expect.poll(() => valueOf(page, 'Width')).toBe(0.321)
    expect(posts()).toBe(0)

    // In the very moment of the click, and while the cloud has not answered.
    const { fault, release } = heldBack()
    cloud().postFaults.push({ taken: true, fault })
    await expect.poll(() => generate(page).getAttribute('aria-disabled')).toBe('false')
    await generate(page).evaluate((button) => {
      button.dispatchEvent(new MouseEvent('click', { bubbles: true }))
      location.reload()
    })
    moments++
    await expect.poll(posts).toBe(1)
    await reload()
    await comes(page, /^Sent, but not confirmed|Building mesh…|Sending the request/)
    await reload()
    release()
    await comes(page, working(page))
    await reload()

    // While it is worked on.
    own.status = 'training_preview'
    for (const percentage of [3, 20, 21, 50, 98]) {
      own.percentage = percentage
      await reloadTwice(() => comes(page, new RegExp(`^${percentage} %`)))
    }

    // While the finished mesh is on its way, has come, and is there.
    cloud().fileFault = () => {}
    cloud().finish(code)
    await reload()
    await heard(page, code)
    await reload()
    cloud().fileFault = null
    await reload()
    await comes(page, ready(page))
    await reload()
    await ready(page).waitFor()
    await reload()
    await comes(page, ready(page))
    expect([posts(), await meshes(page).count(), await valueOf(page, 'Width')]).toEqual([1, 1, 0.321])
    expect(moments).toBeGreaterThanOrEqual(20)
  })
})

describe('coming back', () => {
  it('to a tab that was closed for an hour, or a laptop that slept, shows the job as it is within 2 s', async () => {
    const { page, code } = await open()
    await generate(page).click()
    await expect.poll(() => cloud().posts(code).length).toBe(1)
    cloud().session(code).status = 'training_preview'
    await comes(page, working(page))
    await page.close()
    cloud().session(code).percentage = 70
    const again = await page.context().newPage()
    await again.clock.fastForward('01:00:00')
    const opened = await again.evaluate<number>('Date.now()')
    await again.goto(at(`/?session=${code}`))
    await again.getByText(/^70 %/).first().waitFor()
    await again.getByText('This takes longer than usual.').waitFor()
    expect((await again.evaluate<number>('Date.now()')) - opened, 'an hour has passed').toBeGreaterThan(0)

    cloud().finish(code)
    await again.clock.pauseAt((await again.evaluate<number>('Date.now()')) + 8 * 60 * 60_000)
    // From here on the page's time passes here alone, a millisecond at a look.
    let passedMs = 0
    await expect
      .poll(async () => {
        if (await ready(again).isVisible()) return true
        await again.clock.runFor(1)
        passedMs++
        return false
      })
      .toBe(true)
    expect(passedMs).toBeLessThan(2000)
    expect(cloud().posts(code)).toHaveLength(1)
  })

  it('in a browser that was closed and started again shows the job, and then its mesh without the cloud', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plinth-profile-'))
    const code = 'SESSION_OF_A_PROFILE'
    const inBrowser = async (work: (page: Page) => Promise<void>) => {
      const context = await launchIn(folder)
      const page = await context.newPage()
      await page.addInitScript(WITHOUT_STAGE.before)
      await page.goto(at(`/?session=${code}`))
      await work(page)
      await context.close()
    }
    try {
      await inBrowser(async (page) => {
        await spin(page, 1).waitFor()
        await generate(page).click()
        await expect.poll(() => cloud().posts(code).length).toBe(1)
      })
      cloud().session(code).status = 'training_preview'
      await inBrowser(async (page) => {
        await working(page).waitFor()
        cloud().finish(code)
        await ready(page).waitFor()
        await expect
          .poll(() => meshes(page).getByRole('button', { name: 'Star' }).getAttribute('aria-disabled'))
          .toBe('false')
      })
      cloud().getFault = reset
      await inBrowser(async (page) => {
        await ready(page).waitFor()
        await expect.poll(() => meshes(page).count()).toBe(1)
      })
      expect(cloud().posts(code)).toHaveLength(1)
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  })

  it('to the network sends what could not leave, once, and finds what went on meanwhile', async () => {
    const { page, code } = await open()
    allow(page, /ERR_INTERNET_DISCONNECTED/)
    await page.context().setOffline(true)
    await generate(page).click()
    await page.getByText('You are offline, so it has not left this computer.').first().waitFor()
    await page.clock.fastForward(30_000)
    await page.reload().catch(() => {})
    await page.context().setOffline(false)
    await page.goto(at(`/?session=${code}`))
    await comes(page, working(page))
    expect(cloud().posts(code)).toHaveLength(1)

    await page.context().setOffline(true)
    await comes(page, 'Connection lost.')
    expect([await working(page).isVisible(), await spin(page, 1).isVisible()]).toEqual([true, true])
    cloud().finish(code)
    await page.context().setOffline(false)
    await comes(page, ready(page))
    await page.getByText('Connection lost.').waitFor({ state: 'detached' })
    expect(cloud().posts(code)).toHaveLength(1)

    // A browser that calls itself offline may reach a server on its own machine all the same.
    await page.evaluate(`Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })`)
    await type(page, 'Width', '0.777')
    await generate(page).click()
    await expect.poll(() => cloud().posts(code).length).toBe(2)
    cloud().finish(code)
    await expect.poll(() => meshes(page).count()).toBe(2)
  })
})

describe('a server that is killed in the middle of a job and started again', () => {
  it('is asked on by itself; the request that it was sending is not sent again', async () => {
    const first = await ownServer({ PLINTH_UPSTREAM: cloud().origin })
    const settings = { PLINTH_UPSTREAM: cloud().origin, PLINTH_DATA: first.dataFolder, PORT: new URL(first.url).port }
    const code = 'SESSION_OF_A_KILLED'
    const { page } = await open({ before: '' }).then(async (opened) => {
      await opened.page.goto(`${first.url}/?session=${code}`)
      await spin(opened.page, 1).waitFor()
      return opened
    })
    allow(page, /ERR_CONNECTION|ERR_EMPTY_RESPONSE|answer 502|ERR_INCOMPLETE/)
    cloud().postFaults.push({ taken: true, fault: silence })
    await generate(page).click()
    await expect.poll(() => cloud().posts(code).length).toBe(1)
    await first.kill()
    await comes(page, /^Sent, but not confirmed/)
    const second = await ownServer(settings)
    await comes(page, working(page))
    await second.kill()
    await comes(page, 'Connection lost.')
    await expect.poll(() => working(page).isVisible()).toBe(true)
    cloud().finish(code)
    const third = await ownServer(settings)
    await comes(page, ready(page))
    // All that the page still fetches for a mesh has come.
    await page.getByRole('heading', { name: 'Show it' }).waitFor()
    expect(cloud().posts(code)).toHaveLength(1)
    await third.close()
    await first.close()
  })
})
