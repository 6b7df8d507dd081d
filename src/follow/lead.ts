/** Which of the tabs that wait for a session asks for it. */

export interface LeadOptions {
  readonly name: string
  /** Missing where the page is not a secure context: then every tab leads itself. */
  readonly locks: Pick<LockManager, 'request'> | undefined
  onGain(): void
}

export interface Lead {
  isMine(): boolean
  /** Takes the lead, or waits for it. */
  want(): void
  /** Takes the lead from whoever has it, who then waits for it. */
  seize(): void
  /** Lets go of it, or waits no longer. */
  give(): void
}

/** The lead is a Web Lock: it passes to the next tab the moment its tab is closed, crashes or lets go. */
export function createLead({ name, locks, onGain }: LeadOptions): Lead {
  let mine = false
  let current: AbortController | null = null

  const hold = (own: AbortController) => {
    if (own.signal.aborted) return undefined
    mine = true
    onGain()
    return new Promise<void>((release) => own.signal.addEventListener('abort', () => release()))
  }

  const request = async (manager: Pick<LockManager, 'request'>, how: 'wait' | 'seize') => {
    const own = new AbortController()
    current = own
    // The two options exclude each other.
    const options = how === 'seize' ? { steal: true } : { signal: own.signal }
    await manager.request(name, options, () => hold(own)).catch(() => {})
    if (current !== own) return
    if (!mine) {
      // The browser refuses locks altogether, as where a site may keep nothing: each tab asks for itself.
      mine = true
      onGain()
      return
    }
    // Another tab has seized it.
    mine = false
    void request(manager, 'wait')
  }

  const give = () => {
    const own = current
    current = null
    mine = false
    own?.abort()
  }

  const want = (how: 'wait' | 'seize') => {
    give()
    if (locks) void request(locks, how)
    else {
      mine = true
      onGain()
    }
  }

  return {
    isMine: () => mine,
    want: () => want('wait'),
    seize: () => want('seize'),
    give,
  }
}
