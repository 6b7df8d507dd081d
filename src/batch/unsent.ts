const KEY = 'plinth.unsent-pictures'

/** Names of the pictures that waited when this tab was reloaded: their files are gone with the page. */
export function unsentNames(): readonly string[] {
  try {
    const names: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]')
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
  } catch {
    return []
  }
}

export const hasUnsent = (): boolean => unsentNames().length > 0

/** Without storage, a reload forgets what waited. */
export function keepUnsent(names: readonly string[]): void {
  try {
    if (names.length > 0) sessionStorage.setItem(KEY, JSON.stringify(names))
    else sessionStorage.removeItem(KEY)
  } catch {
    // As said above.
  }
}
