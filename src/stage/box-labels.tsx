import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { Vec3 } from '../contract/vec3.ts'
import type { Anchors } from './anchors.ts'
import css from './box-labels.module.css'
import type { Scene, SceneSource } from './scene.ts'

/** Metres as people say them: 1.25 m, 42 cm, 8 mm. */
export function sayLength(metres: number): string {
  const [value, unit] = metres >= 1 ? [metres, 'm'] : metres >= 0.01 ? [metres * 100, 'cm'] : [metres * 1000, 'mm']
  return `${Number(value.toPrecision(3))} ${unit}`
}

interface Label {
  readonly key: string
  readonly text: (scene: Scene) => string
  readonly place: (size: Vec3) => Vec3
}

const LABELS: readonly Label[] = [
  { key: 'width', text: ({ sizeMetres, automatic }) => about(automatic[0]) + sayLength(sizeMetres[0]), place: ([, , d]) => [0, 0, d / 2] },
  { key: 'height', text: ({ sizeMetres, automatic }) => about(automatic[1]) + sayLength(sizeMetres[1]), place: ([w, h, d]) => [-w / 2, h * 0.62, d / 2] },
  { key: 'depth', text: ({ sizeMetres, automatic }) => about(automatic[2]) + sayLength(sizeMetres[2]), place: ([w]) => [w / 2, 0, 0] },
  { key: 'front', text: () => 'Front', place: (size) => [0, 0, size[2] / 2 + 0.16 * Math.hypot(...size)] },
]

const about = (automatic: boolean): string => (automatic ? '≈ ' : '')

/** Dimensions on the edges they belong to, and which side is the front: page text, so readable at any zoom. */
export function BoxLabels({ scene, anchors }: { readonly scene: SceneSource; readonly anchors: Anchors }) {
  const now = useSyncExternalStore(scene.subscribe, scene.get)
  const elements = useRef<(HTMLSpanElement | null)[]>([])
  useEffect(() => {
    const leave = LABELS.map(({ place }, index) => {
      const element = elements.current[index]
      return element ? anchors.add(element, () => place(scene.get().sizeMetres)) : null
    })
    return () => leave.forEach((each) => each?.())
  }, [anchors, scene])
  return (
    <>
      {LABELS.map(({ key, text }, index) => (
        <span key={key} className={`${css.label} ${key === 'front' ? css.front : ''}`} ref={(element) => void (elements.current[index] = element)}>
          {text(now)}
        </span>
      ))}
    </>
  )
}
