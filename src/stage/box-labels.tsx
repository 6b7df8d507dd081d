import { useEffect, useRef, useSyncExternalStore } from 'react'
import { sayLength } from '../contract/length.ts'
import type { Axis, Vec3 } from '../contract/vec3.ts'
import { screenPoint, type Anchors, type View } from './anchors.ts'
import { edgeLabelPlace } from './box-edges.ts'
import css from './box-labels.module.css'
import { figurePlace, shownFigure } from './figures.ts'
import type { ScreenPoint } from './lattice.ts'
import type { Scene, SceneSource } from './scene.ts'

interface Label {
  readonly key: string
  readonly text: (scene: Scene) => string
  readonly place: (view: View, scene: Scene) => ScreenPoint | null
}

const length = ({ sizeMetres, automatic, unit }: Scene, axis: Axis): string =>
  `${automatic[axis] ? '≈ ' : ''}${sayLength(sizeMetres[axis], unit)}`

const ofAxis = (key: string, axis: Axis): Label => ({
  key,
  text: (scene) => length(scene, axis),
  place: (view, { sizeMetres }) => edgeLabelPlace(view, sizeMetres, axis),
})

/** A place as it is seen; null outside the picture, where its label has nothing to point at. */
function insidePicture(view: View, place: Vec3): ScreenPoint | null {
  const point = screenPoint(view, place)
  return point && point.x >= 0 && point.x <= view.widthPx && point.y >= 0 && point.y <= view.heightPx ? point : null
}

function figureFoot(view: View, scene: Scene): ScreenPoint | null {
  const figure = shownFigure(scene)
  return figure && insidePicture(view, figurePlace(scene, figure))
}

const LABELS: readonly Label[] = [
  ofAxis('width', 0),
  ofAxis('height', 1),
  ofAxis('depth', 2),
  {
    key: 'front',
    text: () => 'Front',
    place: (view, { sizeMetres }) => insidePicture(view, [0, 0, sizeMetres[2] / 2 + 0.16 * Math.hypot(...sizeMetres)]),
  },
  { key: 'figure', text: (scene) => shownFigure(scene)?.name ?? '', place: figureFoot },
]

/**
 * The dimensions on their edges, the front side and the figure's name, as page text so that they stay legible at any
 * zoom.
 */
export function BoxLabels({ scene, anchors }: { readonly scene: SceneSource; readonly anchors: Anchors }) {
  return LABELS.map((label) => <BoxLabel key={label.key} label={label} scene={scene} anchors={anchors} />)
}

/** Renders again only when its own text changes. */
function BoxLabel({
  label: { key, text, place },
  scene,
  anchors,
}: {
  readonly label: Label
  readonly scene: SceneSource
  readonly anchors: Anchors
}) {
  const now = useSyncExternalStore(scene.subscribe, () => text(scene.get()))
  const element = useRef<HTMLSpanElement>(null)
  useEffect(
    () => (element.current ? anchors.addLabel(element.current, (view) => place(view, scene.get())) : undefined),
    [anchors, place, scene],
  )
  return (
    <span
      className={`${css.label} ${key === 'front' || key === 'figure' ? css.front : ''}`}
      data-label={key}
      hidden={now === ''}
      ref={element}
    >
      {now}
    </span>
  )
}
