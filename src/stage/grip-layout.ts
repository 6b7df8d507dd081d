/**
 * Which grips a view offers, and where each lies. Seven of the pivot and three of the faces share a place no larger than a hand; in many views
 * some would lie over each other. So each keeps its distance to those before it, in another of its places if it has one, and is left
 * out where none is free: a grip that is half covered is grasped by mistake.
 */
import { AXES, vec3, type Axis, type Vec3 } from '../contract/vec3.ts'
import { screenPoint, type View } from './anchors.ts'
import { sightTo } from './camera-view.ts'
import { isSeen, type Freedom } from './drag.ts'
import type { GizmoMeasures } from './gizmo-measures.ts'
import { LATTICE, type ScreenPoint } from './lattice.ts'
import { stagePoint, type Scene, type SceneSource } from './scene.ts'

export type PivotGrip = 'free' | 'x' | 'y' | 'z' | 'xy' | 'xz' | 'yz'
export type GripName = `pivot-${PivotGrip}` | `size-${'x' | 'y' | 'z'}`

/** A grip as a view has it. */
export interface Grip {
  /** Stage metres. */
  readonly place: Vec3
  /** Whether the pointer could take it and do anything with it. */
  readonly offered: boolean
}

/** Half of the 24 CSS pixels that every grip has to itself (WCAG 2.2, 2.5.8), and one for rounding. */
const OWN_PX = 13

/** Something on the screen that a grip keeps clear of. */
export interface Taken extends ScreenPoint {
  readonly radiusPx: number
}

/** The first of some places at which a circle of 24 px lies clear of all that is taken; -1 when there is none. Null is out of sight. */
export const firstFree = (places: readonly (ScreenPoint | null)[], taken: readonly Taken[]): number =>
  places.findIndex(
    (place) =>
      place !== null && taken.every(({ x, y, radiusPx }) => Math.hypot(x - place.x, y - place.y) >= radiusPx + OWN_PX),
  )

interface Wish {
  readonly name: GripName
  /** Stage metres, the best first; none when the view makes the grip meaningless. */
  readonly places: readonly Vec3[]
  readonly seen: boolean
}

const PIVOT_GRIPS: readonly { readonly name: PivotGrip; readonly freedom: Freedom }[] = [
  { name: 'free', freedom: [0, 1, 2] },
  { name: 'x', freedom: [0] },
  { name: 'y', freedom: [1] },
  { name: 'z', freedom: [2] },
  { name: 'xy', freedom: [0, 1] },
  { name: 'xz', freedom: [0, 2] },
  { name: 'yz', freedom: [1, 2] },
]

/** Offsets from the pivot in CSS pixels along the axes. A plane may lie in any of its four quarters. */
function offsetsPx(freedom: Freedom, { arrowPx, planePx }: GizmoMeasures): Vec3[] {
  const [first, second, third] = freedom
  if (third !== undefined || first === undefined) return [[0, 0, 0]]
  // A little before the tip, so that the arrow's head lies in the middle of its grip.
  if (second === undefined) return [vec3((axis) => (axis === first ? arrowPx - 6 : 0))]
  const signs = [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ] as const
  return signs.map(([u, v]) => vec3((axis) => (axis === first ? u : axis === second ? v : 0) * planePx))
}

function pivotWishes({ sizeMetres, pivotNormalised }: Scene, view: View, measures: GizmoMeasures): Wish[] {
  const at = stagePoint(sizeMetres, pivotNormalised)
  const metresPerPx = view.metresPerPx(at)
  const sight = sightTo(view, at)
  return PIVOT_GRIPS.map(({ name, freedom }) => ({
    name: `pivot-${name}`,
    seen: isSeen(freedom, sight),
    places: offsetsPx(freedom, measures).map((offset) => vec3((axis) => at[axis] + offset[axis] * metresPerPx)),
  }))
}

/** Seen from straight ahead, neither side is nearer; then it is the right one, and the front. */
const AHEAD = 0.02

