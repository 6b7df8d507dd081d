import { useFrame } from '@react-three/fiber'
import { useEffect, useMemo, useRef } from 'react'
import { BufferAttribute, BufferGeometry, type Group } from 'three'
import { LATTICE } from './lattice.ts'
import type { SceneSource } from './scene.ts'
import { useStageColours } from './stage-colours.ts'

/** The 27 places a pivot snaps to, shown while it is dragged. */
export function LatticePoints({ scene }: { readonly scene: SceneSource }) {
  const group = useRef<Group>(null)
  const colours = useStageColours()
  const geometry = useMemo(() => {
    const points = new BufferGeometry()
    points.setAttribute('position', new BufferAttribute(Float32Array.from(LATTICE.flatMap(([x, y, z]) => [x, y + 0.5, z])), 3))
    return points
  }, [])
  useEffect(() => () => geometry.dispose(), [geometry])
  useFrame(() => void group.current?.scale.set(...scene.get().sizeMetres))
  return (
    <group ref={group}>
      <points geometry={geometry} renderOrder={9}>
        <pointsMaterial color={colours.box} size={7} sizeAttenuation={false} depthTest={false} transparent opacity={0.85} />
      </points>
    </group>
  )
}
