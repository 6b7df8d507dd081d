import { useFrame, useThree } from '@react-three/fiber'
import { useRef } from 'react'
import { DoubleSide, type Group } from 'three'
import type { Axis, Vec3 } from '../contract/vec3.ts'
import type { View } from './anchors.ts'
import { sightTo } from './camera-view.ts'
import { isSeen, type Freedom } from './drag.ts'
import { stagePoint, type SceneSource } from './scene.ts'
import { useStageColours } from './stage-colours.ts'

/** The gizmo's measures in CSS pixels; it keeps its size on the screen at any zoom. */
export const ARROW_PX = 74
export const PLANE_PX = 26
const PLANE_SIDE_PX = 15

/** Quarter turns that bring +Y onto the axis. */
const TOWARDS: readonly [Vec3, Vec3, Vec3] = [
  [0, 0, -Math.PI / 2],
  [0, 0, 0],
  [Math.PI / 2, 0, 0],
]

/** Turns that bring a square in XY into the plane that an axis is normal to. */
const FACING: readonly [Vec3, Vec3, Vec3] = [
  [0, Math.PI / 2, 0],
  [-Math.PI / 2, 0, 0],
  [0, 0, 0],
]

/** Freedoms of the group's first children: three arrows, then three planes by their normals. */
const DRAWN: readonly Freedom[] = [[0], [1], [2], [1, 2], [0, 2], [0, 1]]

/** Draws over the scene: a pivot inside the mesh must still be seen. */
const ON_TOP = { depthTest: false, depthWrite: false, transparent: true, toneMapped: false } as const

export interface PivotMarkerProps {
  readonly scene: SceneSource
  readonly view: () => View
  /** Handle under the pointer or in hand, which is drawn brighter. */
  readonly lit: string | null
}

/** Axes, planes and centre of the pivot as they are seen; the handles that are grasped lie over them in the page. */
export function PivotMarker({ scene, view, lit }: PivotMarkerProps) {
  const group = useRef<Group>(null)
  const colours = useStageColours()
  const invalidate = useThree((state) => state.invalidate)
  useFrame(() => {
    const { sizeMetres, pivotNormalised } = scene.get()
    const place = stagePoint(sizeMetres, pivotNormalised)
    group.current?.position.set(...place)
    group.current?.scale.setScalar(view().metresPerPx(place))
    // What cannot be dragged in this view is not drawn either.
    const sight = sightTo(view(), place)
    group.current?.children.forEach((child, index) => {
      const freedom = DRAWN[index]
      if (freedom) child.visible = isSeen(freedom, sight)
    })
  })
  const opacity = (handle: string) => (lit === null || lit === handle ? 1 : 0.45)
  const arrow = (axis: Axis) => {
    const handle = 'xyz'[axis] ?? ''
    const material = <meshBasicMaterial {...ON_TOP} color={colours.axes[axis]} opacity={opacity(handle)} />
    const thick = lit === handle ? 1.5 : 1
    return (
      <group key={handle} rotation={[...TOWARDS[axis]]}>
        <mesh position={[0, ARROW_PX / 2 - 6, 0]} scale={[thick, 1, thick]} renderOrder={11}>
          <cylinderGeometry args={[1.1, 1.1, ARROW_PX - 12, 8]} />
          {material}
        </mesh>
        <mesh position={[0, ARROW_PX - 4, 0]} scale={thick} renderOrder={11}>
          <coneGeometry args={[5, 16, 20]} />
          {material}
        </mesh>
      </group>
    )
  }
  const plane = (axis: Axis) => {
    const handle = ['yz', 'xz', 'xy'][axis] ?? ''
    const place: [number, number, number] = [PLANE_PX, PLANE_PX, PLANE_PX]
    place[axis] = 0
    return (
      <mesh key={handle} position={place} rotation={[...FACING[axis]]} renderOrder={10}>
        <planeGeometry args={[PLANE_SIDE_PX, PLANE_SIDE_PX]} />
        <meshBasicMaterial {...ON_TOP} color={colours.axes[axis]} opacity={0.55 * opacity(handle)} side={DoubleSide} />
      </mesh>
    )
  }
  return (
    <group ref={group} onUpdate={() => invalidate()}>
      {([0, 1, 2] as const).map(arrow)}
      {([0, 1, 2] as const).map(plane)}
      <mesh renderOrder={12}>
        <sphereGeometry args={[lit === 'free' ? 7.5 : 6, 24, 16]} />
        <meshBasicMaterial {...ON_TOP} color={colours.box} opacity={opacity('free')} />
      </mesh>
      <mesh renderOrder={13}>
        <sphereGeometry args={[2.5, 16, 12]} />
        <meshBasicMaterial {...ON_TOP} color={colours.floor} />
      </mesh>
    </group>
  )
}
