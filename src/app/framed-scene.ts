import { useEffect, useMemo, useState } from 'react'
import { boxSize, vec3, type Box, type Vec3 } from '../contract/vec3.ts'
import { boxAs } from '../glb/solve.ts'
import { AS_IT_CAME, type RefitTarget } from '../result/refit-target.ts'
import type { SceneSource } from '../stage/scene.ts'
import { createStore, type Store } from '../ui/store.ts'

/** The meshes in the stage. */
export interface Seen {
  readonly boxes: readonly Box[]
  /** What each of them is refitted to. */
  readonly refit: RefitTarget
  /** They stand there without the draft's box. */
  readonly alone: boolean
}

function sizesOf({ boxes, refit, alone }: Seen, draftMetres: Vec3): readonly Vec3[] {
  const meshes = boxes.map((box) => boxSize(boxAs(box, refit.get())))
  return alone && meshes.length > 0 ? meshes : [draftMetres, ...meshes]
}

/** The scene with the size of all that is in the stage. A mesh may be a hundred times its box, and the eye would stand inside it. */
const framedScene = (scene: SceneSource, seen: Pick<Store<Seen>, 'get' | 'subscribe'>): SceneSource => ({
  get: () => {
    const drawn = scene.get()
    const sizes = sizesOf(seen.get(), drawn.sizeMetres)
    return { ...drawn, sizeMetres: vec3((axis) => Math.max(...sizes.map((size) => size[axis]))) }
  },
  subscribe(listener) {
    const leave = [scene.subscribe(listener), seen.subscribe(listener)]
    return () => leave.forEach((end) => end())
  },
})

/** What the camera keeps in view. It stays the same object for a scene: with another one the eye goes back to where it began. */
export function useFramedScene(scene: SceneSource, { boxes, refit, alone }: Seen): SceneSource {
  const [seen] = useState(() => createStore<Seen>({ boxes: [], refit: AS_IT_CAME, alone: false }))
  useEffect(() => {
    const show = () => seen.set({ boxes, refit, alone })
    show()
    // A refit changes by itself, and not always with something that the scene draws.
    return refit.subscribe(show)
  }, [seen, boxes, refit, alone])
  return useMemo(() => framedScene(scene, seen), [scene, seen])
}
