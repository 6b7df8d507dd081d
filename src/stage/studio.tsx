import { useFrame, useThree } from '@react-three/fiber'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { DirectionalLight, Scene, WebGLRenderer } from 'three'
import { LIGHTS, type LightName } from './lights.ts'
import { createReflections, type Reflections } from './reflections.ts'
import { boxRadius, type SceneSource } from './scene.ts'
import { keepShadow } from './shadow-keeper.ts'

export interface StudioProps {
  readonly scene: SceneSource
  readonly light: LightName
  /** Stops, as on a camera: +1 is twice as bright. */
  readonly exposureStops: number
  /**
   * Whether anything in the stage reflects the surroundings. Until then they are not drawn, which takes seconds without
   * a graphics card.
   */
  readonly mirrored: boolean
}

/** Surroundings that surfaces reflect, and a key light from the upper left, which casts the only shadow. */
export function Studio(props: StudioProps) {
  const contexts = useContexts(useThree((state) => state.gl.domElement))
  // A new context has lost the textures that reflections and shadow were drawn into, so all of it starts anew.
  return <StudioLights key={contexts} {...props} />
}

function StudioLights({ scene, light, exposureStops, mirrored }: StudioProps) {
  const { reflected, key: keyLight, fill } = LIGHTS[light]
  const gl = useThree((state) => state.gl)
  const world = useThree((state) => state.scene)
  const invalidate = useThree((state) => state.invalidate)
  const key = useRef<DirectionalLight>(null)
  const reflections = useRef<Reflections>(null)

  useLayoutEffect(() => {
    const made = createReflections(gl)
    reflections.current = made
    return () => {
      surround(world, null)
      made.dispose()
    }
  }, [gl, world])

  // In a layout effect, so before the surface's first frame: otherwise its shader would be compiled twice.
  useLayoutEffect(() => {
    if (!mirrored || !reflections.current) return
    surround(world, reflections.current.texture(light), reflected)
    invalidate()
  }, [world, invalidate, light, reflected, mirrored])

  useEffect(() => {
    expose(gl, exposureStops)
    invalidate()
  }, [gl, invalidate, exposureStops])

  useFrame(() => {
    const lamp = key.current
    if (!lamp) return
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

function surround(world: Scene, environment: Scene['environment'], intensity = 1): void {
  world.environment = environment
  world.environmentIntensity = intensity
}

function expose(gl: WebGLRenderer, stops: number): void {
  gl.toneMappingExposure = 2 ** stops
}

/** From the upper left in front. The shadow covers a box of that radius, in metres, and the floor around it. */
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
