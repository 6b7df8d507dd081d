import type { RootState } from '@react-three/fiber'
import { NeutralToneMapping, WebGLRenderer, setConsoleFunction } from 'three'

const ATTRIBUTES = { antialias: true, alpha: true, powerPreference: 'high-performance' } as const

/** The stage's renderer; null where the browser gives no WebGL 2. */
export function createRenderer(canvas: HTMLCanvasElement): WebGLRenderer | null {
  const context = canvas.getContext('webgl2', ATTRIBUTES) as WebGL2RenderingContext | null
  if (!context) return null
  const renderer = new WebGLRenderer({ ...ATTRIBUTES, canvas, context })
  renderer.toneMapping = NeutralToneMapping
  // Each look at a shader's log waits for the graphics process.
  renderer.debug.checkShaderErrors = false
  return renderer
}

/** Without a context some drivers never say that a program is ready. */
const READY_WITHIN_MS = 5000

/** Resolves when all that is in the stage can be drawn without waiting for its shaders, where the driver compiles them beside the page. */
export async function programsReady({ gl, scene, camera }: RootState): Promise<void> {
  if (!gl.extensions.has('KHR_parallel_shader_compile')) return
  await Promise.race([gl.compileAsync(scene, camera), new Promise((resolve) => setTimeout(resolve, READY_WITHIN_MS))])
}

const DEPRECATED_CLOCK = 'THREE.Clock: This module has been deprecated'

/**
 * @react-three/fiber 9 makes a THREE.Clock, which three has deprecated since r183 and reports on every page load.
 * Nothing here can change that, so this one message is dropped, through three's own hook; all others go to the console.
 */
export function quietClock(): void {
  setConsoleFunction((type: 'log' | 'warn' | 'error', message: string, ...params: unknown[]) => {
    if (type === 'warn' && message.startsWith(DEPRECATED_CLOCK)) return
    console[type](message, ...params)
  })
}
