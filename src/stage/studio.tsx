import { useFrame, useThree } from '@react-three/fiber'
import { useEffect, useRef, useState } from 'react'
import { PMREMGenerator, type DirectionalLight } from 'three'
import { RoomEnvironment } from 'three/addons/environments/RoomEnvironment.js'
import { boxRadius, type SceneSource } from './scene.ts'
import { keepShadow } from './shadow-keeper.ts'

/** A small made-up room for reflections and a key light from the upper left, which casts the one shadow. Nothing is downloaded. */
export function Studio({ scene }: { readonly scene: SceneSource }) {
  const gl = useThree((state) => state.gl)
  const world = useThree((state) => state.scene)
  const invalidate = useThree((state) => state.invalidate)
  const key = useRef<DirectionalLight>(null)
  const contexts = useContexts(gl.domElement)

  useEffect(() => {
    const generator = new PMREMGenerator(gl)
    const room = new RoomEnvironment()
    const target = generator.fromScene(room, 0.03)
    world.environment = target.texture
    world.environmentIntensity = 0.55
    invalidate()
    return () => {
      world.environment = null
      target.dispose()
      room.dispose()
      generator.dispose()
    }
    // A lost context takes along what was drawn into textures, which these reflections are.
  }, [gl, world, invalidate, contexts])

  useFrame(() => {
    const light = key.current
    if (!light) return
    if (light.userData.contexts !== contexts) light.userData = { contexts }
    const radius = boxRadius(scene.get().sizeMetres)
    if (light.userData.radius !== radius) aim(light, radius)
    keepShadow(world, light)
  })

  return (
    <>
      <hemisphereLight args={['#ffffff', '#8a8378', 0.5]} />
      <directionalLight ref={key} castShadow intensity={1.7} shadow-mapSize={[1024, 1024]} shadow-radius={6} shadow-blurSamples={16} />
    </>
  )
}

/** How often the graphics driver has given the canvas a new context. */
function useContexts(canvas: HTMLCanvasElement): number {
  const [contexts, setContexts] = useState(0)
  useEffect(() => {
    const onRestored = () => setContexts((count) => count + 1)
    canvas.addEventListener('webglcontextrestored', onRestored)
    return () => canvas.removeEventListener('webglcontextrestored', onRestored)
  }, [canvas])
  return contexts
}

/** From the upper left in front; its shadow takes in a box of that radius and what lies around it. */
function aim(light: DirectionalLight, radius: number): void {
  light.userData.radius = radius
  light.position.set(-1.6 * radius, 3.2 * radius, 2 * radius)
  const { camera } = light.shadow
  camera.left = camera.bottom = -1.8 * radius
  camera.right = camera.top = 1.8 * radius
  camera.near = radius * 0.1
  camera.far = radius * 10
  camera.updateProjectionMatrix()
  light.shadow.normalBias = radius * 0.01
}
