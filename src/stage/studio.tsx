import { useFrame, useThree } from '@react-three/fiber'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { DirectionalLight } from 'three'
import { LIGHTS, type LightName } from './lights.ts'
import { createReflections, type Reflections } from './reflections.ts'
import { boxRadius, type SceneSource } from './scene.ts'
import { keepShadow } from './shadow-keeper.ts'

export interface StudioProps {
  readonly scene: SceneSource
  readonly light: LightName
  /** Stops of a camera: +1 is twice as bright. */
  readonly exposureStops: number
  /** Whether a surface stands there that mirrors them: until then the surroundings, seconds of work without a graphics card, are not drawn. */
  readonly mirrored: boolean
}

/** Small made-up surroundings for reflections and a key light from the upper left, which casts the one shadow. */
export function Studio({ scene, light, exposureStops, mirrored }: StudioProps) {
  const { reflected, key: keyLight, fill } = LIGHTS[light]
  const gl = useThree((state) => state.gl)
  const world = useThree((state) => state.scene)
  const invalidate = useThree((state) => state.invalidate)
  const key = useRef<DirectionalLight>(null)
  const contexts = useContexts(gl.domElement)

  const reflections = useRef<Reflections>(null)
  useLayoutEffect(() => {
    const made = createReflections(gl)
    reflections.current = made
    return () => {
      world.environment = null
      made.dispose()
    }
    // A lost context takes along what was drawn into textures, which these reflections are.
  }, [gl, world, contexts])

  // Before the surface's first frame: its program would be compiled twice, without them and with them.
  useLayoutEffect(() => {
    if (!mirrored) return
    world.environment = reflections.current?.of(light) ?? null
    world.environmentIntensity = reflected
    invalidate()
  }, [world, invalidate, contexts, light, reflected, mirrored])

  useEffect(() => {
    gl.toneMappingExposure = 2 ** exposureStops
    invalidate()
  }, [gl, invalidate, exposureStops])

  useFrame(() => {
    const lamp = key.current
    if (!lamp) return
    if (lamp.userData.contexts !== contexts) lamp.userData = { contexts }
    const radius = boxRadius(scene.get().sizeMetres)
    if (lamp.userData.radius !== radius) aim(lamp, radius)
    keepShadow(world, lamp)
  })

  return (
    <>
      <hemisphereLight color={fill.sky} groundColor={fill.ground} intensity={fill.strength} />
      <directionalLight
        ref={key}
        castShadow
        color={keyLight.colour}
        intensity={keyLight.strength}
        shadow-mapSize={[512, 512]}
        shadow-radius={3}
        shadow-blurSamples={8}
      />
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
