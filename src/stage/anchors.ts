import type { Camera } from 'three'
import { Vector3 } from 'three'
import type { Vec3 } from '../contract/vec3.ts'
import { placeOverlays, type LabelWish, type Obstacle } from './label-layout.ts'
import type { ScreenPoint } from './lattice.ts'

/** A page element that stays over a place in the stage. */
interface Anchor {
  readonly element: HTMLElement
  /** Stage metres; called once per drawn frame. */
  readonly place: (view: View) => Vec3
  readonly reachable: ((view: View) => boolean) | undefined
}

/** Text that stays within the picture and clear of other labels. A place of null hides it. */
interface Label {
  readonly element: HTMLElement
  readonly place: (view: View) => ScreenPoint | null
  readonly size: { widthPx: number; heightPx: number }
}

/** A point that is shown where it lies over nothing else. */
interface Dot {
  readonly element: HTMLElement
  readonly place: () => Vec3
}

/** What labels and dots leave free. */
export interface KeptClear {
  readonly topPx: number
  readonly obstacles: (view: View) => readonly Obstacle[]
}

/** The camera and the size of its picture, as page elements need them. */
export interface View {
  readonly camera: Camera
  readonly widthPx: number
  readonly heightPx: number
  /** Metres that one CSS pixel covers at a place. */
  metresPerPx(place: Vec3): number
}

export interface Anchors {
  /**
   * Keeps an element over a place. While `reachable` is false the pointer goes through to what lies beneath; the
   * keyboard still reaches the element. Returns a function that removes it.
   */
  add(element: HTMLElement, place: (view: View) => Vec3, reachable?: (view: View) => boolean): () => void
  /** Labels added earlier keep their places, and later ones make way. Returns a function that removes the label. */
  addLabel(element: HTMLElement, place: (view: View) => ScreenPoint | null): () => void
  /** Returns a function that removes the dot. */
  addDot(element: HTMLElement, place: () => Vec3): () => void
  keepClear(clear: KeptClear): void
  /** Moves every element to where its place is seen now. */
  update(view: View): void
  /**
   * The view of the last drawn frame.
   * @throws {Error} before the first frame
   */
  readonly view: () => View
}

const scratch = new Vector3()

/**
 * A place as it is seen, CSS pixels from the picture's top left; null behind the eye, where projecting would mirror it.
 */
export function screenPoint({ camera, widthPx, heightPx }: View, place: Vec3): ScreenPoint | null {
  if (scratch.set(...place).applyMatrix4(camera.matrixWorldInverse).z >= 0) return null
  scratch.applyMatrix4(camera.projectionMatrix)
  return { x: ((scratch.x + 1) / 2) * widthPx, y: ((1 - scratch.y) / 2) * heightPx }
}

/** Outside the picture, which clips it. Hiding an element would take the focus from it. */
const AWAY: ScreenPoint = { x: -200, y: -200 }

const move = (element: HTMLElement, { x, y }: ScreenPoint): void =>
  void (element.style.transform = `translate(-50%, -50%) translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`)

interface Overlaid {
  readonly labels: ReadonlySet<Label>
  readonly dots: ReadonlySet<Dot>
  readonly clear: KeptClear
}

function updateOverlays({ labels, dots, clear }: Overlaid, view: View): void {
  const shown: { readonly label: Label; readonly wish: LabelWish }[] = []
  for (const label of labels) {
    const point = label.element.hidden ? null : label.place(view)
    if (point) shown.push({ label, wish: { ...point, ...label.size } })
    else move(label.element, AWAY)
  }
  const seen = [...dots]
    .map(({ element, place }) => ({ element, point: screenPoint(view, place()), nearness: view.metresPerPx(place()) }))
    .toSorted((a, b) => a.nearness - b.nearness)
  const places = placeOverlays(
    {
      labels: shown.map(({ wish }) => wish),
      dots: seen.map(({ point }) => point),
      obstacles: clear.obstacles(view),
    },
    { widthPx: view.widthPx, heightPx: view.heightPx, topPx: clear.topPx },
  )
  shown.forEach(({ label }, index) => move(label.element, places.labels[index] ?? AWAY))
  seen.forEach(({ element, point }, index) => {
    move(element, point ?? AWAY)
    element.toggleAttribute('data-off', !places.dots[index])
  })
}

export function createAnchors(): Anchors {
  const anchors = new Set<Anchor>()
  const labels = new Set<Label>()
  const dots = new Set<Dot>()
  let clear: KeptClear = { topPx: 0, obstacles: () => [] }
  const update = (view: View) => updateOverlays({ labels, dots, clear }, view)
  let last: View | null = null
  return {
    add(element, place, reachable) {
      const anchor = { element, place, reachable }
      anchors.add(anchor)
      return () => void anchors.delete(anchor)
    },
    addLabel(element, place) {
      const label = { element, place, size: { widthPx: 0, heightPx: 0 } }
      // An observer, because reading the size in a frame would force a layout of the page.
      const sizes = new ResizeObserver(() => {
        label.size = { widthPx: element.offsetWidth, heightPx: element.offsetHeight }
        if (last) update(last)
      })
      sizes.observe(element)
      labels.add(label)
      return () => {
        sizes.disconnect()
        labels.delete(label)
      }
    },
    addDot(element, place) {
      const dot = { element, place }
      dots.add(dot)
      return () => void dots.delete(dot)
    },
    keepClear: (kept) => void (clear = kept),
    update(view) {
      last = view
      for (const { element, place, reachable } of anchors) {
        const point = screenPoint(view, place(view))
        move(element, point ?? AWAY)
        if (!reachable) continue
        const within = point !== null && reachable(view)
        element.style.pointerEvents = within ? '' : 'none'
        element.toggleAttribute('data-off', !within)
      }
      update(view)
    },
    view() {
      if (!last) throw new Error('The stage was used before its first frame.')
      return last
    },
  }
}
