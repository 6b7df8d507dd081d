import { useSyncExternalStore } from 'react'
import { PIVOT_LIMITS } from '../contract/preview-request.ts'
import { vec3, type Axis, type Vec3 } from '../contract/vec3.ts'
import { screenPoint, type Anchors, type View } from './anchors.ts'
import { viewDirection } from './camera-view.ts'
import { beginDrag, type Freedom } from './drag.ts'
import type { GripLayout, PivotGrip } from './grip-layout.ts'
import { Handle, type Lit } from './handle.tsx'
import { snap, spokenPivot } from './lattice.ts'
import type { Ray } from './ray.ts'
import { normalisedPoint, stagePoint, type SceneSource, type StageHands } from './scene.ts'

/** The pivot's grip that is hovered, focused or dragged. */
export interface LitGrip {
  readonly grip: PivotGrip
  readonly how: Lit
}

/** The free grip is last, so that it lies on top. */
const GRIPS: readonly { readonly grip: PivotGrip; readonly label: string; readonly freedom: Freedom }[] = [
  { grip: 'x', label: 'Move pivot along X', freedom: [0] },
  { grip: 'y', label: 'Move pivot along Y', freedom: [1] },
  { grip: 'z', label: 'Move pivot along Z', freedom: [2] },
  { grip: 'xy', label: 'Move pivot across X and Y', freedom: [0, 1] },
  { grip: 'xz', label: 'Move pivot across X and Z', freedom: [0, 2] },
  { grip: 'yz', label: 'Move pivot across Y and Z', freedom: [1, 2] },
  { grip: 'free', label: 'Move pivot', freedom: [0, 1, 2] },
]

const STEP = 0.01
const LARGE_STEP = 0.1

/**
 * Which of a grip's axes a key moves, and which way: Left and Right the first, Up and Down the second, the Page keys
 * the third.
 */
function keyMove(key: string, freedom: Freedom): { axis: Axis; sign: 1 | -1 } | null {
  const [first, second = first, third = second] = freedom
  const found = {
    ArrowRight: [first, 1],
    ArrowLeft: [first, -1],
    ArrowUp: [second, 1],
    ArrowDown: [second, -1],
    PageUp: [third, 1],
    PageDown: [third, -1],
  }[key]
  return found ? { axis: found[0] as Axis, sign: found[1] as 1 | -1 } : null
}

const clamped = (pivot: Vec3): Vec3 =>
  vec3((axis) => Math.min(PIVOT_LIMITS.max, Math.max(PIVOT_LIMITS.min, pivot[axis])))

export interface PivotHandlesProps extends StageHands {
  readonly scene: SceneSource
  readonly anchors: Anchors
  readonly layout: GripLayout
  readonly view: () => View
  readonly onLit: (lit: LitGrip | null) => void
  readonly onDragging: (dragging: boolean) => void
  /** Whether one of the grips has the focus. */
  readonly onFocused: (focused: boolean) => void
}

/** The pivot's seven grips: three axes, three planes, and free in the plane of the screen. */
export function PivotHandles({
  scene,
  anchors,
  layout,
  view,
  onChange,
  onCommit,
  onCancel,
  onLit,
  onDragging,
  onFocused,
}: PivotHandlesProps) {
  const pivot = useSyncExternalStore(scene.subscribe, () => scene.get().pivotNormalised)

  const end = (cancelled: boolean) => (cancelled ? onCancel : onCommit)()
  const begin = (freedom: Freedom, grip: Ray) => {
    const { sizeMetres, pivotNormalised: start } = scene.get()
    const drag = beginDrag(stagePoint(sizeMetres, start), freedom, viewDirection(view()), grip)
    const project = (candidate: Vec3) => screenPoint(view(), stagePoint(sizeMetres, candidate))
    onDragging(true)
    return {
      move(ray: Ray, free: boolean) {
        const moved = drag(ray)
        if (moved === null) return
        const target = normalisedPoint(sizeMetres, moved)
        const within = clamped(vec3((axis) => (freedom.includes(axis) ? target[axis] : start[axis])))
        onChange({ kind: 'pivot', pivotNormalised: free ? within : snap(within, freedom, project) })
      },
      end(cancelled: boolean) {
        onDragging(false)
        end(cancelled)
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
    return true
  }

  return GRIPS.map(({ grip, label, freedom }) => (
    <Handle
      key={grip}
      name={`pivot-${grip}`}
      label={label}
      look="hidden"
      value={pivot[freedom[0] ?? 0]}
      valueText={spokenPivot(pivot)}
      min={PIVOT_LIMITS.min}
      max={PIVOT_LIMITS.max}
      anchors={anchors}
      layout={layout}
      view={view}
      onBegin={(ray) => begin(freedom, ray)}
      onKey={onKey(freedom)}
      onKeyEnd={end}
      onLit={(how) => onLit(how && { grip, how })}
      onFocused={onFocused}
    />
  ))
}
