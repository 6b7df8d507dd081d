import draco3d from 'draco3d'
import { Vector3, type Object3D } from 'three'
import { describe, expect, it } from 'vitest'
import { refit } from '../../src/glb/refit.ts'
import { RefitError } from '../../src/glb/refit-error.ts'
import { KINDS_OF_GLB, io, wedge } from '../fixtures/generated-glb.ts'
import { boxWithThree, meshesWithThree, openWithThree } from '../fixtures/open-with-three.ts'
import { expectValid } from '../fixtures/validate-glb.ts'

const SIZE = [0.73, 1.31, 0.217] as const
const PIVOT = [-0.37, -0.5, 0.29] as const
const REQUEST = { scaled_bbox: SIZE, pivot_point: PIVOT }

const draco = () => draco3d.createDecoderModule()

/** Signed volume of what is drawn: positive when triangles face outwards. */
function volume(scene: Object3D): number {
  const [a, b, c] = [new Vector3(), new Vector3(), new Vector3()]
  return meshesWithThree(scene).reduce((sum, mesh) => {
    const { index } = mesh.geometry
    const count = index?.count ?? mesh.geometry.getAttribute('position').count
    let volumeOfMesh = 0
    for (let i = 0; i < count; i += 3) {
      for (const [k, corner] of [a, b, c].entries())
        mesh.getVertexPosition(index ? index.getX(i + k) : i + k, corner).applyMatrix4(mesh.matrixWorld)
      volumeOfMesh += a.dot(b.clone().cross(c)) / 6
    }
    return sum + volumeOfMesh
  }, 0)
}

/** By which part of an axis' own size a figure is off. */
const relative = (actual: number, expected: number, size: number) => Math.abs(actual - expected) / size

const MOVING = new Set(['a skin', 'a skin whose bones move', 'an animation'])

describe.each(Object.entries(KINDS_OF_GLB))('a file with %s', (kind, make) => {
  it('has the requested size and origin after its refit, and is a valid file', async () => {
    const refitted = await refit(await make(), REQUEST, await draco())
    const { scene } = await openWithThree(refitted.glb)
    const box = boxWithThree(scene)
    for (const [axis, name] of (['x', 'y', 'z'] as const).entries()) {
      const size = SIZE[axis] ?? 0
      expect(relative(box.max[name] - box.min[name], size, size), `${name} size`).toBeLessThan(1e-4)
      expect(relative(box.min[name], -((PIVOT[axis] ?? 0) + 0.5) * size, size), `${name} origin`).toBeLessThan(1e-4)
      expect(relative(refitted.after.min[axis] ?? 0, box.min[name], size), `${name} measured again`).toBeLessThan(1e-5)
    }
    await expectValid(refitted.glb)
  })

  it('keeps normals square to their faces, tangents square to normals, both of unit length, and all else to the byte', async () => {
    const source = await make()
    // Normals of a morphed pose are not square to the faces of the base mesh.
    const leastSquareness = kind.includes('morph') ? -1 : 0.99
    const { glb } = await refit(source, REQUEST, await draco())
    const reader = await io()
    const [before, after] = [await reader.readBinary(source), await reader.readBinary(glb)]
    expect(
      after
        .getRoot()
        .listTextures()
        .map((texture) => texture.getImage()),
    ).toEqual(
      before
        .getRoot()
        .listTextures()
        .map((texture) => texture.getImage()),
    )
    expect(
      after
        .getRoot()
        .listMaterials()
        .map((material) => material.getName()),
    ).toEqual(['paint'])
    expect(after.getRoot().listAnimations().length).toBe(before.getRoot().listAnimations().length)
    for (const mesh of after.getRoot().listMeshes()) {
      for (const primitive of mesh.listPrimitives()) {
        const [position, normal, tangent, uv] = ['POSITION', 'NORMAL', 'TANGENT', 'TEXCOORD_0'].map((name) =>
          primitive.getAttribute(name),
        )
        expect(uv?.getArray()).toEqual(
          before.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('TEXCOORD_0')?.getArray(),
        )
        if (!position || !normal) throw new Error('No position or normal')
        const indices = primitive.getIndices()
        const at = (accessor: typeof position, corner: number) =>
          new Vector3().fromArray(accessor.getElement(corner, []))
        for (let i = 0; i < (indices?.getCount() ?? position.getCount()); i += 3) {
          const [a, b, c] = [0, 1, 2].map((k) => indices?.getScalar(i + k) ?? i + k) as [number, number, number]
          const [p, q, r] = [at(position, a), at(position, b), at(position, c)]
          const face = q.clone().sub(p).cross(r.clone().sub(p)).normalize()
          const up = at(normal, a)
          expect(up.length()).toBeCloseTo(1, 3)
          expect(up.dot(face)).toBeGreaterThan(leastSquareness)
          if (!tangent) continue
          const along = at(tangent, a)
          expect(along.length()).toBeCloseTo(1, 3)
          expect(Math.abs(along.dot(up))).toBeLessThan(0.02)
        }
      }
    }
  })
})

