import { Document, WebIO } from '@gltf-transform/core'
import { refit } from '../../src/result/refit.ts'

const ROUNDS = 7
const MEGABYTES = 20
const ASKED_MS = 300

/** A closed bumpy sphere of about 20 MB, half of it vertices with normals and UVs, and a texture's worth of bytes that a refit must only carry along. */
async function largeGlb(): Promise<Uint8Array> {
  const document = new Document()
  const buffer = document.createBuffer()
  const [rings, sides] = [520, 640]
  const [positions, normals, uvs] = [new Float32Array(rings * sides * 3), new Float32Array(rings * sides * 3), new Float32Array(rings * sides * 2)]
  for (let vertex = 0; vertex < rings * sides; vertex++) {
    const [v, u] = [Math.floor(vertex / sides) / (rings - 1), (vertex % sides) / (sides - 1)]
    const [polar, around] = [v * Math.PI, u * 2 * Math.PI]
    const normal = [Math.sin(polar) * Math.sin(around), Math.cos(polar), Math.sin(polar) * Math.cos(around)]
    normals.set(normal, vertex * 3)
    positions.set(normal.map((each) => each * (1 + 0.05 * Math.sin(9 * around) * Math.sin(7 * polar))), vertex * 3)
    uvs.set([u, v], vertex * 2)
  }
  const indices = new Uint32Array((rings - 1) * (sides - 1) * 6)
  for (let ring = 0, at = 0; ring < rings - 1; ring++) {
    for (let side = 0; side < sides - 1; side++, at += 6) {
      const a = ring * sides + side
      indices.set([a, a + sides, a + 1, a + 1, a + sides, a + sides + 1], at)
    }
  }
  const accessor = (type: 'SCALAR' | 'VEC2' | 'VEC3', array: Float32Array | Uint32Array) => document.createAccessor().setType(type).setArray(array as Float32Array<ArrayBuffer>).setBuffer(buffer)
  const geometryBytes = positions.byteLength + normals.byteLength + uvs.byteLength + indices.byteLength
  const texture = document.createTexture('paint').setMimeType('image/png').setImage(new Uint8Array(Math.max(8, MEGABYTES * 1e6 - geometryBytes)))
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', positions))
    .setAttribute('NORMAL', accessor('VEC3', normals))
    .setAttribute('TEXCOORD_0', accessor('VEC2', uvs))
    .setIndices(accessor('SCALAR', indices))
    .setMaterial(document.createMaterial('paint').setBaseColorTexture(texture))
  document.createScene().addChild(document.createNode().setMesh(document.createMesh().addPrimitive(primitive)).setScale([2, 1, 1]))
  return new WebIO().writeBinary(document)
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

/** What baking another size and origin into a large file costs beside reading and writing it at all, turn by turn in one run. */
export async function benchRefit(print: (line: string) => void): Promise<void> {
  const glb = await largeGlb()
  const io = new WebIO()
  const [plain, baked]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    plain.push(await timed(async () => io.writeBinary(await io.readBinary(glb))))
    baked.push(await timed(() => refit(glb, { scaled_bbox: [0.4, 1.1, 0.3], pivot_point: [0, -0.5, 0.1] })))
  }
  const [own, whole] = [median(plain), median(baked)]
  print(`refit ${(glb.length / 1e6).toFixed(1)} MB  read and written as it is   ${own.toFixed(0)} ms`)
  print(`refit ${(glb.length / 1e6).toFixed(1)} MB  refitted                    ${whole.toFixed(0)} ms, first time ${(baked[0] ?? 0).toFixed(0)} ms (asked < ${ASKED_MS})`)
}
