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
  const start = (time: number) => {
    const started: { unref?: () => void } = setTimeout(expire, time)
    // In Node it keeps no process alive; in a browser it is a number.
    started.unref?.()
    return started as ReturnType<typeof setTimeout>
  }
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

/**
 * Gives `run` a limit on the whole of what it does with the signal, reading the answer's body included.
 * @throws DOMException `TimeoutError` when the time is up
 */
export async function within<T>(
  ms: number,
  run: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal = new AbortController().signal,
): Promise<T> {
  const deadline = startDeadline(ms, signal)
  try {
    return await run(deadline.signal)
  } finally {
    deadline.clear()
  }
}
