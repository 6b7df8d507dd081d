/*
 * Waiting for a session: of all the tabs that do, one asks, at a pace that slows with age, and tells the others what it
 * heard. The one that asks is one that somebody looks at, if there is one. Nothing here knows what a session is.
 */
import { namedWaitMs } from '../contract/retry.ts'
import { createStore, type Store } from '../ui/store.ts'
import { createLead } from './lead.ts'
import { askAfterMs } from './pace.ts'
import type { Channel, Tab } from './tab.ts'
import { troubleOf, type Trouble } from './trouble.ts'

export interface Wish {
  readonly local: boolean
  /** When the work began that is waited for; null for now. */
  readonly sinceMs: number | null
}

export interface FollowOptions<Answer> {
  /** Of what is waited for: tabs with the same one share their answers. */
  readonly name: string
  readonly tab: Tab
  /** Asks once. What it resolves to is sent to other tabs, so it is plain data. */
  ask(): Promise<Answer>
  /** Takes in what another tab was answered. */
  hear(answer: Answer): void
  /** A question that was taken back has not failed. */
  isTakenBack(error: unknown): boolean
}

export interface Follow {
  /** Joins the other tabs; returns what leaves them. */
  start(): () => void
  /** What is waited for, null for nothing. */
  want(wish: Wish | null): void
  /** By the artist's hand: whatever wait was named is over. */
  askNow(): void
  readonly trouble: Pick<Store<Trouble | null>, 'get' | 'subscribe'>
}

/** Tabs tell each other this. `build` differs between versions of the page, whose answers may differ too. */
type Word<Answer> = { readonly build: string } & (
  | { readonly say: 'answer'; readonly answer: Answer }
  | { readonly say: 'lead'; readonly hidden: boolean; readonly trouble: Trouble | null }
  | { readonly say: 'hello' }
  | { readonly say: 'ask'; readonly byHand: boolean }
)
type Said<Answer> = Word<Answer> extends infer Each ? (Each extends unknown ? Omit<Each, 'build'> : never) : never

const BUILD = import.meta.url

/** Waiting happens in steps, for a timer stands still while the computer sleeps. */
const STEP_MS = 1000

/** Focus, reconnect and wake come together; questions this close count as one. */
const TOGETHER_MS = 1000

export function createFollow<Answer>({ name, tab, ask, hear, isTakenBack }: FollowOptions<Answer>): Follow {
  const trouble = createStore<Trouble | null>(null)
  const never = Number.NEGATIVE_INFINITY
  let wish: (Wish & { readonly fromMs: number }) | null = null
  let channel: Channel | null = null
  let cancelStep: (() => void) | null = null
  let waitMs = 0
  let [answeredMs, askedMs] = [never, never]
  let [asking, leaderHidden] = [false, false]
  let failed: { readonly times: number; readonly error: Error } | null = null

  const lead = createLead({
    name,
    locks: tab.locks,
    onGain: () => plan(),
  })

  const say = (word: Said<Answer>) => channel?.say({ ...word, build: BUILD })

  /** Sets when the next question is due, from when the last one was answered. */
  function plan() {
    cancelStep?.()
    if (!wish || !lead.isMine()) return
    waitMs = askAfterMs({
      local: wish.local,
      ageMs: tab.now() - (wish.sinceMs ?? wish.fromMs),
      hidden: tab.isHidden(),
      failures: failed?.times ?? 0,
      error: failed?.error ?? null,
    })
    const words = failed && troubleOf(failed.error, failed.times)
    trouble.set(words && { ...words, nextAskAtMs: answeredMs + waitMs })
    say({ say: 'lead', hidden: tab.isHidden(), trouble: trouble.get() })
    step()
  }

  function step() {
    cancelStep?.()
    if (!wish || !lead.isMine() || asking) return
    const nowMs = tab.now()
    // The clock was put back.
    answeredMs = Math.min(answeredMs, nowMs)
    const leftMs = answeredMs + waitMs - nowMs
    if (leftMs <= 0) void question()
    else cancelStep = tab.after(Math.min(STEP_MS, leftMs), step)
  }

  async function question() {
    if (asking) return
    asking = true
    askedMs = tab.now()
    try {
      say({ say: 'answer', answer: await ask() })
      failed = null
    } catch (error) {
      if (!isTakenBack(error))
        failed = { times: (failed?.times ?? 0) + 1, error: error instanceof Error ? error : new Error(String(error)) }
    }
    asking = false
    answeredMs = tab.now()
    settle()
  }

  function settle() {
    if (wish) return plan()
    const words = failed && troubleOf(failed.error, 2)
    trouble.set(words && { ...words, nextAskAtMs: null })
  }

  function look(byHand: boolean) {
    if (wish && !lead.isMine()) return say({ say: 'ask', byHand })
    const waits = failed !== null && tab.now() < answeredMs + namedWaitMs(failed.error)
    const together = tab.now() - askedMs < TOGETHER_MS
    if (byHand || (wish && !waits && !together)) void question()
  }

  function seizeFromHidden() {
    if (wish && tab.locks && !lead.isMine() && leaderHidden && !tab.isHidden()) lead.seize()
  }

  function onVisibility() {
    plan()
    seizeFromHidden()
    if (!tab.isHidden()) look(false)
  }

  function takeIn(word: Word<Answer>) {
    if (word.build !== BUILD) return
    switch (word.say) {
      case 'answer':
        answeredMs = tab.now()
        failed = null
        trouble.set(null)
        hear(word.answer)
        return
      case 'lead':
        if (!tab.locks || lead.isMine()) return
        leaderHidden = word.hidden
        trouble.set(word.trouble)
        seizeFromHidden()
        return
      case 'hello':
        plan()
        return
      case 'ask':
        if (wish && lead.isMine() && tab.locks) look(word.byHand)
    }
  }

  return {
    trouble,
    start() {
      const own = tab.openChannel(name, (word) => takeIn(word as Word<Answer>))
      channel = own
      const unlisten = tab.listen({ visibility: onVisibility, look: () => look(false) })
      return () => {
        wish = null
        channel = null
        cancelStep?.()
        lead.give()
        unlisten()
        own.close()
      }
    },
    want(next) {
      const before = wish
      wish = next && { ...next, fromMs: before?.fromMs ?? tab.now() }
      if (!next) {
        cancelStep?.()
        lead.give()
        if (before) trouble.set(null)
      } else if (before) plan()
      else {
        answeredMs = tab.now()
        lead.want()
        say({ say: 'hello' })
      }
    },
    askNow: () => look(true),
  }
}
