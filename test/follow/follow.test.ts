import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UnusableAnswer } from '../../src/contract/answer.ts'
import { ApiError } from '../../src/contract/api-error.ts'
import { createFollow, type Wish } from '../../src/follow/follow.ts'
import { openVirtualBrowser, type VirtualBrowser } from '../fixtures/virtual-tabs.ts'

const CLOUD: Wish = { local: false, sinceMs: null }

/** Tabs that wait for the same thing, and the times at which it was asked for. */
function setUp(browser: VirtualBrowser = openVirtualBrowser()) {
  const asked: { readonly by: number; readonly atMs: number }[] = []
  let answer: () => Promise<number> = async () => asked.length
  let tabs = 0
  const open = (wish: Wish | null = CLOUD) => {
    const [tab, by, heard] = [browser.openTab(), ++tabs, [] as number[]]
    const follow = createFollow<number>({
      name: 'S_1',
      tab,
      async ask() {
        asked.push({ by, atMs: browser.now() })
        const value = await answer()
        heard.push(value)
        return value
      },
      hear: (value) => heard.push(value),
      isTakenBack: () => false,
    })
    const stop = follow.start()
    follow.want(wish)
    return { tab, follow, heard, stop }
  }
  return {
    browser,
    open,
    asked,
    /** Who asked within the next `ms`. */
    async within(ms: number): Promise<number[]> {
      const before = asked.length
      await browser.pass(ms)
      return asked.slice(before).map(({ by }) => by)
    },
    answer(next: () => Promise<number>) {
      answer = next
    },
  }
}

const fail = (error: Error) => async () => {
  throw error
}

describe('tabs that wait for the same session', () => {
  it('ask once for all of them, and all hear every answer', async () => {
    const { open, within } = setUp()
    const [first, second, third] = [open(), open(), open()]
    expect(await within(20_500)).toEqual(Array.from({ length: 10 }, () => 1))
    expect(second.heard).toEqual(first.heard)
    expect(third.heard).toEqual(first.heard)
  })

  it('go on within one pause when the one that asks is closed, crashes or waits no more', async () => {
    const { open, within } = setUp()
    const [first, second, third] = [open(), open(), open()]
    open()
    await within(4500)
    first.stop()
    expect(await within(2000)).toEqual([2])
    second.tab.kill()
    expect(await within(2000)).toEqual([3])
    third.follow.want(null)
    expect(await within(2000)).toEqual([4])
  })

  it('leave asking to one that somebody looks at', async () => {
    const { open, within } = setUp()
    const [first, second] = [open(), open()]
    first.tab.hide()
    expect(new Set(await within(10_000))).toEqual(new Set([2]))
    second.tab.hide()
    first.tab.show()
    const asking = await within(10_000)
    expect(new Set(asking)).toEqual(new Set([1]))
    expect(asking.length).toBeGreaterThan(3)
  })

  it('ask every half minute when nobody looks at any of them, or at the only one, and at once when somebody does', async () => {
    const { open, within, asked } = setUp()
    const [first, second] = [open(), open()]
    first.tab.hide()
    second.tab.hide()
    await within(1000)
    expect((await within(120_000)).length).toBe(4)
    second.stop()
    await within(30_000)
    expect((await within(120_000)).length).toBe(4)
    await within(5000)
    const before = asked.length
    first.tab.show()
    expect(asked.length).toBe(before + 1)
    expect((await within(20_000)).length).toBe(2)
  })

  it('ask less and less often for work that takes longer', async () => {
    const { open, within } = setUp()
    open()
    const minutes: number[] = []
    for (let minute = 0; minute < 20; minute++) minutes.push((await within(60_000)).length)
    expect(minutes[0]).toBeGreaterThan(28)
    expect(minutes[6]).toBe(6)
    expect(minutes[18]).toBe(2)
    expect(minutes).toEqual(minutes.toSorted((a, b) => b - a))
  })

  it('ask nothing while there is nothing to wait for, and hear what others do', async () => {
    const { open, within } = setUp()
    const idle = open(null)
    expect(await within(60_000)).toEqual([])
    open()
    expect(await within(2500)).toEqual([2])
    expect(idle.heard).toHaveLength(1)
  })

  it.each(['focus', 'a shown tab'] as const)(
    'ask at once on %s, whichever tab it is, and once for all that comes together',
    async (by) => {
      const { open, within, browser } = setUp()
      const [, second] = [open({ ...CLOUD, sinceMs: browser.now() - 600_000 }), open()]
      await within(12_000)
      if (by === 'focus') {
        second.tab.look()
        second.tab.look()
      } else {
        second.tab.hide()
        second.tab.show()
        second.tab.look()
      }
      expect(await within(100)).toHaveLength(1)
    },
  )

  it('ask at once when the computer wakes, and go on when its clock is put back or forward', async () => {
    const { open, within, browser } = setUp()
    open()
    await within(2500)
    browser.sleep(3_600_000)
    expect(await within(1000)).toHaveLength(1)
    browser.setClock(browser.now() - 86_400_000)
    await within(30_000)
    expect((await within(10_000)).length).toBeGreaterThan(3)
  })
})

