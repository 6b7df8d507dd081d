import { Document, NodeIO } from '@gltf-transform/core'
import sharp from 'sharp'

const [RINGS, SIDES] = [520, 640]
const PAINT_PX = 2048

/** A picture as noisy as a photograph of bark, which a JPEG cannot make small. */
const bark = async (): Promise<Uint8Array> =>
  Uint8Array.from(
    await sharp({
      create: {
        width: PAINT_PX,
        height: PAINT_PX,
        channels: 3,
        background: '#875',
        noise: { type: 'gaussian', mean: 128, sigma: 24 },
      },
    })
      .jpeg({ quality: 80 })
      .toBuffer(),
  )

/**
 * A textured GLB of about 20 MB: a closed bumpy sphere of 660,000 triangles in four parts with normals, UVs and a node that scales it, and
 * two pictures of 2048 px.
 */
export async function largeGlb(): Promise<Uint8Array<ArrayBuffer>> {
  const document = new Document()
  const buffer = document.createBuffer()
  const accessor = (type: 'SCALAR' | 'VEC2' | 'VEC3', array: Float32Array | Uint32Array) =>
    document
      .createAccessor()
      .setType(type)
      .setArray(array as Float32Array<ArrayBuffer>)
      .setBuffer(buffer)
  const pictures = await Promise.all([bark(), bark()])
  const [colour, rough] = pictures.map((picture, index) =>
    document
      .createTexture(`bark ${index}`)
      .setMimeType('image/jpeg')
      .setImage(picture as Uint8Array<ArrayBuffer>),
  )
  const material = document
    .createMaterial('bark')
    .setBaseColorTexture(colour ?? null)
    .setMetallicRoughnessTexture(rough ?? null)
  const scene = document.createScene()
  const parts = 4
  for (let part = 0; part < parts; part++) {
    const rings = RINGS / parts + 1
    const [positions, normals, uvs] = [
      new Float32Array(rings * SIDES * 3),
      new Float32Array(rings * SIDES * 3),
      new Float32Array(rings * SIDES * 2),
    ]
    for (let vertex = 0; vertex < rings * SIDES; vertex++) {
      const [v, u] = [((part * RINGS) / parts + Math.floor(vertex / SIDES)) / RINGS, (vertex % SIDES) / (SIDES - 1)]
      const [polar, around] = [v * Math.PI, u * 2 * Math.PI]
      const normal = [Math.sin(polar) * Math.sin(around), Math.cos(polar), Math.sin(polar) * Math.cos(around)]
      normals.set(normal, vertex * 3)
      positions.set(
        normal.map((each) => each * (1 + 0.05 * Math.sin(9 * around) * Math.sin(7 * polar))),
        vertex * 3,
      )
      uvs.set([u, v], vertex * 2)
    }
    const indices = new Uint32Array((rings - 1) * (SIDES - 1) * 6)
    for (let ring = 0, at = 0; ring < rings - 1; ring++) {
      for (let side = 0; side < SIDES - 1; side++, at += 6) {
        const a = ring * SIDES + side
        indices.set([a, a + SIDES, a + 1, a + 1, a + SIDES, a + SIDES + 1], at)
      }
    }
    const primitive = document
      .createPrimitive()
      .setAttribute('POSITION', accessor('VEC3', positions))
      .setAttribute('NORMAL', accessor('VEC3', normals))
      .setAttribute('TEXCOORD_0', accessor('VEC2', uvs))
      .setIndices(accessor('SCALAR', indices))
      .setMaterial(material)
    scene.addChild(
      document
        .createNode(`part ${part}`)
        .setMesh(document.createMesh(`part ${part}`).addPrimitive(primitive))
        .setScale([2, 1, 1]),
    )
  }
  return new Uint8Array(await new NodeIO().writeBinary(document))
}
