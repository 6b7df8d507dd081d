/** Runs in the built page, on the code that is served: opening a file as the page does, beside three's loader alone. */
import type { Texture } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import { disposeScene } from '../../src/viewer/dispose-scene.ts'
import { openGlb } from '../../src/viewer/open-glb.ts'
import { meshesIn } from '../../src/viewer/meshes-in.ts'

type Way = 'bare' | 'whole'

const openers = {
  bare: async (bytes: Uint8Array<ArrayBuffer>) => (await new GLTFLoader().parseAsync(bytes.buffer, '')).scene,
  whole: async (bytes: Uint8Array<ArrayBuffer>) => (await openGlb(bytes)).scene,
} as const

/** Decoded pictures are large, and wait for a collector that is in no hurry. */
function letGo(scene: Awaited<ReturnType<(typeof openers)['bare']>>): void {
  for (const { material } of meshesIn(scene))
    for (const value of Object.values([material].flat()[0] ?? {}))
      if ((value as Texture | null)?.isTexture) ((value as Texture).image as ImageBitmap | null)?.close()
  disposeScene(scene)
}

/** Milliseconds of each opening, both ways turn by turn. */
async function benchOpening(file: File, rounds: number): Promise<Record<Way, number[]>> {
  const glb = new Uint8Array(await file.arrayBuffer())
  const took: Record<Way, number[]> = { bare: [], whole: [] }
  for (let round = 0; round < rounds; round++) {
    // Each begins every other round, for what one leaves to be collected the next one pays.
    for (const way of round % 2 ? (['bare', 'whole'] as const) : (['whole', 'bare'] as const)) {
      const bytes = glb.slice()
      const start = performance.now()
      const scene = await openers[way](bytes)
      took[way].push(performance.now() - start)
      letGo(scene)
    }
  }
  return took
}

Object.assign(globalThis, { benchOpening })
