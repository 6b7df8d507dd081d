import { useFrame } from '@react-three/fiber'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { DoubleSide, ShapeGeometry, type Group, type MeshBasicMaterial } from 'three'
import type { Controls } from './camera-operator.ts'
import { PRESENTED_PART, excessOf, figurePlace, presentedPlace, shownFigure } from './figures.ts'
import type { SceneSource } from './scene.ts'
import { useStageColours } from './stage-colours.ts'

const OPACITY = 0.32
const PRESENTED_OPACITY = 0.6

export interface ScaleFigureProps {
  readonly scene: SceneSource
  /** Before an audience it stays left of what is shown, turned to the eye, and is a little stronger. */
  readonly presented: boolean
}

/** Something of known size beside the box, flat and quiet. */
export function ScaleFigure({ scene, presented }: ScaleFigureProps) {
  const figure = useSyncExternalStore(scene.subscribe, () =>
    shownFigure(scene.get(), presented ? PRESENTED_PART : undefined),
  )
  const colours = useStageColours()
  const group = useRef<Group>(null)
  const material = useRef<MeshBasicMaterial>(null)
  const geometry = useMemo(() => (figure ? new ShapeGeometry(figure.outline(), 24) : null), [figure])
  useEffect(() => () => geometry?.dispose(), [geometry])
  useFrame(({ camera, controls }) => {
    if (!figure || !group.current) return
    const drawn = scene.get()
    const { x = 0, z = 0 } = (controls as Controls | null)?.target ?? {}
    const angleRad = presented ? Math.atan2(camera.position.x - x, camera.position.z - z) : 0
    group.current.rotation.y = angleRad
    group.current.position.set(...(presented ? presentedPlace(drawn, figure, angleRad) : figurePlace(drawn, figure)))
    if (material.current)
      material.current.opacity = presented ? PRESENTED_OPACITY : OPACITY / excessOf(drawn, figure) ** 2
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
