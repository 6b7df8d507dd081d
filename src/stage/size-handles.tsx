import { useMemo, useSyncExternalStore } from 'react'
import { SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import { AXES, vec3, type Axis, type Vec3 } from '../contract/vec3.ts'
import type { Anchors, View } from './anchors.ts'
import { sightTo, viewDirection } from './camera-view.ts'
import { beginDrag, isSeen } from './drag.ts'
import { Handle } from './handle.tsx'
import type { Ray } from './ray.ts'
import type { SceneSource, StageEdit } from './scene.ts'

const NAMES = ['width', 'height', 'depth'] as const
const STEP = 1.01
const LARGE_STEP = 1.1

/** Middle of the right, top or front face, stage metres. */
const faceMiddle = (sizeMetres: Vec3, axis: Axis): Vec3 =>
  vec3((each) => {
    if (each === axis) return each === 1 ? sizeMetres[1] : sizeMetres[each] / 2
    return each === 1 ? sizeMetres[1] / 2 : 0
  })

/** Size of an axis when its face's middle has been moved: the box grows upwards from the floor, and to both sides otherwise. */
export const sizeOfFace = (axis: Axis, faceMetres: number): number =>
  Math.min(SIZE_LIMITS_METRES.max, Math.max(SIZE_LIMITS_METRES.min, axis === 1 ? faceMetres : 2 * faceMetres))

export interface SizeHandlesProps {
  readonly scene: SceneSource
  readonly anchors: Anchors
  readonly view: () => View
  readonly onChange: (edit: StageEdit) => void
  readonly onCommit: () => void
  readonly onDragging: (dragging: boolean) => void
}

/** Grips on the right, top and front face of the box. */
export function SizeHandles({ scene, anchors, view, onChange, onCommit, onDragging }: SizeHandlesProps) {
  const sizeMetres = useSyncExternalStore(scene.subscribe, () => scene.get().sizeMetres)
  const places = useMemo(() => AXES.map((axis) => () => faceMiddle(scene.get().sizeMetres, axis)), [scene])

  const sights = useMemo(() => AXES.map((axis) => (seen: View) => isSeen([axis], sightTo(seen, faceMiddle(scene.get().sizeMetres, axis)))), [scene])

  const begin = (axis: Axis, grip: Ray) => {
    const start = scene.get().sizeMetres
    const drag = beginDrag(faceMiddle(start, axis), [axis], viewDirection(view()), grip)
    onDragging(true)
    return {
      move(ray: Ray) {
        const moved = drag(ray)
        if (moved !== null) onChange({ kind: 'size', axis, metres: sizeOfFace(axis, moved[axis]) })
      },
      end(cancelled: boolean) {
        if (cancelled) onChange({ kind: 'size', axis, metres: start[axis] })
        onDragging(false)
        onCommit()
      },
    }
  }

  const onKey = (axis: Axis) => (key: string, large: boolean) => {
    const sign = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[key]
    if (sign === undefined) return false
    onChange({ kind: 'size', axis, metres: scene.get().sizeMetres[axis] * (large ? LARGE_STEP : STEP) ** sign })
    onCommit()
    return true
  }

  return (
    <>
      {AXES.map((axis) => (
        <Handle
          key={axis}
          name={`size-${'xyz'[axis]}`}
          label={`Drag ${NAMES[axis]}`}
          look="dot"
          value={Number(sizeMetres[axis].toPrecision(4))}
          valueText={`${Number(sizeMetres[axis].toPrecision(4))} metres`}
          min={SIZE_LIMITS_METRES.min}
          max={SIZE_LIMITS_METRES.max}
          anchors={anchors}
          place={places[axis] ?? (() => [0, 0, 0])}
          reachable={sights[axis] ?? (() => true)}
          view={view}
          onBegin={(grip) => begin(axis, grip)}
          onKey={onKey(axis)}
          onLit={() => {}}
        />
      ))}
    </>
  )
}