/** On which side of the box the face of an axis is pulled: the one that looks at the eye, but the top always, as the bottom stands on the floor. */
export function faceSide(view: View, axis: Axis): 1 | -1 {
  const eye = sightTo(view, [0, 0, 0])
  return axis !== 1 && eye[axis] > AHEAD * Math.hypot(...eye) ? -1 : 1
}

/** From the middle of a face to places beside it, as parts of the face: between the lattice's points, and then near its corners. */
const BESIDE = [0, 0.25, 0.4].flatMap(
  (part) =>
    [
      [part, part],
      [-part, part],
      [part, -part],
      [-part, -part],
    ] as const,
)

function faceWishes({ sizeMetres }: Scene, view: View): Wish[] {
  return AXES.map((axis) => {
    const side = faceSide(view, axis)
    const first = AXES.find((each) => each !== axis)
    const places = BESIDE.map(([u, v]) =>
      stagePoint(
        sizeMetres,
        vec3((each) => (each === axis ? side / 2 : each === first ? u : v)),
      ),
    )
    return {
      name: `size-${(['x', 'y', 'z'] as const)[axis]}`,
      places,
      seen: isSeen([axis], sightTo(view, places[0] ?? [0, 0, 0])),
    }
  })
}

export interface GripLayout {
  of(name: GripName, view: View): Grip
  /** While a grip is held all stay where they are, or one would leave the hand. */
  hold(held: boolean): void
  /** Whether the lattice's points are shown, from which the faces' grips keep clear. */
  showLattice(shown: boolean): void
}

const LATTICE_DOT_PX = 24

export function createGripLayout(scene: SceneSource, measures: GizmoMeasures): GripLayout {
  let [held, lattice] = [false, false]
  let last: { readonly view: View; readonly grips: ReadonlyMap<GripName, Grip> } | null = null
  let chosen: ReadonlyMap<GripName, number> = new Map()

  /** `spared` is left uncovered where there is a choice. */
  const choose = (
    wishes: readonly Wish[],
    view: View,
    taken: Taken[],
    spared: readonly Taken[],
  ): [GripName, number][] =>
    wishes.map(({ name, places, seen }) => {
      const points = places.map((place) => screenPoint(view, place))
      const sparing = seen && spared.length > 0 ? firstFree(points, [...taken, ...spared]) : -1
      const index = !seen || sparing >= 0 ? sparing : firstFree(points, taken)
      const point = points[index]
      if (point) taken.push({ ...point, radiusPx: measures.gripPx / 2 })
      return [name, index]
    })
  const dots = (view: View): Taken[] =>
    LATTICE.flatMap((point) => {
      const seen = screenPoint(view, stagePoint(scene.get().sizeMetres, point))
      return seen ? [{ ...seen, radiusPx: LATTICE_DOT_PX / 2 }] : []
    })
  const layOut = (view: View): ReadonlyMap<GripName, Grip> => {
    const [pivot, faces] = [pivotWishes(scene.get(), view, measures), faceWishes(scene.get(), view)]
    if (!held) {
      const [taken, points]: [Taken[], Taken[]] = [[], dots(view)]
      // Whether they are shown or not: a plane that made way only when they appear would leave the hand that came for it.
      const ofPivot = choose(pivot, view, taken, points)
      if (lattice) taken.push(...points)
      chosen = new Map([...ofPivot, ...choose(faces, view, taken, [])])
    }
    return new Map(
      [...pivot, ...faces].map(({ name, places }) => {
        const index = chosen.get(name) ?? -1
        return [name, { place: places[Math.max(0, index)] ?? [0, 0, 0], offered: index >= 0 }]
      }),
    )
  }
  return {
    of(name, view) {
      // A frame has a view of its own, so what was laid out for it holds for all that is drawn in it.
      if (last?.view !== view) last = { view, grips: layOut(view) }
      return last.grips.get(name) ?? { place: [0, 0, 0], offered: false }
    },
    hold: (now) => void (held = now),
    showLattice: (shown) => void (lattice = shown),
  }
}
