import validator from 'gltf-validator'
import { Mesh, Vector3, type BufferGeometry, type Object3D } from 'three'
import { describe, expect, it } from 'vitest'
import { expectBox, exported, LEAST, MOST, READERS, refitted, stubImages } from '../fixtures/exported.ts'
import { KINDS_OF_GLB } from '../fixtures/generated-glb.ts'
import { jsonOf } from '../fixtures/glb-json.ts'
import { meshesWithThree, openWithThree } from '../fixtures/open-with-three.ts'

stubImages()

const corner = (mesh: Mesh<BufferGeometry>, index: number) =>
  mesh.getVertexPosition(mesh.geometry.index?.getX(index) ?? index, new Vector3()).applyMatrix4(mesh.matrixWorld)
const cornersOf = ({ geometry }: Mesh<BufferGeometry>) =>
  geometry.index?.count ?? geometry.getAttribute('position').count

function volume(scene: Object3D): number {
  let sum = 0
  for (const mesh of meshesWithThree(scene)) {
    for (let i = 0; i < cornersOf(mesh); i += 3)
      sum += corner(mesh, i).dot(corner(mesh, i + 1).cross(corner(mesh, i + 2))) / 6
  }
  return sum
}

/** Bent by bones or targets beyond what keeps a wedge a solid. */
const BENT = new Set(['a skin', 'a skin whose bones move', 'morph targets'])

describe.each(Object.keys(KINDS_OF_GLB))('a refitted file with %s', (kind) => {
  it.each(['obj', 'stl', 'ply', 'usdz'] as const)(
    'opens as %s with the requested size and origin, facing outwards',
    async (format) => {
      const glb = await refitted(kind)
      const scene = READERS[format](await exported(format, glb))
      expectBox(scene, LEAST, MOST)
      expect(volume(scene)).toBeGreaterThan(BENT.has(kind) ? -Infinity : 0)
      for (const mesh of meshesWithThree(scene)) {
        const normals = mesh.geometry.getAttribute('normal')
        for (let i = 0; i < cornersOf(mesh); i += 3) {
          const face = corner(mesh, i + 1)
            .sub(corner(mesh, i))
            .cross(corner(mesh, i + 2).sub(corner(mesh, i)))
            .normalize()
          const own = new Vector3().fromBufferAttribute(normals, mesh.geometry.index?.getX(i) ?? i)
          expect(own.length()).toBeCloseTo(1, 3)
          expect(own.dot(face)).toBeGreaterThan(BENT.has(kind) ? -Infinity : 0.99)
        }
      }
    },
  )

  it('opens as a small GLB with the requested size and origin, and is valid', async () => {
    const small = await exported('small', await refitted(kind))
    expectBox((await openWithThree(small)).scene, LEAST, MOST)
    expect(jsonOf(small).extensionsRequired).toContain('EXT_meshopt_compression')
    const { issues } = await validator.validateBytes(small)
    expect(issues.messages.filter(({ severity }: { severity: number }) => severity < 2)).toEqual([])
  })
})
