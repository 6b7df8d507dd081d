import type { Camera } from 'three'
import { Vector3 } from 'three'
import type { Vec3 } from '../contract/vec3.ts'
import { placeLabels, type LabelWish } from './label-layout.ts'
import type { ScreenPoint } from './lattice.ts'

/** A DOM element that keeps to a place in the stage. */
interface Anchor {
  readonly element: HTMLElement
  /** Stage metres; called once a drawn frame. */
  readonly place: (view: View) => Vec3
  readonly reachable: ((view: View) => boolean) | undefined
}

/** A piece of text that is kept whole and off the others; null hides it. */
interface Label {
  readonly element: HTMLElement
  readonly place: (view: View) => ScreenPoint | null
  readonly size: { widthPx: number; heightPx: number }
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
  /** The label that was added first keeps its place, and those after it make way. */
  addLabel(element: HTMLElement, place: (view: View) => ScreenPoint | null): () => void
  /** Moves every element to where its place is on the screen now. */
  update(view: View): void
}

const scratch = new Vector3()

/** Place on the screen, CSS pixels from the top left; null behind the eye, where a projection would mirror it. */
export function screenPoint({ camera, widthPx, heightPx }: View, place: Vec3): ScreenPoint | null {
  if (scratch.set(...place).applyMatrix4(camera.matrixWorldInverse).z >= 0) return null
  scratch.applyMatrix4(camera.projectionMatrix)
  return { x: ((scratch.x + 1) / 2) * widthPx, y: ((1 - scratch.y) / 2) * heightPx }
}

/** Out of the picture, which clips it: a thing with the focus must not be hidden, or it would lose it. */
const AWAY: ScreenPoint = { x: -200, y: -200 }

const move = (element: HTMLElement, { x, y }: ScreenPoint): void =>
  void (element.style.transform = `translate(-50%, -50%) translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`)

function updateLabels(labels: ReadonlySet<Label>, view: View): void {
  const shown: { readonly label: Label; readonly wish: LabelWish }[] = []
  for (const label of labels) {
    const point = label.element.hidden ? null : label.place(view)
    if (point) shown.push({ label, wish: { ...point, ...label.size } })
    else move(label.element, AWAY)
  }
  const places = placeLabels(
    shown.map(({ wish }) => wish),
    view,
  )
  shown.forEach(({ label }, index) => move(label.element, places[index] ?? AWAY))
}

export function createAnchors(): Anchors {
  const anchors = new Set<Anchor>()
  const labels = new Set<Label>()
  let last: View | null = null
  return {
    add(element, place, reachable) {
      const anchor = { element, place, reachable }
      anchors.add(anchor)
      return () => void anchors.delete(anchor)
    },
    addLabel(element, place) {
      const label = { element, place, size: { widthPx: 0, heightPx: 0 } }
      // Told of by the browser when the text changes: asked for in a frame, a size would cost a layout of the page.
      const sizes = new ResizeObserver(() => {
        label.size = { widthPx: element.offsetWidth, heightPx: element.offsetHeight }
        if (last) updateLabels(labels, last)
      })
      sizes.observe(element)
      labels.add(label)
      return () => {
        sizes.disconnect()
        labels.delete(label)
      }
    },
    update(view) {
      last = view
      for (const { element, place, reachable } of anchors) {
        const point = screenPoint(view, place(view))
        move(element, point ?? AWAY)
        if (!reachable) continue
        const offered = point !== null && reachable(view)
        element.style.pointerEvents = offered ? '' : 'none'
        element.toggleAttribute('data-off', !offered)
      }
      updateLabels(labels, view)
    },
  }
}
