import { Grid } from '@react-three/drei/core/Grid'
import { useSyncExternalStore } from 'react'
import { boxRadius, gridStepMetres, type SceneSource } from './scene.ts'
import { useStageColours } from './stage-colours.ts'
import { GUIDE } from './take-picture.ts'

/** A grid whose lines are 1 mm, 1 cm, 10 cm, 1 m … apart, to suit the box, and the floor that shadows fall on. */
export function Floor({ scene }: { readonly scene: SceneSource }) {
  const colours = useStageColours()
  const step = useSyncExternalStore(scene.subscribe, () => gridStepMetres(boxRadius(scene.get().sizeMetres)))
  return (
    <>
      <Grid
        infiniteGrid
        userData={GUIDE}
        cellSize={step / 10}
        cellThickness={0.6}
        cellColor={colours.grid}
        sectionSize={step}
        sectionThickness={1}
        sectionColor={colours.gridMajor}
        fadeDistance={step * 22}
        fadeStrength={1.6}
        position={[0, -step * 1e-4, 0]}
      />
      <mesh rotation={[-Math.PI / 2, 0, 0]} receiveShadow renderOrder={-1}>
        <planeGeometry args={[step * 40, step * 40]} />
        <shadowMaterial transparent opacity={0.28} depthWrite={false} />
      </mesh>
    </>
  )
}
