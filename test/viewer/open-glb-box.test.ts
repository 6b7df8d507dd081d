import { Document, NodeIO } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import type { Vec3 } from '../../src/contract/vec3.ts'
import { openGlb } from '../../src/viewer/open-glb.ts'

/** A tetrahedron that spans `size` from its corner, under a node that is turned and moved. */
async function tetrahedron(
  size: Vec3,
  node: { readonly translation: Vec3; readonly rotation: readonly [number, number, number, number] },
) {
  const document = new Document()
  const buffer = document.createBuffer()
  const positions = document
    .createAccessor()
    .setType('VEC3')
    .setArray(new Float32Array([0, 0, 0, size[0], 0, 0, 0, size[1], 0, 0, 0, size[2]]))
    .setBuffer(buffer)
  const indices = document
    .createAccessor()
    .setType('SCALAR')
    .setArray(new Uint16Array([0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3]))
    .setBuffer(buffer)
  const mesh = document
    .createMesh()
    .addPrimitive(document.createPrimitive().setAttribute('POSITION', positions).setIndices(indices))
  document.createScene().addChild(
    document
      .createNode()
      .setMesh(mesh)
      .setTranslation([...node.translation])
      .setRotation([...node.rotation]),
  )
  return Uint8Array.from(await new NodeIO().writeBinary(document))
}

describe('a GLB is measured by its own vertices', () => {
  it('through the transforms of its nodes, without the slack of a turned box', async () => {
    const half = Math.SQRT1_2
    const quarterTurnAboutY = [0, half, 0, half] as const
    const mesh = await openGlb(await tetrahedron([1, 2, 3], { translation: [10, 0, 0], rotation: quarterTurnAboutY }))
    expect(mesh.box.min).toEqual([expect.closeTo(10), expect.closeTo(0), expect.closeTo(-1)])
    expect(mesh.box.max).toEqual([expect.closeTo(13), expect.closeTo(2), expect.closeTo(0)])
    expect(mesh).toMatchObject({ triangles: 4, vertices: 4 })
  })

  it('and one without any mesh is refused with a sentence', async () => {
    const empty = new Document()
    empty.createScene()
    await expect(openGlb(Uint8Array.from(await new NodeIO().writeBinary(empty)))).rejects.toThrow(
      'no mesh that can be shown',
    )
  })
})
