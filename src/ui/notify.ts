import { readKept, writeKept } from './kept.ts'

const KEY = 'plinth.notify'

/** Why this page cannot notify anybody; null when it can, or may at least ask whether it can. */
export function whyNoNotice(): string | null {
  if (!globalThis.isSecureContext) return 'Notifications need HTTPS, or Plinth on this computer itself.'
  if (!('Notification' in globalThis)) return 'This browser shows no notifications of pages.'
  return Notification.permission === 'denied' ? 'The browser’s settings block notifications of this page.' : null
}

/** Whether the artist wants a notification when a job ends, and the browser shows it. */
export const isNotifying = (): boolean =>
  whyNoNotice() === null && Notification.permission === 'granted' && readKept(KEY) === true

/** Remembers what the artist wants; the browser asks them for its leave the first time. */
export async function setNotifying(on: boolean): Promise<void> {
  if (on) await Notification.requestPermission()
  writeKept(KEY, on)
}

/** Notifies the artist, once however many tabs do so by the same `id`. A click on it leads to this tab. */
export function notify(id: string, title: string, body: string): void {
  try {
    const notification = new Notification(title, { body, tag: `plinth-${id}`, icon: '/icon.svg' })
    notification.addEventListener('click', () => {
      window.focus()
      notification.close()
    })
  } catch {
    // Chromium on Android shows those of service workers alone.
  }
}
