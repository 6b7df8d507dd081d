import type { QueryClient } from '@tanstack/react-query'
import { fetchSamplesAhead, keepSeen } from './keep-seen.ts'
import { newVersion } from './new-version.ts'
import { TAKE_OVER, WORKER_FILE } from './take-over.ts'

/** A tab that stays open for days looks for a new version when it is shown again, at most so often. */
const LOOK_EVERY_MS = 60 * 60_000

/** Reloads by the artist's hand alone: only the tab in which it was pressed. */
function takeOver({ waiting }: ServiceWorkerRegistration): void {
  // Another tab has let it take over.
  if (!waiting) return location.reload()
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting.postMessage(TAKE_OVER)
}

function watch(registration: ServiceWorkerRegistration): void {
  const offer = () => {
    // The first worker of all waits for nothing.
    if (registration.waiting && navigator.serviceWorker.controller) newVersion.set(() => takeOver(registration))
  }
  offer()
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer))
  let lookedMs = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - lookedMs < LOOK_EVERY_MS) return
    lookedMs = Date.now()
    registration.update().catch(() => {})
  })
}

/**
 * Lets the page open without a server: a worker keeps its files, and the browser's storage the sessions that were seen,
 * the samples among them. Does nothing where there are no service workers, as over plain HTTP from another machine.
 */
export async function register(client: QueryClient): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  await navigator.serviceWorker.register(`/${WORKER_FILE}`)
  const registration = await navigator.serviceWorker.getRegistration()
  if (!registration) return
  watch(registration)
  keepSeen(client)
  await navigator.serviceWorker.ready
  await fetchSamplesAhead()
}
