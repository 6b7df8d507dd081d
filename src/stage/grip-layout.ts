/**
 * Which grips a view offers, and where. The pivot's seven and the faces' three lie close together, and in many views
 * some would overlap; a half-covered grip gets grabbed by mistake. So each grip keeps clear of those before it: it
 * moves to another of its possible places, and is left out when none is free.
 */
import { AXES, vec3, type Axis, type Vec3 } from '../contract/vec3.ts'
import { screenPoint, type View } from './anchors.ts'
import { sightTo } from './camera-view.ts'
import { isSeen, type Freedom } from './drag.ts'
import type { GizmoMeasures } from './gizmo-measures.ts'
import type { Obstacle } from './label-layout.ts'
import { LATTICE, type ScreenPoint } from './lattice.ts'
import { stagePoint, type Scene, type SceneSource } from './scene.ts'

export type PivotGrip = 'free' | 'x' | 'y' | 'z' | 'xy' | 'xz' | 'yz'
export type GripName = `pivot-${PivotGrip}` | `size-${'x' | 'y' | 'z'}`

/** A grip in one view. */
export interface Grip {
  /** Stage metres. */
  readonly place: Vec3
  /** Whether the pointer can grab it and drag it sensibly. */
  readonly offered: boolean
}

/**
 * Half of the 24 CSS pixels that every grip has to itself (WCAG 2.2, success criterion 2.5.8), plus one for rounding.
 */
const OWN_PX = 13

/**
 * Index of the first place where a circle of 24 px is clear of all obstacles, or -1. A place of null is out of sight.
 */
export const firstFree = (places: readonly (ScreenPoint | null)[], obstacles: readonly Obstacle[]): number =>
  places.findIndex(
    (place) =>
      place !== null &&
      obstacles.every(({ x, y, radiusPx }) => Math.hypot(x - place.x, y - place.y) >= radiusPx + OWN_PX),
  )

