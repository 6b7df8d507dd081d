import type { Camera } from 'three'
import { Vector3 } from 'three'
import type { Vec3 } from '../contract/vec3.ts'
import type { ScreenPoint } from './lattice.ts'

/** A DOM element that keeps to a place in the stage. */
interface Anchor {
  readonly element: HTMLElement
  /** Stage metres; called once a drawn frame. */
  readonly place: (view: View) => Vec3
  readonly reachable: ((view: View) => boolean) | undefined
}

/** The camera as DOM elements need it. */
export interface View {
  readonly camera: Camera
  readonly widthPx: number
  readonly heightPx: number
  /** Metres that a CSS pixel spans at a place. */
  metresPerPx(place: Vec3): number
}

export interface Anchors {
  /** `reachable` false leaves the pointer to what lies beneath; the keyboard reaches it all the same. */
  add(element: HTMLElement, place: (view: View) => Vec3, reachable?: (view: View) => boolean): () => void
  /** Moves every element to where its place is on the screen now. */
  update(view: View): void
}

const scratch = new Vector3()

/** Place on the screen, CSS pixels from the top left. */
export function screenPoint({ camera, widthPx, heightPx }: View, place: Vec3): ScreenPoint {
  scratch.set(...place).project(camera)
  return { x: ((scratch.x + 1) / 2) * widthPx, y: ((1 - scratch.y) / 2) * heightPx }
}

export function createAnchors(): Anchors {
  const anchors = new Set<Anchor>()
  return {
    add(element, place, reachable) {
      const anchor = { element, place, reachable }
      anchors.add(anchor)
      return () => void anchors.delete(anchor)
    },
    update(view) {
      for (const { element, place, reachable } of anchors) {
        const { x, y } = screenPoint(view, place(view))
        element.style.transform = `translate(-50%, -50%) translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`
        if (reachable) element.style.pointerEvents = reachable(view) ? '' : 'none'
      }
    },
  }
}
