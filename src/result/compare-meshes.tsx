import { useFrame, useThree } from '@react-three/fiber'
import { useEffect, useRef } from 'react'
import { DirectionalLight, PerspectiveCamera, type Group, type Scene, type WebGLRenderer } from 'three'
import { applyLook } from '../viewer/apply-look.ts'
import { disposeScene } from '../viewer/dispose-scene.ts'
import { panesOf, type Pane } from '../viewer/panes.ts'
import type { Compared } from './result-item.ts'
import { useViewing, type Viewer } from '../viewer/viewer.ts'

/** Each pane shows another mesh, so each needs its own shadow. */
function renewShadows(scene: Scene): void {
  scene.traverse((object) => {
    if (object instanceof DirectionalLight && object.castShadow) object.shadow.needsUpdate = true
  })
}

/** The stage's camera for one pane, for which it is framed. */
function eyeFor(camera: PerspectiveCamera, { width, height }: Pane): PerspectiveCamera {
  const eye = camera.clone()
  eye.aspect = width / height
  eye.updateProjectionMatrix()
  return eye
}

function draw(gl: WebGLRenderer, scene: Scene, eye: PerspectiveCamera, view: Pane, cut: Pane): void {
  gl.setViewport(view.x, view.y, view.width, view.height)
  gl.setScissor(cut.x, cut.y, cut.width, cut.height)
  gl.setScissorTest(true)
  renewShadows(scene)
  gl.render(scene, eye)
}

export interface CompareMeshesProps {
  readonly compared: readonly Compared[]
  readonly viewer: Viewer
}

/** Two to four meshes, each in its pane or one wiped over the other, seen by one camera. */
export function CompareMeshes({ compared, viewer }: CompareMeshesProps) {
  const groups = useRef(new Map<string, Group>())
  const invalidate = useThree((state) => state.invalidate)
  const look = useViewing(viewer, (viewing) => viewing.look)
  useEffect(() => {
    const undo = compared.map(({ mesh }) => applyLook(mesh.scene, look))
    invalidate()
    return () => undo.forEach((restore) => restore())
  }, [compared, look, invalidate])
  useEffect(() => () => compared.forEach(({ mesh }) => disposeScene(mesh.scene)), [compared])
  useEffect(() => viewer.subscribe(() => invalidate()), [viewer, invalidate])

  // A positive priority takes over the drawing from react-three-fiber.
  useFrame(({ gl, scene, camera, size }) => {
    if (!(camera instanceof PerspectiveCamera)) return
    const { wipe } = viewer.get()
    const whole = { x: 0, y: 0, width: size.width, height: size.height }
    const edge = size.width * (wipe ?? 0)
    const panes = panesOf(compared.length, size.width, size.height)
    for (const [index, { result }] of compared.entries()) {
      for (const [version, group] of groups.current) group.visible = version === result.version
      const pane = panes[index] ?? whole
      const cut = index === 0 ? { ...whole, width: edge } : { ...whole, x: edge, width: size.width - edge }
      draw(
        gl,
        scene,
        eyeFor(camera, wipe === null ? pane : whole),
        wipe === null ? pane : whole,
        wipe === null ? pane : cut,
      )
    }
    gl.setScissorTest(false)
    gl.setViewport(0, 0, size.width, size.height)
  }, 1)

  return compared.map(({ result, mesh }) => {
    const { min, max } = mesh.box
    return (
      <group
        key={result.version}
        ref={(group) => {
          if (group) groups.current.set(result.version, group)
          return () => void groups.current.delete(result.version)
        }}
        position={[-(min[0] + max[0]) / 2, -min[1], -(min[2] + max[2]) / 2]}
      >
        <primitive object={mesh.scene} />
      </group>
    )
  })
}
