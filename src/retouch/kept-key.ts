const KEY = 'plinth.corrections'

/** Corrections that this tab had under way when it was last left: their id. A reload keeps it, and no other tab has it. */
export function correctionsOfTab(): string | null {
  try {
    return sessionStorage.getItem(KEY)
  } catch {
    // The artist denies it.
    return null
  }
}

/** Those that the tab has under way from now on. */
export function setCorrectionsOfTab(id: string | null): void {
  try {
    if (id === null) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, id)
  } catch {
    // The artist denies it: a reload loses them.
  }
}
