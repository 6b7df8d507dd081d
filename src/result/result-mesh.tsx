import { useThree } from '@react-three/fiber'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { boxSize, type Vec3 } from '../contract/vec3.ts'
import { applyLook } from './apply-look.ts'
import { disposeScene } from './dispose-scene.ts'
import { meshQuery } from './mesh-query.ts'
import { Moving } from './moving.tsx'
import type { Result } from './result.ts'
import { useViewing, type Viewer } from './viewer.ts'

/** Explains, and is in no picture of the mesh. */
const GUIDE = { guide: true }

/** Length of the origin's axes against the mesh's longest side. */
const AXES_PART = 0.18

export interface ResultMeshProps {
  readonly result: Result
  readonly viewer: Viewer
}

/** The mesh in the stage: its box rests on the floor in the middle, as the draft's does; its own origin is drawn as axes. */
export function ResultMesh({ result, viewer }: ResultMeshProps) {
  const { data } = useQuery(meshQuery(result))
  const invalidate = useThree((state) => state.invalidate)
  const at = useMemo((): Vec3 => {
    if (!data) return [0, 0, 0]
    const { min, max } = data.box
    return [-(min[0] + max[0]) / 2, -min[1], -(min[2] + max[2]) / 2]
  }, [data])
  useEffect(() => invalidate(), [data, invalidate])
  const look = useViewing(viewer, (viewing) => viewing.look)
  const motion = useViewing(viewer, (viewing) => viewing.motion)
  const axes = useViewing(viewer, (viewing) => viewing.axes)
  useEffect(() => {
    if (!data) return undefined
    const undo = applyLook(data.scene, look)
    invalidate()
    return undo
  }, [data, look, invalidate])
  useEffect(() => (data ? () => disposeScene(data.scene) : undefined), [data])
  if (!data) return null
  return (
    <group position={[...at]}>
      <Moving motion={motion} box={data.box}>
        <primitive object={data.scene} />
        {axes ? <axesHelper args={[AXES_PART * Math.max(...boxSize(data.box))]} renderOrder={8} material-depthTest={false} userData={GUIDE} /> : null}
      </Moving>
    </group>
  )
}
