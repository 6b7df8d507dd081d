import { useFrame, useThree } from '@react-three/fiber'
import { useRef } from 'react'
import { DoubleSide, type Group, type Mesh } from 'three'
import type { Axis, Vec3 } from '../contract/vec3.ts'
import type { View } from './anchors.ts'
import type { GizmoMeasures } from './gizmo-measures.ts'
import type { GripLayout, PivotGrip } from './grip-layout.ts'
import type { LitGrip } from './pivot-handles.tsx'
import { minus, times } from './ray.ts'
import { stagePoint, type SceneSource } from './scene.ts'
import { useStageColours } from './stage-colours.ts'

const PLANE_SIDE_PX = 17
const HEAD_PX = 16

const ARROWS = ['x', 'y', 'z'] as const
/** In the order of the axes that they are normal to. */
const PLANES = ['yz', 'xz', 'xy'] as const

/** Rotations that turn +Y onto each axis, radians. */
const TOWARDS: readonly [Vec3, Vec3, Vec3] = [
  [0, 0, -Math.PI / 2],
  [0, 0, 0],
  [Math.PI / 2, 0, 0],
]

/** Rotations that turn a square in XY into the plane normal to each axis, radians. */
const FACING: readonly [Vec3, Vec3, Vec3] = [
  [0, Math.PI / 2, 0],
  [-Math.PI / 2, 0, 0],
  [0, 0, 0],
]

/** Drawn over everything else, because a pivot inside the mesh must be seen too. */
const ON_TOP = { depthTest: false, depthWrite: false, transparent: true, toneMapped: false } as const

/** How a grip is drawn by itself, or beside one that is hovered or dragged. */
const LOOKS = {
  idle: { opacity: 1, scale: 1 },
  near: { opacity: 1, scale: 1.35 },
  held: { opacity: 1, scale: 1.7 },
  'beside near': { opacity: 0.5, scale: 1 },
  'beside held': { opacity: 0.2, scale: 1 },
} as const

function lookOf(lit: LitGrip | null, grip: PivotGrip) {
  if (lit === null) return LOOKS.idle
  return lit.grip === grip ? LOOKS[lit.how] : LOOKS[`beside ${lit.how}` as const]
}

export interface PivotMarkerProps {
  readonly scene: SceneSource
  readonly layout: GripLayout
  readonly measures: GizmoMeasures
  readonly view: () => View
  /** The grip that is hovered, focused or dragged. */
  readonly lit: LitGrip | null
}

/** The pivot's axes, planes and centre as drawn. The handles that take the pointer are page elements above them. */
export function PivotMarker({ scene, layout, measures: { arrowPx }, view, lit }: PivotMarkerProps) {
  const group = useRef<Group>(null)
  const grips = useRef<Partial<Record<PivotGrip, Mesh | null>>>({})
  const colours = useStageColours()
  const invalidate = useThree((state) => state.invalidate)
  useFrame(() => {
    const { sizeMetres, pivotNormalised } = scene.get()
    const pivot = stagePoint(sizeMetres, pivotNormalised)
    const metresPerPx = view().metresPerPx(pivot)
    group.current?.position.set(...pivot)
    group.current?.scale.setScalar(metresPerPx)
    // What this view does not offer is not drawn: an arrow loses its head, a plane its square.
    for (const grip of [...ARROWS, ...PLANES]) {
      const [mesh, { place, offered }] = [grips.current[grip], layout.grip(`pivot-${grip}`, view())]
      if (!mesh) continue
      mesh.visible = offered
      if (grip.length === 2) mesh.position.set(...times(minus(place, pivot), 1 / metresPerPx))
    }
  })
  const arrow = (grip: (typeof ARROWS)[number], axis: Axis) => {
    const { opacity, scale } = lookOf(lit, grip)
    const material = <meshBasicMaterial {...ON_TOP} color={colours.axes[axis]} opacity={opacity} />
    const shaftPx = arrowPx - HEAD_PX
    return (
      <group key={grip} rotation={[...TOWARDS[axis]]}>
        <mesh position={[0, shaftPx / 2, 0]} scale={[scale, 1, scale]} renderOrder={11}>
          <cylinderGeometry args={[1.1, 1.1, shaftPx, 8]} />
          {material}
        </mesh>
        <mesh
          ref={(mesh) => void (grips.current[grip] = mesh)}
          position={[0, arrowPx - HEAD_PX / 2, 0]}
          scale={scale}
          renderOrder={11}
        >
          <coneGeometry args={[5, HEAD_PX, 20]} />
          {material}
        </mesh>
      </group>
    )
  }
  const plane = (grip: (typeof PLANES)[number], axis: Axis) => {
    const { opacity, scale } = lookOf(lit, grip)
    return (
      <mesh
        key={grip}
        ref={(mesh) => void (grips.current[grip] = mesh)}
        rotation={[...FACING[axis]]}
        scale={scale}
        renderOrder={10}
      >
        <planeGeometry args={[PLANE_SIDE_PX, PLANE_SIDE_PX]} />
        <meshBasicMaterial
          {...ON_TOP}
          color={colours.axes[axis]}
          opacity={(lit?.grip === grip ? 0.9 : 0.6) * opacity}
          side={DoubleSide}
        />
      </mesh>
    )
  }
  const { opacity, scale } = lookOf(lit, 'free')
  return (
    <group ref={group} onUpdate={() => invalidate()}>
      {ARROWS.map((grip, axis) => arrow(grip, axis as Axis))}
      {PLANES.map((grip, axis) => plane(grip, axis as Axis))}
      <mesh renderOrder={12} scale={scale}>
        <sphereGeometry args={[7.5, 24, 16]} />
        <meshBasicMaterial {...ON_TOP} color={colours.floor} opacity={opacity} />
      </mesh>
      <mesh renderOrder={13} scale={scale}>
        <sphereGeometry args={[6, 24, 16]} />
        <meshBasicMaterial {...ON_TOP} color={colours.box} opacity={opacity} />
      </mesh>
      <mesh renderOrder={14}>
        <sphereGeometry args={[2.5, 16, 12]} />
        <meshBasicMaterial {...ON_TOP} color={colours.floor} />
      </mesh>
    </group>
  )
}
