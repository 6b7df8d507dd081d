import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useRefit, type Refit } from './refit.ts'
import { boxDraftWarning, draftOfBox } from '../draft/box-draft.ts'
import { createDraftStore, type DraftStore } from '../draft/draft-store.ts'
import { draftScene } from '../draft/scene.ts'
import { meshQuery } from '../result/mesh-query.ts'
import { isMeshFile, ownResult } from '../result/own-file.ts'
import type { Result } from '../result/result.ts'
import type { SceneSource } from '../stage/scene.ts'

export interface OwnFile {
  readonly result: Result | null
  /** Its size and origin as a draft of their own: edits there refit the file. */
  readonly store: DraftStore
  readonly refit: Refit
  /** The file's box for the stage; null until it is known. */
  readonly scene: SceneSource | null
  /** Warns of what the first edit would change as well. */
  readonly warning: ReturnType<typeof boxDraftWarning>
  /** Opens a mesh file; returns false for any other. */
  open(file: File): boolean
  close(): void
}

interface Opened {
  readonly sessionCode: string
  readonly result: Result
}

/** Begins the file's own draft once its mesh is known, in the units that the session is edited in. */
function useOwnDraft(result: Result | null, session: DraftStore): DraftStore {
  const [store] = useState(() => createDraftStore())
  const { data: mesh } = useQuery(meshQuery(result))
  const version = result?.version ?? null
  useEffect(() => {
    if (!mesh) return
    const draft = draftOfBox(mesh.box)
    const { settings } = session.get()
    store.dispatch({
      do: 'begin',
      draft,
      proportions: draft.sizeMetres,
      sessionCode: version,
      settings,
      limited: false,
    })
  }, [mesh, store, version, session])
  return store
}

/** A mesh file of the artist's own in the stage, until it is closed or another session is opened. */
export function useOwnFile(sessionCode: string, session: DraftStore): OwnFile {
  const [opened, setOpened] = useState<Opened | null>(null)
  if (opened !== null && opened.sessionCode !== sessionCode) setOpened(null)
  const result = opened?.result ?? null
  const store = useOwnDraft(result, session)
  const [scene] = useState(() => draftScene(store))
  const { data: mesh } = useQuery(meshQuery(result))
  const refit = useRefit(store, mesh ? result : null)
  return {
    result,
    store,
    refit,
    scene: mesh ? scene : null,
    warning: mesh ? boxDraftWarning(mesh.box) : null,
    open(file) {
      if (!isMeshFile(file)) return false
      setOpened({ sessionCode, result: ownResult(file, crypto.randomUUID()) })
      return true
    },
    close: () => setOpened(null),
  }
}
