/**
 * The address with the draft as it was when the page was left. A browser reloads the address that it had before `pagehide`, which misses
 * what was set in the last moment; so the tab's own storage keeps it.
 */
const KEY = 'plinth.left'

export function keepLeftLink(link: string): void {
  try {
    sessionStorage.setItem(KEY, link)
  } catch {
    // Without storage a reload begins from the address, a moment older.
  }
}

/** After a reload, replaces the address by the one that the page was left with. Call it before the address is read. */
export function takeUpLeftLink(): void {
  try {
    const left = sessionStorage.getItem(KEY)
    sessionStorage.removeItem(KEY)
    const [navigation] = performance.getEntriesByType('navigation')
    const reloaded = navigation instanceof PerformanceNavigationTiming && navigation.type === 'reload'
    if (left !== null && reloaded) history.replaceState(history.state, '', left)
  } catch {
    // Storage that is locked, or a link of another origin in it: the address stands.
  }
}
