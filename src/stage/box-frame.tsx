import { useFrame } from '@react-three/fiber'
import { useEffect, useMemo, useRef } from 'react'
import { BufferAttribute, BufferGeometry, type Group } from 'three'
import { AXES, type Axis } from '../contract/vec3.ts'
import type { SceneSource } from './scene.ts'
import { useStageColours } from './stage-colours.ts'

/** Dashes along an edge of an automatic axis, whatever its length. */
const DASHES = 14

/** The four edges along an axis of a unit cube that stands on the floor, with the distances that dashing needs. */
function edgesAlong(axis: Axis): BufferGeometry {
  const [b, c] = AXES.filter((other) => other !== axis) as [Axis, Axis]
  const positions: number[] = []
  const distances: number[] = []
  for (const u of [-0.5, 0.5]) {
    for (const v of [-0.5, 0.5]) {
      for (const end of [-0.5, 0.5]) {
        const point: [number, number, number] = [0, 0, 0]
        point[axis] = end
        point[b] = u
        point[c] = v
        positions.push(point[0], point[1] + 0.5, point[2])
        distances.push(end + 0.5)
      }
    }
  }
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(Float32Array.from(positions), 3))
  geometry.setAttribute('lineDistance', new BufferAttribute(Float32Array.from(distances), 1))
  return geometry
}

/** The box as lines, dashed along automatic axes. It follows the draft without rendering again. */
export function BoxFrame({ scene }: { readonly scene: SceneSource }) {
  const group = useRef<Group>(null)
  const colours = useStageColours()
  const edges = useMemo(() => AXES.map((axis) => ({ axis, geometry: edgesAlong(axis) })), [])
  useEffect(() => () => edges.forEach(({ geometry }) => geometry.dispose()), [edges])
  useFrame(() => {
    const { sizeMetres, automatic } = scene.get()
    group.current?.scale.set(...sizeMetres)
    group.current?.children.forEach((child, index) => {
      child.visible = automatic[(index >> 1) as Axis] === (index % 2 === 1)
    })
  })
  return (
    <group ref={group}>
      {edges.flatMap(({ axis, geometry }) => [
        <lineSegments key={`${axis} solid`} geometry={geometry} renderOrder={1}>
          <lineBasicMaterial color={colours.box} transparent opacity={0.9} />
        </lineSegments>,
        <lineSegments key={`${axis} dashed`} geometry={geometry} renderOrder={1}>
          <lineDashedMaterial
            color={colours.box}
            transparent
            opacity={0.9}
            dashSize={0.5 / DASHES}
            gapSize={0.5 / DASHES}
          />
        </lineSegments>,
      ])}
    </group>
  )
}
