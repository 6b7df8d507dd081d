import { useFrame } from '@react-three/fiber'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { DoubleSide, ShapeGeometry, type Group, type MeshBasicMaterial } from 'three'
import { excessOf, figurePlace, shownFigure, type Figure } from './figures.ts'
import type { SceneSource } from './scene.ts'
import { useStageColours } from './stage-colours.ts'

/** The figure that suits the box, or null when it is hidden. */
export const useFigure = (scene: SceneSource): Figure | null =>
  useSyncExternalStore(scene.subscribe, () => shownFigure(scene.get()))

const OPACITY = 0.32

/** Something of known size beside the box, flat and quiet. */
export function ScaleFigure({ scene }: { readonly scene: SceneSource }) {
  const figure = useFigure(scene)
  const colours = useStageColours()
  const group = useRef<Group>(null)
  const geometry = useMemo(() => (figure ? new ShapeGeometry(figure.outline(), 24) : null), [figure])
  useEffect(() => () => geometry?.dispose(), [geometry])
  const material = useRef<MeshBasicMaterial>(null)
  useFrame(() => {
    if (!figure) return
    group.current?.position.set(...figurePlace(scene.get(), figure))
    if (material.current) material.current.opacity = OPACITY / excessOf(scene.get(), figure) ** 2
  })
  return geometry ? (
    <group ref={group}>
      <mesh geometry={geometry} renderOrder={-1}>
        <meshBasicMaterial
          ref={material}
          color={colours.gridMajor}
          transparent
          opacity={OPACITY}
          side={DoubleSide}
          depthWrite={false}
        />
      </mesh>
    </group>
  ) : null
}
