/** How long what is not urgent waits at most for a page that is never idle. */
const AT_LATEST_MS = 2000

/** Calls back when the browser has painted and has nothing else to do. Safari has no idle callbacks. Returns what takes it back. */
export function whenIdle(call: () => void): () => void {
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(call, 200)
    return () => clearTimeout(timer)
  }
  const request = requestIdleCallback(call, { timeout: AT_LATEST_MS })
  return () => cancelIdleCallback(request)
}
