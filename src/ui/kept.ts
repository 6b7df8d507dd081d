/** What this browser keeps under a key, as parsed JSON; null for nothing, without storage, and for somebody else's text. */
export function readKept(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

/** Where storage is full or denied, the value lasts until the page is left. */
export function writeKept(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // As said above.
  }
}
