import { PMREMGenerator, type Texture, type WebGLRenderer, type WebGLRenderTarget } from 'three'
import { LIGHTS, type LightName } from './lights.ts'

/** What surfaces reflect. */
export interface Reflections {
  texture(light: LightName): Texture
  dispose(): void
}

const BLUR_RAD = 0.03

/** Draws each light's surroundings into a texture, once: quick on a graphics card, a second in software. */
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
    texture: (light) => (targets.get(light) ?? make(light)).texture,
    dispose() {
      for (const target of targets.values()) target.dispose()
      generator.dispose()
    },
  }
}