const STILL = Object.entries(KINDS_OF_GLB).filter(([kind]) => !MOVING.has(kind))

it.each(STILL)('a still file with %s faces outwards after its refit, and no node has a transform', async (_, make) => {
  const { scene } = await openWithThree((await refit(await make(), REQUEST, await draco())).glb)
  expect(volume(scene)).toBeGreaterThan(0)
  for (const mesh of meshesWithThree(scene))
    expect(mesh.matrixWorld.elements).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
})

describe('a refit', () => {
  it('keeps -1 axes in proportion to a given one', async () => {
    const make = KINDS_OF_GLB['one mesh as the engine writes it']
    const { before, after } = await refit(await make!(), { scaled_bbox: [-1, 2, -1], pivot_point: [0, 0, 0] })
    const size = (box: typeof before, axis: 0 | 1 | 2) => box.max[axis] - box.min[axis]
    expect(size(after, 1)).toBeCloseTo(2, 5)
    expect(size(after, 0) / size(after, 1)).toBeCloseTo(size(before, 0) / size(before, 1), 5)
  })

  it.each([
    { scaled_bbox: [-1, -1, -1] as const, pivot_point: [0.5, -0.5, 0] as const },
    { pivot_point: [0.5, -0.5, 0] as const },
  ])('[REFIT-5] leaves the file’s own size where none is given, and moves the origin: %j', async (request) => {
    const { document, mesh } = wedge()
    document.createScene().addChild(document.createNode().setMesh(mesh).setScale([2, 2, 2]))
    const { before, after } = await refit(await (await io()).writeBinary(document), request)
    const sizes = ({ min, max }: typeof before) => [0, 1, 2].map((axis) => (max[axis] ?? 0) - (min[axis] ?? 0))
    for (const [axis, size] of sizes(before).entries()) expect(sizes(after)[axis]).toBeCloseTo(size, 5)
    expect(Math.max(...sizes(before))).toBeGreaterThan(1.5)
    expect(after.max[0]).toBeCloseTo(0, 5)
    expect(after.min[1]).toBeCloseTo(0, 5)
  })

  it('puts a swinging file under a node of its own, and leaves its animation alone', async () => {
    const { glb } = await refit(await KINDS_OF_GLB['an animation']!(), REQUEST)
    const document = await (await io()).readBinary(glb)
    const [above] =
      document.getRoot().getDefaultScene()?.listChildren() ?? document.getRoot().listScenes()[0]?.listChildren() ?? []
    expect(above?.getName()).toBe('Fit')
    expect(document.getRoot().listAnimations()[0]?.listChannels()[0]?.getTargetNode()?.getName()).toBe('door')
  })

  it('says which axis is flat, and does the rest', async () => {
    const { document, mesh, accessor } = wedge({ tangents: false, indexed: false })
    mesh
      .listPrimitives()[0]
      ?.setAttribute('POSITION', accessor('VEC3', Float32Array.of(0, 0, 0, 1, 0, 0, 0, 2, 0)))
      .setAttribute('NORMAL', null)
      .setAttribute('TEXCOORD_0', null)
    document.createScene().addChild(document.createNode().setMesh(mesh))
    const { fit, after } = await refit(await (await io()).writeBinary(document), {
      scaled_bbox: [3, 4, 5],
      pivot_point: [0, 0, 0],
    })
    expect(fit.flatAxes).toEqual([2])
    expect([after.max[0] - after.min[0], after.max[1] - after.min[1]]).toEqual([3, 4])
  })

  it('refuses a file without a mesh, or with a vertex that is not a number, in a sentence', async () => {
    const empty = wedge().document
    empty.createScene()
    await expect(refit(await (await io()).writeBinary(empty), REQUEST)).rejects.toThrow(RefitError)
    const { document, mesh, accessor } = wedge({ tangents: false, indexed: false })
    mesh
      .listPrimitives()[0]
      ?.setAttribute('POSITION', accessor('VEC3', Float32Array.of(0, 0, 0, Number.NaN, 0, 0, 0, 2, 0)))
      .setAttribute('NORMAL', null)
      .setAttribute('TEXCOORD_0', null)
    document.createScene().addChild(document.createNode().setMesh(mesh))
    await expect(refit(await (await io()).writeBinary(document), REQUEST)).rejects.toThrow(/no mesh|NaN/)
  })
})