describe('an upstream that fails', () => {
  it('is asked again ever more slowly, and all tabs say so from the second time on', async () => {
    const { open, within, answer } = setUp()
    const [first, second] = [open(), open()]
    answer(fail(new TypeError('fetch failed')))
    await within(2100)
    expect(second.follow.trouble.get()).toBeNull()
    const rate = (await within(300_000)).length
    expect(rate).toBeGreaterThan(15)
    expect(rate).toBeLessThan(60)
    for (const { follow } of [first, second]) expect(follow.trouble.get()).toMatchObject({ what: 'Connection lost.' })
    answer(async () => 7)
    await within(30_000)
    for (const { follow, heard } of [first, second]) expect([follow.trouble.get(), heard.at(-1)]).toEqual([null, 7])
  })

  it('that wants an hour of silence gets a minute, which the page names and the artist can end', async () => {
    const { open, within, answer, browser } = setUp()
    const [first, second] = [open(), open()]
    answer(fail(new ApiError('rate_limited', '', { retryAfterSeconds: 3600 })))
    await within(2100)
    const { what, next, nextAskAtMs } = second.follow.trouble.get() ?? {}
    expect([what, next]).toEqual(['The API is getting too many requests right now.', 'The API asks to wait 1 h.'])
    expect((nextAskAtMs ?? 0) - browser.now()).toBeGreaterThan(59_000)
    first.tab.look()
    expect(await within(59_000), 'by itself').toEqual([])
    expect(await within(2500)).toEqual([1])
    answer(async () => 7)
    second.follow.askNow()
    expect(await within(100)).toEqual([1])
    expect([first.follow.trouble.get(), second.heard.at(-1)]).toEqual([null, 7])
  })

  it('with a broken or foreign answer is named at the first', async () => {
    const { open, within, answer } = setUp()
    const { follow } = open()
    answer(fail(new UnusableAnswer('The answer is about another session: S_2 instead of S_1.')))
    await within(2100)
    expect(follow.trouble.get()?.what).toBe(
      'The newest answer cannot be used. The answer is about another session: S_2 instead of S_1.',
    )
  })
})

describe('without Web Locks', () => {
  it('each tab asks for itself whenever no other was answered lately, and out of sight every half minute', async () => {
    const { open, within } = setUp(openVirtualBrowser({ locks: false }))
    const [first, second] = [open(), open()]
    expect((await within(20_500)).length).toBe(10)
    expect(first.heard).toEqual(second.heard)
    first.tab.hide()
    second.tab.kill()
    expect((await within(60_000)).length).toBe(2)
    await within(10_000)
    first.tab.show()
    expect((await within(20_000)).length).toBeGreaterThan(3)
  })
})

type Step = 'open' | 'close' | 'kill' | 'hide' | 'show' | 'look' | 'idle' | 'wait' | 'sleep'

it('whatever the tabs do, one of them asks while one waits, none does else, and never two at once', async () => {
  const steps = fc.array(
    fc.record({
      step: fc.constantFrom<Step>('open', 'open', 'close', 'kill', 'hide', 'show', 'look', 'idle', 'wait', 'sleep'),
      at: fc.nat(9),
      ms: fc.nat(5000),
    }),
    { maxLength: 25 },
  )
  await fc.assert(
    fc.asyncProperty(steps, async (schedule) => {
      const { open, within, browser, asked } = setUp()
      let tabs = [{ ...open(), waits: true }]
      for (const { step, at, ms } of schedule) {
        const one = tabs[at % tabs.length]
        if (step === 'open') tabs.push({ ...open(), waits: true })
        else if (step === 'sleep') browser.sleep(ms * 1000)
        else if (!one) continue
        else if (step === 'close' || step === 'kill') {
          if (step === 'close') one.stop()
          else one.tab.kill()
          tabs = tabs.filter((other) => other !== one)
        } else if (step === 'idle' || step === 'wait') {
          one.waits = step === 'wait'
          one.follow.want(one.waits ? CLOUD : null)
        } else one.tab[step]()
        await browser.pass(ms)
      }
      await browser.pass(1000)
      const count = (await within(31_000)).length
      expect(count > 0).toBe(tabs.some(({ waits }) => waits))
      const gaps = asked.slice(asked.length - count).map(({ atMs }, index, all) => atMs - (all[index - 1]?.atMs ?? 0))
      expect(Math.min(Infinity, ...gaps)).toBeGreaterThanOrEqual(1000)
    }),
    { numRuns: 300 },
  )
})
