/** What following a session needs of the browser's tab that it happens in. */
export interface Tab {
  readonly locks: Pick<LockManager, 'request'> | undefined
  /** Wall clock. */
  now(): number
  /** @returns what cancels it */
  after(ms: number, run: () => void): () => void
  isHidden(): boolean
  /** Calls back when the tab is shown or hidden, and when it is time to look: on focus, reconnect and wake. */
  listen(on: { readonly visibility: () => void; readonly look: () => void }): () => void
  openChannel(name: string, hear: (word: unknown) => void): Channel
}

/** To the other tabs that have opened it by the same name. */
export interface Channel {
  say(word: unknown): void
  close(): void
}

function openChannel(name: string, hear: (word: unknown) => void): Channel {
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', ({ data }) => hear(data))
  return { say: (word) => channel.postMessage(word), close: () => channel.close() }
}

export const thisTab: Tab = {
  locks: globalThis.navigator?.locks,
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  isHidden: () => document.hidden,
  listen({ visibility, look }) {
    const leave = new AbortController()
    const { signal } = leave
    document.addEventListener('visibilitychange', visibility, { signal })
    document.addEventListener('resume', look, { signal })
    for (const event of ['focus', 'online', 'pageshow']) window.addEventListener(event, look, { signal })
    return () => leave.abort()
  },
  openChannel,
}
