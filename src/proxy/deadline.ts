/** A limit on the whole of a transfer, whatever arrives meanwhile. */
export interface Deadline {
  /** Aborts when the time is up, with a `TimeoutError`, or when the caller's own signal does. */
  readonly signal: AbortSignal
  /** Gives `ms` from now, in place of what was left. */
  restart(ms: number): void
  /** Must be called once the transfer has ended, well or not. */
  clear(): void
}

/**
 * Starts a deadline of `ms` beside the caller's `signal`. A running timer is what keeps it alive: `AbortSignal.any`
 * over `AbortSignal.timeout` is collected as garbage on Node 20 before it fires.
 */
export function startDeadline(ms: number, signal: AbortSignal): Deadline {
  const controller = new AbortController()
  const expire = () => controller.abort(new DOMException('The time for this transfer is up.', 'TimeoutError'))
  const leave = () => controller.abort(signal.reason)
  const start = (time: number) => setTimeout(expire, time).unref()
  let timer = start(ms)
  if (signal.aborted) leave()
  signal.addEventListener('abort', leave, { once: true })
  return {
    signal: controller.signal,
    restart: (time) => {
      clearTimeout(timer)
      timer = start(time)
    },
    clear: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', leave)
    },
  }
}
