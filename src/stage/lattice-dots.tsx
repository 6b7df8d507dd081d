import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { Vec3 } from '../contract/vec3.ts'
import type { Anchors } from './anchors.ts'
import { LATTICE, latticeName } from './lattice.ts'
import css from './lattice-dots.module.css'
import { sameVec3, stagePoint, type SceneSource, type StageEdit } from './scene.ts'

export interface LatticeDotsProps {
  readonly scene: SceneSource
  readonly anchors: Anchors
  readonly onChange: (edit: StageEdit) => void
  readonly onCommit: () => void
}

/**
 * The 27 points that the pivot snaps to, shown while one of its grips is held or has the focus. A click moves the pivot
 * there and leaves the focus on the grip, so the points stay. The keyboard has the grips, the fields and the presets.
 */
export function LatticeDots({ scene, anchors, onChange, onCommit }: LatticeDotsProps) {
  const pivot = useSyncExternalStore(scene.subscribe, () => scene.get().pivotNormalised)
  const elements = useRef<(HTMLButtonElement | null)[]>([])
  useEffect(() => {
    const removals = LATTICE.map((point, index) => {
      const element = elements.current[index]
      return element ? anchors.addDot(element, () => stagePoint(scene.get().sizeMetres, point)) : null
    })
    return () => removals.forEach((remove) => remove?.())
  }, [anchors, scene])
  const movePivot = (pivotNormalised: Vec3) => {
    onChange({ kind: 'pivot', pivotNormalised })
    onCommit()
  }
  return LATTICE.map((point, index) => (
    <button
      key={point.join()}
      ref={(element) => void (elements.current[index] = element)}
      type="button"
      className={css.dot}
      data-lattice={point.join()}
      data-here={sameVec3(pivot, point)}
      tabIndex={-1}
      aria-label={`Pivot to ${latticeName(point)}`}
      title={latticeName(point) ?? ''}
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => movePivot(point)}
    />
  ))
}
