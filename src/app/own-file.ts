import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useRefit, type Refit } from './refit.ts'
import { newId } from '../contract/new-id.ts'
import { boxDraftWarning, draftOfBox } from '../draft/box-draft.ts'
import { createDraftStore, type DraftStore } from '../draft/draft-store.ts'
import { draftScene } from '../draft/scene.ts'
import type { Words } from '../intake/choose-mesh.ts'
import type { FileFrame } from '../formats/file-frame.ts'
import { meshQuery } from '../result/mesh-query.ts'
import { ownResult } from '../result/own-file.ts'
import type { Result } from '../result/result.ts'
import type { SceneSource } from '../stage/scene.ts'
import type { GivenFile } from '../ui/given-files.ts'
import { createStore, useStore, type Store } from '../ui/store.ts'

/** A mesh among the files that came with it. */
export interface GivenMesh {
  readonly main: GivenFile
  readonly files: readonly GivenFile[]
}

export interface OwnFile {
  readonly result: Result | null
  /** Its size and origin as a draft of their own: edits there refit the file. */
  readonly store: DraftStore
  readonly refit: Refit
  /** The file's box for the stage; null until it is known. */
  readonly scene: SceneSource | null
  /** Warns of what the first edit would change as well. */
  readonly warning: ReturnType<typeof boxDraftWarning>
  /** What was left out of the file while it was read, a sentence each. */
  readonly notes: readonly string[]
  /** How its numbers were read, where its format names neither unit nor up axis. */
  readonly frame: FileFrame | null
  /** How its numbers are to be read: another than `frame` while it is read again. */
  readonly nextFrame: FileFrame | null
  /** Reads it again in another unit or with another axis up. */
  reread(change: Partial<FileFrame>): void
  /** Name of the file that is being read. */
  readonly reading: string | null
  /** Why the last file was not opened. */
  readonly problem: Words | null
  /** Says why files were not opened. */
  refuse(words: Words | null): void
  open(given: GivenMesh): void
  close(): void
}

interface Opened {
  readonly sessionCode: string
  readonly given: GivenMesh
  readonly result: Result
  readonly frame: FileFrame | null
  readonly notes: readonly string[]
}

/** Begins the file's own draft once its mesh is known, in the units that the session is edited in, or as before when it is read again. */
function useOwnDraft(file: Opened | null, session: DraftStore): DraftStore {
  const [store] = useState(() => createDraftStore())
  const { data: mesh } = useQuery(meshQuery(file?.result ?? null))
  const version = file?.result.version ?? null
  const given = file?.given ?? null
  const begun = useRef<GivenMesh | null>(null)
  useEffect(() => {
    if (!mesh) return
    const draft = draftOfBox(mesh.box)
    const { settings } = begun.current === given ? store.get() : session.get()
    begun.current = given
    store.dispatch({
      do: 'begin',
      draft,
      proportions: draft.sizeMetres,
      sessionCode: version,
      settings,
      limited: false,
    })
  }, [mesh, store, version, given, session])
  return store
}

/** A GLB that comes alone needs no reading before it is opened; null for anything else. */
async function plainGlb({ main, files }: GivenMesh): Promise<Pick<Opened, 'result' | 'frame' | 'notes'> | null> {
  if (files.length > 1) return null
  const head = new Uint8Array(await main.file.slice(0, 4).arrayBuffer())
  if (String.fromCharCode(...head) !== 'glTF') return null
  return { result: ownResult(main.file, newId()), frame: null, notes: [] }
}

async function openGiven(
  given: GivenMesh,
  frame: FileFrame | null,
  signal: AbortSignal,
): Promise<Omit<Opened, 'sessionCode'>> {
  const plain = await plainGlb(given)
  if (plain) return { ...plain, given }
  const { readInWorker } = await import('../intake/intake-client.ts')
  const read = await readInWorker({ main: given.main.path, files: given.files, frame }, signal)
  const file = new File([read.glb], read.fileName, { type: 'model/gltf-binary' })
  return { given, result: ownResult(file, newId()), frame: read.frame, notes: read.notes }
}

type Reading =
  | { readonly is: 'idle' }
  | {
      readonly is: 'reading'
      readonly name: string
      /** Set when an opened file is read again. */
      readonly frame: FileFrame | null
      readonly end: AbortController
    }
  | { readonly is: 'refused'; readonly words: Words }

const IDLE: Reading = { is: 'idle' }

function settleIn(store: Store<Reading>, next: Reading): void {
  const last = store.get()
  if (last.is === 'reading') last.end.abort()
  store.set(next)
}

/** Reads one file at a time: the newest ends the one before, and another session ends it too. */
function useReading(sessionCode: string, show: (file: Omit<Opened, 'sessionCode'>) => void) {
  const [store] = useState(() => createStore<Reading>(IDLE))
  const state = useStore(store, (reading) => reading)
  const settle = (next: Reading) => settleIn(store, next)
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- it is the change of session that ends the reading
  useEffect(() => () => settleIn(store, IDLE), [store, sessionCode])
  const read = (given: GivenMesh, frame: FileFrame | null) => {
    const mine: Reading = { is: 'reading', name: given.main.file.name, frame, end: new AbortController() }
    settle(mine)
    const finish = async () => {
      try {
        const next = await openGiven(given, frame, mine.end.signal)
        if (store.get() !== mine) return
        store.set(IDLE)
        show(next)
      } catch (error) {
        const what = error instanceof Error ? error.message : String(error)
        if (store.get() === mine) store.set({ is: 'refused', words: { what, next: '' } })
      }
    }
    void finish()
  }
  return { state, settle, read }
}

/** A mesh file of the artist's own in the stage, until it is closed or another session is opened. */
export function useOwnFile(sessionCode: string, session: DraftStore): OwnFile {
  const [opened, setOpened] = useState<Opened | null>(null)
  if (opened !== null && opened.sessionCode !== sessionCode) setOpened(null)
  const { state, settle, read } = useReading(sessionCode, (next) => setOpened({ ...next, sessionCode }))
  const result = opened?.result ?? null
  const frame = opened?.frame ?? null
  const nextFrame = (state.is === 'reading' ? state.frame : null) ?? frame
  const store = useOwnDraft(opened, session)
  const [scene] = useState(() => draftScene(store))
  const { data: mesh } = useQuery(meshQuery(result))
  const refit = useRefit(store, mesh ? result : null)
  return {
    result,
    store,
    refit,
    scene: mesh ? scene : null,
    warning: mesh ? boxDraftWarning(mesh.box) : null,
    notes: opened?.notes ?? [],
    frame,
    nextFrame,
    reread: (change) => opened && nextFrame && read(opened.given, { ...nextFrame, ...change }),
    reading: state.is === 'reading' ? state.name : null,
    problem: state.is === 'refused' ? state.words : null,
    refuse: (words) => settle(words ? { is: 'refused', words } : IDLE),
    open: (given) => read(given, null),
    close() {
      settle(IDLE)
      setOpened(null)
    },
  }
}
