import { useSyncExternalStore } from 'react'
import { SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import { AXES, type Axis } from '../contract/vec3.ts'
import type { Anchors, View } from './anchors.ts'
import { viewDirection } from './camera-view.ts'
import { beginDrag } from './drag.ts'
import { faceSide, type GripLayout } from './grip-layout.ts'
import { Handle } from './handle.tsx'
import type { Ray } from './ray.ts'
import type { SceneSource, StageHands } from './scene.ts'

const NAMES = ['width', 'height', 'depth'] as const
const STEP = 1.01
const LARGE_STEP = 1.1

const clamp = (metres: number): number => Math.min(SIZE_LIMITS_METRES.max, Math.max(SIZE_LIMITS_METRES.min, metres))

/**
 * The size along an axis whose face has been moved to a distance from the stage's origin. The box stands on the floor,
 * so its height follows the top. Sideways its middle stays over the origin, so the opposite face moves too, and neither
 * the view nor what is beside the box has to.
 */
export const sizeFromFace = (axis: Axis, faceMetres: number): number => clamp(axis === 1 ? faceMetres : 2 * faceMetres)

export interface SizeHandlesProps extends StageHands {
  readonly scene: SceneSource
  readonly anchors: Anchors
  readonly layout: GripLayout
  readonly view: () => View
  readonly onDragging: (dragging: boolean) => void
}

/** Grips on the faces that are turned to the eye: right or left, front or back, and the top. */
export function SizeHandles({
  scene,
  anchors,
  layout,
  view,
  onChange,
  onCommit,
  onCancel,
  onDragging,
}: SizeHandlesProps) {
  return AXES.map((axis) => (
    <SizeHandle key={axis} {...{ axis, scene, anchors, layout, view, onChange, onCommit, onCancel, onDragging }} />
  ))
}

function SizeHandle({
  axis,
  scene,
  anchors,
  layout,
  view,
  onChange,
  onCommit,
  onCancel,
  onDragging,
}: SizeHandlesProps & { readonly axis: Axis }) {
  const metres = useSyncExternalStore(scene.subscribe, () => Number(scene.get().sizeMetres[axis].toPrecision(4)))
  const name = `size-${(['x', 'y', 'z'] as const)[axis]}` as const

  const end = (cancelled: boolean) => (cancelled ? onCancel : onCommit)()
  const begin = (grip: Ray) => {
    const side = faceSide(view(), axis)
    const drag = beginDrag(layout.grip(name, view()).place, [axis], viewDirection(view()), grip)
    onDragging(true)
    return {
      move(ray: Ray) {
        const moved = drag(ray)
        if (moved !== null) onChange({ kind: 'size', axis, metres: sizeFromFace(axis, side * moved[axis]) })
      },
      end(cancelled: boolean) {
        onDragging(false)
        end(cancelled)
      },
    }
  }

  const onKey = (key: string, large: boolean) => {
    const sign = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[key]
    if (sign === undefined) return false
    onChange({ kind: 'size', axis, metres: scene.get().sizeMetres[axis] * (large ? LARGE_STEP : STEP) ** sign })
    return true
  }

  return (
    <Handle
      name={name}
      label={`Drag ${NAMES[axis]}`}
      look="dot"
      value={metres}
      valueText={`${metres} metres`}
      min={SIZE_LIMITS_METRES.min}
      max={SIZE_LIMITS_METRES.max}
      anchors={anchors}
      layout={layout}
      view={view}
      onBegin={begin}
      onKey={onKey}
      onKeyEnd={end}
    />
  )
}
