/** The middle one, the upper of two; NaN of none. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** How a bound has turned out. One that was missed ends the process with a failure. */
export function verdict(isHeld: boolean): string {
  if (!isHeld) process.exitCode = 1
  return isHeld ? 'held' : 'MISSED'
}

/** Run in a page first, it collects in `longTasks` how long each long task takes (Long Tasks API, W3C), ms. */
export const COUNT_LONG_TASKS = `
  globalThis.longTasks = [];
  new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });`
