import { useFrame } from '@react-three/fiber'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { DoubleSide, ShapeGeometry, type Group } from 'three'
import { figurePlace, shownFigure, type Figure } from './figures.ts'
import type { SceneSource } from './scene.ts'
import { useStageColours } from './stage-colours.ts'

/** The figure that suits the box, or null when it is hidden. */
export const useFigure = (scene: SceneSource): Figure | null =>
  useSyncExternalStore(scene.subscribe, () => shownFigure(scene.get()))

/** Something of known size beside the box, flat and quiet. */
export function ScaleFigure({ scene }: { readonly scene: SceneSource }) {
  const figure = useFigure(scene)
  const colours = useStageColours()
  const group = useRef<Group>(null)
  const geometry = useMemo(() => (figure ? new ShapeGeometry(figure.outline(), 24) : null), [figure])
  useEffect(() => () => geometry?.dispose(), [geometry])
  useFrame(() => {
    if (figure) group.current?.position.set(...figurePlace(scene.get(), figure))
  })
  return geometry ? (
    <group ref={group}>
      <mesh geometry={geometry} renderOrder={-1}>
        <meshBasicMaterial color={colours.gridMajor} transparent opacity={0.4} side={DoubleSide} depthWrite={false} />
      </mesh>
    </group>
  ) : null
}