interface Wish {
  readonly name: GripName
  /** Stage metres, best first. */
  readonly places: readonly Vec3[]
  /** Whether the view lets the grip be dragged sensibly. */
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

/** Offsets from the pivot along the axes, CSS pixels. A plane's grip may lie in any of the plane's four quadrants. */
function offsetsPx(freedom: Freedom, { arrowPx, planePx }: GizmoMeasures): Vec3[] {
  const [first, second, third] = freedom
  if (third !== undefined || first === undefined) return [[0, 0, 0]]
  // A little short of the tip, so that the arrow's head is in the middle of its grip.
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

/** Seen straight from the side, neither face of an axis is nearer; then the right and the front face are pulled. */
const AHEAD = 0.02

/** Which face of an axis is pulled: the one turned to the eye, but always the top, as the bottom stays on the floor. */
export function faceSide(view: View, axis: Axis): 1 | -1 {
  const sight = sightTo(view, [0, 0, 0])
  return axis !== 1 && sight[axis] > AHEAD * Math.hypot(...sight) ? -1 : 1
}

/**
 * Places on a face from its middle, as fractions of the face: the middle, between the lattice's points, near the
 * corners.
 */
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
    const first = AXES.find((other) => other !== axis)
    const places = BESIDE.map(([u, v]) =>
      stagePoint(
        sizeMetres,
        vec3((along) => (along === axis ? side / 2 : along === first ? u : v)),
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
  grip(name: GripName, view: View): Grip
  /** What is drawn of the pivot's axes and grips, and of the faces' grips where those are shown, as circles. */
  drawn(view: View, faces: boolean): Obstacle[]
  /** While a grip is held, all stay in their places, so that it does not slip out of the hand. */
  hold(held: boolean): void
  /** Whether the lattice's points are shown; the faces' grips keep clear of them. */
  showLattice(shown: boolean): void
}

const LATTICE_DOT_PX = 24

/** As large as they get under the pointer, `pivot-marker.tsx` and `handle.module.css` have the sizes. */
const DRAWN_RADIUS_PX = { free: 11, arrow: 11, plane: 13, face: 9, shaft: 4 } as const

/** Circles along a line, near enough to each other to cover it. */
function circlesAlong(from: ScreenPoint, to: ScreenPoint, radiusPx: number): Obstacle[] {
  const count = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / radiusPx)
  return Array.from({ length: count }, (_, i) => ({
    x: from.x + ((to.x - from.x) * i) / count,
    y: from.y + ((to.y - from.y) * i) / count,
    radiusPx,
  }))
}

export function createGripLayout(scene: SceneSource, measures: GizmoMeasures): GripLayout {
  let [held, latticeShown] = [false, false]
  let last: { readonly view: View; readonly grips: ReadonlyMap<GripName, Grip> } | null = null
  let chosen: ReadonlyMap<GripName, number> = new Map()

  /** Adds the chosen places to `obstacles`. What is to be `spared` is kept clear of where there is a choice. */
  const choose = (
    wishes: readonly Wish[],
    view: View,
    obstacles: Obstacle[],
    spared: readonly Obstacle[],
  ): [GripName, number][] =>
    wishes.map(({ name, places, seen }) => {
      const points = places.map((place) => screenPoint(view, place))
      const sparing = seen && spared.length > 0 ? firstFree(points, [...obstacles, ...spared]) : -1
      const index = !seen || sparing >= 0 ? sparing : firstFree(points, obstacles)
      const point = points[index]
      if (point) obstacles.push({ ...point, radiusPx: measures.gripPx / 2 })
      return [name, index]
    })
  const dots = (view: View): Obstacle[] =>
    LATTICE.flatMap((point) => {
      const seen = screenPoint(view, stagePoint(scene.get().sizeMetres, point))
      return seen ? [{ ...seen, radiusPx: LATTICE_DOT_PX / 2 }] : []
    })
  const layOut = (view: View): ReadonlyMap<GripName, Grip> => {
    const [pivot, faces] = [pivotWishes(scene.get(), view, measures), faceWishes(scene.get(), view)]
    if (!held) {
      const [obstacles, points]: [Obstacle[], Obstacle[]] = [[], dots(view)]
      // Even while the points are hidden: a grip that made way only when they appear would slip away from the hand that
      // reaches for it.
      const ofPivot = choose(pivot, view, obstacles, points)
      if (latticeShown) obstacles.push(...points)
      chosen = new Map([...ofPivot, ...choose(faces, view, obstacles, [])])
    }
    return new Map(
      [...pivot, ...faces].map(({ name, places }) => {
        const index = chosen.get(name) ?? -1
        return [name, { place: places[Math.max(0, index)] ?? [0, 0, 0], offered: index >= 0 }]
      }),
    )
  }
  const gripsIn = (view: View): ReadonlyMap<GripName, Grip> => {
    // Every frame has a new view, so one layout serves all that is drawn in the frame.
    if (last?.view !== view) last = { view, grips: layOut(view) }
    return last.grips
  }
  return {
    grip: (name, view) => gripsIn(view).get(name) ?? { place: [0, 0, 0], offered: false },
    drawn(view, faces) {
      const { sizeMetres, pivotNormalised } = scene.get()
      const middle = screenPoint(view, stagePoint(sizeMetres, pivotNormalised))
      const drawn: Obstacle[] = []
      for (const [name, { place, offered }] of gripsIn(view)) {
        const point = screenPoint(view, place)
        const [of, axes = ''] = name.split('-')
        if (!point || (of === 'size' && !faces)) continue
        const kind = of === 'size' ? 'face' : axes === 'free' ? 'free' : axes.length === 1 ? 'arrow' : 'plane'
        if (offered) drawn.push({ ...point, radiusPx: DRAWN_RADIUS_PX[kind] })
        // An axis is drawn in every view, its head only where it can be dragged.
        if (kind === 'arrow' && middle) drawn.push(...circlesAlong(middle, point, DRAWN_RADIUS_PX.shaft))
      }
      return drawn
    },
    hold: (now) => void (held = now),
    showLattice: (shown) => void (latticeShown = shown),
  }
}
