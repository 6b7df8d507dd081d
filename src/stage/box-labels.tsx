import { useEffect, useRef, useSyncExternalStore } from 'react'
import { sayLength } from '../contract/length.ts'
import type { Axis, Vec3 } from '../contract/vec3.ts'
import type { Anchors } from './anchors.ts'
import css from './box-labels.module.css'
import { figurePlace, shownFigure } from './figures.ts'
import type { Scene, SceneSource } from './scene.ts'

interface Label {
  readonly key: string
  readonly text: (scene: Scene) => string
  readonly place: (size: Vec3, scene: Scene) => Vec3
}

const LABELS: readonly Label[] = [
  { key: 'width', text: (scene) => length(scene, 0), place: ([, , d]) => [0, 0, d / 2] },
  { key: 'height', text: (scene) => length(scene, 1), place: ([w, h, d]) => [-w / 2, h * 0.62, d / 2] },
  { key: 'depth', text: (scene) => length(scene, 2), place: ([w]) => [w / 2, 0, 0] },
  { key: 'front', text: () => 'Front', place: (size) => [0, 0, size[2] / 2 + 0.16 * Math.hypot(...size)] },
  { key: 'figure', text: (scene) => shownFigure(scene)?.name ?? '', place: (_size, scene) => figureFoot(scene) },
]

function figureFoot(scene: Scene): Vec3 {
  const figure = shownFigure(scene)
  return figure ? figurePlace(scene, figure) : [0, 0, 0]
}

const length = ({ sizeMetres, automatic, unit }: Scene, axis: Axis): string => `${automatic[axis] ? '≈ ' : ''}${sayLength(sizeMetres[axis], unit)}`

/** It draws again when its own text changes, and not with every move of the pivot. */
function BoxLabel({ scene, anchors, label: { key, text, place } }: { readonly scene: SceneSource; readonly anchors: Anchors; readonly label: Label }) {
  const shown = useSyncExternalStore(scene.subscribe, () => text(scene.get()))
  const element = useRef<HTMLSpanElement>(null)
  useEffect(() => (element.current ? anchors.add(element.current, () => place(scene.get().sizeMetres, scene.get())) : undefined), [anchors, scene, place])
  return (
    <span className={`${css.label} ${key === 'front' || key === 'figure' ? css.front : ''}`} hidden={shown === ''} ref={element}>
      {shown}
    </span>
  )
}

/** Dimensions on the edges they belong to, and which side is the front: page text, so readable at any zoom. */
export const BoxLabels = ({ scene, anchors }: { readonly scene: SceneSource; readonly anchors: Anchors }) => LABELS.map((label) => <BoxLabel key={label.key} scene={scene} anchors={anchors} label={label} />)
