import { useEffect } from 'react'
import { keepLeftLink } from '../follow/left-link.ts'
import { LINK_KEYS, writeDraftLink } from '../draft/draft-link.ts'
import type { DraftStore } from '../draft/draft-store.ts'
import { SESSION, codeInAddress } from '../session/code-or-link.ts'

/** Safari refuses more than a hundred changes of the address in half a minute. */
const AT_MOST_EVERY_MS = 400

/** The address that opens a session, with no draft of the one that was open. */
export function addressOf(code: string, href: string): string {
  const url = new URL(href)
  for (const key of LINK_KEYS) url.searchParams.delete(key)
  url.searchParams.set(SESSION, code)
  return url.href
}

/** An address as one would type it: commas and tildes as they are, and no `=` behind a name without a value. */
export const plainHref = ({ href }: URL): string =>
  href
    .replaceAll('%2C', ',')
    .replaceAll('%7E', '~')
    .replaceAll(/([?&]\w+)=(?=&|#|$)/g, '$1')

/** The page's address with its session and draft in full. */
export function linkOf(store: DraftStore, href: string): string {
  const { present, settings, sessionCode } = store.get()
  const url = new URL(sessionCode === null ? href : addressOf(sessionCode, href))
  writeDraftLink(url.searchParams, present, settings)
  return plainHref(url)
}

/** Keeps the page's address up to date with the draft: after each gesture, not during it. */
export function useLinkOfDraft(store: DraftStore): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const write = () => {
      timer = null
      const { before, sessionCode } = store.get()
      if (before !== null || sessionCode !== codeInAddress(location.search).code) return
      const link = linkOf(store, location.href)
      if (link !== location.href) history.replaceState(history.state, '', link)
    }
    const writeSoon = () => {
      timer ??= setTimeout(write, AT_MOST_EVERY_MS)
    }
    const leave = store.subscribe(writeSoon)
    // It may have begun before this page was drawn.
    writeSoon()
    const flush = () => {
      // A number that is typed and not yet entered counts, so that a reload finds it.
      store.dispatch({ do: 'commit' })
      if (timer !== null) clearTimeout(timer)
      write()
      keepLeftLink(location.href)
    }
    addEventListener('pagehide', flush)
    return () => {
      leave()
      removeEventListener('pagehide', flush)
      if (timer !== null) clearTimeout(timer)
    }
  }, [store])
}
