import { PMREMGenerator, type Texture, type WebGLRenderer, type WebGLRenderTarget } from 'three'
import { LIGHTS, type LightName } from './lights.ts'

/** What the surroundings mirror in a surface. */
export interface Reflections {
  of(light: LightName): Texture
  dispose(): void
}

const BLUR_RAD = 0.03

/** Draws each light's surroundings into a texture once: on a graphics card it is little, in software it takes a second. */
export function createReflections(gl: WebGLRenderer): Reflections {
  const generator = new PMREMGenerator(gl)
  const targets = new Map<LightName, WebGLRenderTarget>()
  const make = (light: LightName): WebGLRenderTarget => {
    const { scene, dispose } = LIGHTS[light].surroundings()
    const target = generator.fromScene(scene, BLUR_RAD)
    dispose()
    targets.set(light, target)
    return target
  }
  return {
    of: (light) => (targets.get(light) ?? make(light)).texture,
    dispose() {
      for (const target of targets.values()) target.dispose()
      generator.dispose()
    },
  }
}
