import { useMemo, useSyncExternalStore } from 'react'
import { PIVOT_LIMITS } from '../contract/preview-request.ts'
import { vec3, type Axis, type Vec3 } from '../contract/vec3.ts'
import { screenPoint, type Anchors, type View } from './anchors.ts'
import { sightTo, viewDirection } from './camera-view.ts'
import { beginDrag, isSeen, type Freedom } from './drag.ts'
import { Handle } from './handle.tsx'
import { snap, spokenPivot } from './lattice.ts'
import { ARROW_PX, PLANE_PX } from './pivot-marker.tsx'
import type { Ray } from './ray.ts'
import { normalisedPoint, stagePoint, type SceneSource, type StageEdit } from './scene.ts'

interface Grip {
  readonly name: string
  readonly label: string
  readonly freedom: Freedom
  /** From the pivot, CSS pixels along the axes. */
  readonly offsetPx: Vec3
}

/** The free grip first: axes and planes lie over it where they meet, as they are the more exact. */
const GRIPS: readonly Grip[] = [
  { name: 'free', label: 'Move pivot', freedom: [0, 1, 2], offsetPx: [0, 0, 0] },
  { name: 'xy', label: 'Move pivot across X and Y', freedom: [0, 1], offsetPx: [PLANE_PX, PLANE_PX, 0] },
  { name: 'xz', label: 'Move pivot across X and Z', freedom: [0, 2], offsetPx: [PLANE_PX, 0, PLANE_PX] },
  { name: 'yz', label: 'Move pivot across Y and Z', freedom: [1, 2], offsetPx: [0, PLANE_PX, PLANE_PX] },
  { name: 'x', label: 'Move pivot along X', freedom: [0], offsetPx: [ARROW_PX - 6, 0, 0] },
  { name: 'y', label: 'Move pivot along Y', freedom: [1], offsetPx: [0, ARROW_PX - 6, 0] },
  { name: 'z', label: 'Move pivot along Z', freedom: [2], offsetPx: [0, 0, ARROW_PX - 6] },
]

const STEP = 0.01
const LARGE_STEP = 0.1

/** Which of a grip's axes a key moves, and which way: the first by Left/Right, the second by Up/Down, the third by Page keys. */
function keyMove(key: string, freedom: Freedom): { axis: Axis; sign: 1 | -1 } | null {
  const [first, second = first, third = second] = freedom
  const found = { ArrowRight: [first, 1], ArrowLeft: [first, -1], ArrowUp: [second, 1], ArrowDown: [second, -1], PageUp: [third, 1], PageDown: [third, -1] }[key]
  return found ? { axis: found[0] as Axis, sign: found[1] as 1 | -1 } : null
}

const clamped = (pivot: Vec3): Vec3 => vec3((axis) => Math.min(PIVOT_LIMITS.max, Math.max(PIVOT_LIMITS.min, pivot[axis])))

export interface PivotHandlesProps {
  readonly scene: SceneSource
  readonly anchors: Anchors
  readonly view: () => View
  readonly onChange: (edit: StageEdit) => void
  readonly onCommit: () => void
  readonly onLit: (handle: string | null) => void
  readonly onDragging: (dragging: boolean) => void
  /** One of the grips has the focus, or none any more. */
  readonly onFocused: (focused: boolean) => void
}

/** The pivot's seven grips: three axes, three planes, and free in the plane of the screen; and what they say aloud. */
export function PivotHandles({ scene, anchors, view, onChange, onCommit, onLit, onDragging, onFocused }: PivotHandlesProps) {
  const pivot = useSyncExternalStore(scene.subscribe, () => scene.get().pivotNormalised)
  const places = useMemo(
    () =>
      GRIPS.map(({ offsetPx }) => (seen: View): Vec3 => {
        const { sizeMetres, pivotNormalised } = scene.get()
        const at = stagePoint(sizeMetres, pivotNormalised)
        const metresPerPx = seen.metresPerPx(at)
        return vec3((axis) => at[axis] + offsetPx[axis] * metresPerPx)
      }),
    [scene],
  )

  const sights = useMemo(
    () =>
      GRIPS.map(({ freedom }) => (seen: View) => {
        const { sizeMetres, pivotNormalised } = scene.get()
        return isSeen(freedom, sightTo(seen, stagePoint(sizeMetres, pivotNormalised)))
      }),
    [scene],
  )

  const begin = (freedom: Freedom, grip: Ray) => {
    const { sizeMetres, pivotNormalised: start } = scene.get()
    const drag = beginDrag(stagePoint(sizeMetres, start), freedom, viewDirection(view()), grip)
    const project = (candidate: Vec3) => screenPoint(view(), stagePoint(sizeMetres, candidate))
    onDragging(true)
    return {
      move(ray: Ray, free: boolean) {
        const moved = drag(ray)
        if (moved === null) return
        const asked = normalisedPoint(sizeMetres, moved)
        const within = clamped(vec3((axis) => (freedom.includes(axis) ? asked[axis] : start[axis])))
        onChange({ kind: 'pivot', pivotNormalised: free ? within : snap(within, freedom, project) })
      },
      end(cancelled: boolean) {
        if (cancelled) onChange({ kind: 'pivot', pivotNormalised: start })
        onDragging(false)
        onCommit()
      },
    }
  }

  const onKey = (freedom: Freedom) => (key: string, large: boolean) => {
    const move = keyMove(key, freedom)
    if (!move) return false
    const now = scene.get().pivotNormalised
    const step = move.sign * (large ? LARGE_STEP : STEP)
    const next = clamped(vec3((axis) => (axis === move.axis ? Number((now[axis] + step).toFixed(6)) : now[axis])))
    onChange({ kind: 'pivot', pivotNormalised: next })
    onCommit()
    return true
  }

  return (
    <>
      {GRIPS.map(({ name, label, freedom }, index) => (
        <Handle
          key={name}
          name={`pivot-${name}`}
          label={label}
          look="hidden"
          value={pivot[freedom[0] ?? 0]}
          valueText={spokenPivot(pivot)}
          min={PIVOT_LIMITS.min}
          max={PIVOT_LIMITS.max}
          anchors={anchors}
          place={places[index] ?? (() => [0, 0, 0])}
          reachable={sights[index] ?? (() => true)}
          view={view}
          onBegin={(grip) => begin(freedom, grip)}
          onKey={onKey(freedom)}
          onLit={(lit) => onLit(lit ? name : null)}
          onFocused={onFocused}
        />
      ))}
    </>
  )
}
