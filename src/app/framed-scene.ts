import { useEffect, useMemo, useState } from 'react'
import { boxSize, vec3, type Vec3 } from '../contract/vec3.ts'
import type { DraftStore } from '../draft/draft-store.ts'
import { isTouched } from '../draft/history.ts'
import { boxAs, pointsAs } from '../glb/solve.ts'
import { AS_IT_CAME, type RefitTarget } from '../result/refit-target.ts'
import type { FramedScene, FramedSource, SceneSource } from '../stage/scene.ts'
import { createStore, type Store } from '../ui/store.ts'
import type { LoadedMesh } from '../viewer/open-glb.ts'

/** The meshes in the stage. */
export interface Seen {
  readonly meshes: readonly Pick<LoadedMesh, 'box' | 'hull'>[]
  /** What each of them is refitted to. */
  readonly refit: RefitTarget
  /** They stand there without the draft's box. */
  readonly alone: boolean
  /** Names what is shown and how: with another, it fills the picture again. */
  readonly occasion: string
  readonly pane: FramedScene['pane']
}

const NOTHING: Seen = { meshes: [], refit: AS_IT_CAME, alone: false, occasion: '', pane: undefined }

function sizesOf({ meshes, refit, alone }: Seen, draftMetres: Vec3): readonly Vec3[] {
  const sizes = meshes.map(({ box }) => boxSize(boxAs(box, refit.get())))
  return alone && sizes.length > 0 ? sizes : [draftMetres, ...sizes]
}

/** Each mesh stands on the floor with its middle over the stage's origin. */
const hullsOf = ({ meshes, refit }: Seen): readonly Vec3[] =>
  meshes.flatMap(({ box, hull }) => {
    const { min, max } = boxAs(box, refit.get())
    const foot: Vec3 = [(min[0] + max[0]) / 2, min[1], (min[2] + max[2]) / 2]
    return pointsAs(hull, box, refit.get()).map((point) => vec3((axis) => point[axis] - foot[axis]))
  })

/** The scene with the size of all that is in the stage. A mesh may be a hundred times its box, and the eye would stand inside it. */
function framedScene(
  scene: SceneSource,
  store: DraftStore,
  seen: Pick<Store<Seen>, 'get' | 'subscribe'>,
): FramedSource {
  // What becomes known of a session's size after it was opened is framed; what the artist sets leaves the view alone.
  let known = ''
  return {
    get() {
      const [drawn, now, history] = [scene.get(), seen.get(), store.get()]
      const sizes = sizesOf(now, drawn.sizeMetres)
      if (!isTouched(history)) known = drawn.sizeMetres.join()
      return {
        ...drawn,
        sizeMetres: vec3((axis) => Math.max(...sizes.map((size) => size[axis]))),
        ...(now.alone && now.meshes.length > 0 && { hull: hullsOf(now) }),
        ...(now.pane && { pane: now.pane }),
        subject: history.sessionCode,
        occasion: `${now.occasion} ${known}`,
      }
    },
    subscribe(listener) {
      const leave = [scene.subscribe(listener), seen.subscribe(listener)]
      return () => leave.forEach((end) => end())
    },
  }
}

/** What the camera keeps in view. It stays the same object for a scene: with another one the eye goes back to where it began. */
export function useFramedScene(scene: SceneSource, store: DraftStore, now: Seen): FramedSource {
  const { meshes, refit, alone, occasion, pane } = now
  const [seen] = useState(() => createStore(NOTHING))
  useEffect(() => {
    const show = () => seen.set({ meshes, refit, alone, occasion, pane })
    show()
    // A refit changes by itself, and not always with something that the scene draws.
    return refit.subscribe(show)
  }, [seen, meshes, refit, alone, occasion, pane])
  return useMemo(() => framedScene(scene, store, seen), [scene, store, seen])
}
