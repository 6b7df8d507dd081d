import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { newId } from '../contract/new-id.ts'
import type { Desk } from '../retouch/desk.ts'
import type { CorrectedPicture, KeptCorrections } from '../retouch/kept-corrections.ts'
import { correctionsOfTab } from '../retouch/kept-key.ts'
import type { CorrectedSession } from '../session/correct-cut-out.tsx'
import { PictureRefused, checkPictureFile, pictureName } from '../session/picture-file.ts'
import { upstreamQuery } from '../session/queries.ts'
import { createStore, useStore, type Store } from '../ui/store.ts'

/** A picture whose cut-out is being looked at, before anything is made of it. */
export interface Check {
  readonly id: string
  readonly desk: Desk
  readonly name: string
  /** It is the picture of a session, whose spins are there already. */
  readonly correcting: boolean
}

export interface Checking {
  /** The one in the stage's place. */
  readonly shown: Check | null
  /** Those that were left with work in them, also by a reload, to go on with. */
  readonly aside: readonly Pick<Check, 'id' | 'name'>[]
  /** Name of the picture that is being opened. */
  readonly opening: string | null
  /** The meshes are made by the local engine. */
  readonly local: boolean
  /** A picture whose cut-out cannot be shown, as that part of the page could not be fetched. */
  readonly notShown: File | null
  dismissNotShown(): void
  /** Shows the cut-out of a picture that was given. A file that is no picture goes on to `send`, which says what is wrong with it. */
  begin(file: File): void
  /** Shows the cut-out of a session's picture. Rejects when the part of the page for that cannot be had. */
  correct(picture: File, of: CorrectedSession): Promise<void>
  /** Takes the shown one away; it is kept aside if anything was drawn on it. */
  leave(): void
  resume(id: string): void
  discard(id: string): void
  /** The shown one is sent: it is done with. */
  finish(): void
}

/** What a reload has left of a check. */
interface KeptCheck {
  readonly id: string
  readonly name: string
  readonly kept: KeptCorrections
}

interface Checks {
  readonly all: readonly Check[]
  readonly kept: KeptCheck | null
  readonly shownId: string | null
  /** The newest object wins: a picture that is opened later than another one is not replaced by it. */
  readonly opening: { readonly name: string } | null
  readonly notShown: File | null
}

const NONE: Checks = { all: [], kept: null, shownId: null, opening: null, notShown: null }

/** Also with a first stroke that the outline has not followed yet. */
function isTouched({ desk }: Check): boolean {
  const { standing, changing } = desk.state.get()
  return standing.touched || changing > 0
}

function dropFrom(store: Store<Checks>, drops: (check: Check) => boolean): void {
  const { all, ...rest } = store.get()
  for (const check of all) if (drops(check)) check.desk.close()
  store.set({ ...rest, all: all.filter((check) => !drops(check)) })
}

function leaveIn(store: Store<Checks>): void {
  store.set({ ...store.get(), shownId: null, opening: null, notShown: null })
  dropFrom(store, (check) => !isTouched(check))
}

const partsOfPage = () => Promise.all([import('../retouch/desk.ts'), import('../retouch/cut-out.tsx')])

async function openIn(store: Store<Checks>, picture: CorrectedPicture): Promise<void> {
  leaveIn(store)
  const opening = { name: picture.name }
  store.set({ ...store.get(), opening })
  const isNewest = () => store.get().opening === opening
  try {
    if (!picture.correcting) await checkPictureFile(picture.file)
    // All of it before anything is shown: what is missing then is told here, and takes nothing away.
    const [{ openDesk }] = await partsOfPage()
    if (!isNewest()) return
    const id = newId()
    const check = { ...picture, id, desk: openDesk(id, picture) }
    store.set({ ...store.get(), all: [...store.get().all, check], shownId: id, opening: null, notShown: null })
  } finally {
    if (isNewest()) store.set({ ...store.get(), opening: null })
  }
}

/** Finds what was being corrected in this tab before a reload. */
async function findKeptIn(store: Store<Checks>): Promise<void> {
  const id = correctionsOfTab()
  if (id === null) return
  const { keptCorrections } = await import('../retouch/kept-corrections.ts')
  const kept = await keptCorrections.find(id)
  if (kept && !store.get().all.some((check) => check.id === id))
    store.set({ ...store.get(), kept: { id, name: kept.picture.name, kept } })
}

/** Goes on with what a reload has left. What cannot be shown is told, and waits on. */
async function reopenIn(store: Store<Checks>, { id, kept: { picture, alpha } }: KeptCheck): Promise<void> {
  try {
    const [{ openDesk }] = await partsOfPage()
    if (store.get().kept?.id !== id) return
    const check = { ...picture, id, desk: openDesk(id, picture, alpha) }
    store.set({ ...store.get(), all: [...store.get().all, check], kept: null, shownId: id })
  } catch {
    store.set({ ...store.get(), notShown: picture.file })
  }
}

async function discardKept(store: Store<Checks>, { id }: KeptCheck): Promise<void> {
  store.set({ ...store.get(), kept: null })
  const { keptCorrections } = await import('../retouch/kept-corrections.ts')
  await keptCorrections.forget(id)
}

/** Nothing is sent that was not looked at, unless it is refused anyway: it may cost credits. */
async function beginIn(store: Store<Checks>, file: File, send: (file: File) => void): Promise<void> {
  try {
    await openIn(store, { file, name: pictureName(file), correcting: false, enclosed: 'auto' })
  } catch (error) {
    if (error instanceof PictureRefused) send(file)
    else store.set({ ...store.get(), notShown: file })
  }
}

/** Which picture's cut-out is being looked at. Opening another session leaves it. */
export function useChecking(sessionCode: string, send: (file: File) => void): Checking {
  const { data: upstream } = useQuery(upstreamQuery())
  const [store] = useState(() => createStore(NONE))
  const { all, kept, shownId, opening, notShown } = useStore(store, (checks) => checks)
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- it is the change of session that leaves it
  useEffect(() => () => leaveIn(store), [store, sessionCode])
  useEffect(() => void findKeptIn(store).catch(() => {}), [store])
  return {
    shown: all.find(({ id }) => id === shownId) ?? null,
    aside: [...(kept ? [kept] : []), ...all.filter((check) => check.id !== shownId && isTouched(check))],
    opening: opening?.name ?? null,
    local: upstream?.upstream === 'local',
    notShown,
    dismissNotShown: () => store.set({ ...store.get(), notShown: null }),
    begin: (file) => void beginIn(store, file, send),
    correct: (file, of) => openIn(store, { file, correcting: true, ...of }),
    leave: () => leaveIn(store),
    resume(id) {
      leaveIn(store)
      if (kept?.id === id) void reopenIn(store, kept)
      else store.set({ ...store.get(), shownId: id })
    },
    discard(id) {
      if (kept?.id === id) void discardKept(store, kept).catch(() => {})
      else dropFrom(store, (check) => check.id === id)
    },
    finish() {
      dropFrom(store, (check) => check.id === shownId)
      store.set({ ...store.get(), shownId: null })
    },
  }
}
