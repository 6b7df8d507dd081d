import { useFrame, useThree } from '@react-three/fiber'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Group } from 'three'
import { boxSize, type Box, type Vec3 } from '../contract/vec3.ts'
import { applyLook } from '../viewer/apply-look.ts'
import { disposeScene } from '../viewer/dispose-scene.ts'
import { meshQuery } from './mesh-query.ts'
import { Moving } from '../viewer/moving.tsx'
import { turnQuaternion } from '../glb/quarter-turn.ts'
import type { RefitRequest } from '../glb/refit-request.ts'
import type { Result } from './result.ts'
import { boxAs, solve } from '../glb/solve.ts'
import { useViewing, type Viewer } from '../viewer/viewer.ts'
import type { RefitTarget } from './refit-target.ts'

/** Marks what explains the mesh, and stays out of pictures of it. */
const GUIDE = { guide: true }

/** Length of the origin's axes as a part of the mesh's longest side. */
const AXES_PART = 0.18

export interface ResultMeshProps {
  readonly result: Result
  readonly viewer: Viewer
  readonly refit: RefitTarget
}

/**
 * The mesh in the stage: its box rests on the floor in the middle, as the draft's does; its own origin is drawn as axes. A refit shows at
 * once, by a transform on the graphics card; the file is baked when it is saved.
 */
export function ResultMesh({ result, viewer, refit }: ResultMeshProps) {
  const { data } = useQuery(meshQuery(result))
  const invalidate = useThree((state) => state.invalidate)
  const resting = useRef<Group>(null)
  const fitted = useRef<Group>(null)
  const axesAt = useRef<Group>(null)
  const look = useViewing(viewer, (viewing) => viewing.look)
  const motion = useViewing(viewer, (viewing) => viewing.motion)
  const axes = useViewing(viewer, (viewing) => viewing.axes)
  // A refit can change without anything else that the stage redraws for.
  useEffect(() => refit.subscribe(() => invalidate()), [refit, invalidate])
  useEffect(() => {
    if (!data) return undefined
    const undo = applyLook(data.scene, look)
    invalidate()
    return undo
  }, [data, look, invalidate])
  useEffect(() => (data ? () => disposeScene(data.scene) : undefined), [data])
  useFrame(() => {
    if (!data) return
    const { turn, scale, offset, box } = placed(data.box, refit.get())
    fitted.current?.scale.set(...scale)
    fitted.current?.position.set(...offset)
    fitted.current?.children[0]?.quaternion.set(...turn)
    resting.current?.position.set(-(box.min[0] + box.max[0]) / 2, -box.min[1], -(box.min[2] + box.max[2]) / 2)
    axesAt.current?.scale.setScalar(AXES_PART * Math.max(...boxSize(box)))
  })
  if (!data) return null
  return (
    <group ref={resting}>
      <Moving motion={motion} box={() => boxAs(data.box, refit.get())}>
        <group ref={fitted}>
          <group>
            <primitive object={data.scene} />
          </group>
        </group>
        {axes ? (
          <group ref={axesAt}>
            <axesHelper args={[1]} renderOrder={8} material-depthTest={false} userData={GUIDE} />
          </group>
        ) : null}
      </Moving>
    </group>
  )
}

interface Placed {
  readonly turn: readonly [number, number, number, number]
  readonly scale: Vec3
  readonly offset: Vec3
  readonly box: Box
}

/** How a mesh stands with the size and origin of a refit. */
function placed(own: Box, refit: RefitRequest | null): Placed {
  if (!refit) return { turn: [0, 0, 0, 1], scale: [1, 1, 1], offset: [0, 0, 0], box: own }
  const { scale, offsetMetres } = solve(own, refit)
  return { turn: turnQuaternion(refit.turnAbout ?? null), scale, offset: offsetMetres, box: boxAs(own, refit) }
}
