import { Document, WebIO } from '@gltf-transform/core'
import { SphereGeometry } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import { openGlb } from '../../src/result/mesh-query.ts'

const ROUNDS = 40
const ASKED = 1.15

/** About 20 MB of vertices, normals, UVs and indices in 8 parts. */
async function largeGlb(): Promise<Uint8Array<ArrayBuffer>> {
  const document = new Document()
  const buffer = document.createBuffer()
  const scene = document.createScene()
  for (let part = 0; part < 8; part++) {
    const geometry = new SphereGeometry(1, 240, 190)
    const accessor = (type: 'SCALAR' | 'VEC2' | 'VEC3', array: ArrayLike<number>) => document.createAccessor().setType(type).setArray(type === 'SCALAR' ? Uint32Array.from(array) : Float32Array.from(array)).setBuffer(buffer)
    const primitive = document.createPrimitive().setIndices(accessor('SCALAR', geometry.index?.array ?? []))
    for (const [name, of, type] of [['POSITION', 'position', 'VEC3'], ['NORMAL', 'normal', 'VEC3'], ['TEXCOORD_0', 'uv', 'VEC2']] as const) primitive.setAttribute(name, accessor(type, geometry.getAttribute(of).array))
    scene.addChild(document.createNode().setMesh(document.createMesh().addPrimitive(primitive)).setTranslation([part, 0, 0]))
  }
  return new Uint8Array(await new WebIO().writeBinary(document))
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Opening a large file, checked and measured, beside three's loader alone; turn by turn in one run. */
export async function benchOpen(print: (line: string) => void): Promise<void> {
  const glb = await largeGlb()
  const ways = { bare: (bytes: Uint8Array<ArrayBuffer>): Promise<unknown> => new GLTFLoader().parseAsync(bytes.buffer, ''), whole: openGlb }
  const took: Record<keyof typeof ways, number[]> = { bare: [], whole: [] }
  for (let round = 0; round < ROUNDS; round++) {
    // Each begins every other round, for what one leaves to be collected the next one pays.
    for (const way of round % 2 ? (['bare', 'whole'] as const) : (['whole', 'bare'] as const)) {
      const bytes = glb.slice()
      const start = performance.now()
      await ways[way](bytes)
      took[way].push(performance.now() - start)
    }
  }
  const { bare, whole } = took
  print(`open  ${(glb.length / 1e6).toFixed(1)} MB  GLTFLoader alone   ${median(bare).toFixed(1)} ms`)
  print(`open  ${(glb.length / 1e6).toFixed(1)} MB  checked, measured  ${median(whole).toFixed(1)} ms, ${(median(whole) / median(bare)).toFixed(2)} times as long (asked ${ASKED})`)
}
