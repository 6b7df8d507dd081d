import type { OwnFile } from './own-file.ts'
import type { Refit } from './refit.ts'
import type { SessionWork } from './session-work.ts'
import type { DraftStore } from '../draft/draft-store.ts'
import type { Result } from '../result/result.ts'
import type { SceneSource } from '../stage/scene.ts'

/** What the stage is about: a mesh, if there is one yet, and the draft that its handles edit. */
export interface Subject {
  readonly store: DraftStore
  readonly scene: SceneSource
  readonly result: Result | null
  readonly refit: Refit
}

/** The artist's own file while one is open, else the session. A file that cannot be opened leaves the draft to the session. */
export function subjectOf(work: SessionWork, own: OwnFile): Subject {
  const { store, scene } = own.scene ? { store: own.store, scene: own.scene } : work
  return own.result
    ? { store, scene, result: own.result, refit: own.refit }
    : { store, scene, result: work.results.chosen, refit: work.refit }
}
