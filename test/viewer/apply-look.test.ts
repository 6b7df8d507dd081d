import {
  BoxGeometry,
  Group,
  Mesh,
  MeshNormalMaterial,
  MeshStandardMaterial,
  SphereGeometry,
  type Material,
} from 'three'
import { describe, expect, it } from 'vitest'
import { applyLook, hasUv, meanEdge, wireOpacity } from '../../src/viewer/apply-look.ts'

function scene() {
  const [red, blue] = [new MeshStandardMaterial({ color: 'red' }), new MeshStandardMaterial({ color: 'blue' })]
  const geometry = new BoxGeometry()
  const [left, right] = [new Mesh(geometry, red), new Mesh(geometry, blue)]
  return { group: new Group().add(left, right), left, right, red, blue, geometry }
}

const watched = (material: Material): { freed: number } => {
  const watch = { freed: 0 }
  material.addEventListener('dispose', () => watch.freed++)
  return watch
}

describe('a look', () => {
  it('gives every mesh its material, and afterwards each its own one back', () => {
    const { group, left, right, red, blue, geometry } = scene()
    const undo = applyLook(group, 'clay')
    for (const mesh of [left, right]) {
      expect(mesh.material).not.toBe(red)
      expect(mesh.material.map).toBeNull()
      expect(mesh.geometry).toBe(geometry)
    }
    undo()
    expect(left.material).toBe(red)
    expect(right.material).toBe(blue)
  })

  it('frees its own materials and none of the file’s', () => {
    const { group, left, red } = scene()
    const undo = applyLook(group, 'normals')
    expect(left.material).toBeInstanceOf(MeshNormalMaterial)
    const [look, own] = [watched(left.material), watched(red)]
    undo()
    expect(look.freed).toBe(1)
    expect(own.freed).toBe(0)
  })

  it('lays wires over the clay that share the file’s geometry and cast no shadow, and removes them again', () => {
    const { group, left, geometry } = scene()
    const undo = applyLook(group, 'wireframe')
    const [wire] = left.children as Mesh[]
    expect(wire?.geometry).toBe(geometry)
    expect(wire?.castShadow).toBe(false)
    undo()
    expect(left.children).toHaveLength(0)
  })

  it('shades faces flat where a file has no normals', () => {
    const { group, left, geometry } = scene()
    geometry.deleteAttribute('normal')
    const undo = applyLook(group, 'clay')
    expect(left.material.flatShading).toBe(true)
    undo()
  })

  it('knows whether a mesh has UVs for the checker', () => {
    const { group, geometry } = scene()
    expect(hasUv(group)).toBe(true)
    geometry.deleteAttribute('uv')
    expect(hasUv(group)).toBe(false)
  })
})

describe('wires', () => {
  it('estimate the length of edges from a few of them', () => {
    expect(meanEdge(new BoxGeometry(2, 2, 2))).toBe(2)
    const fine = new SphereGeometry(1, 200, 100)
    expect(meanEdge(fine)).toBeGreaterThan(0.001)
    expect(meanEdge(fine)).toBeLessThan(0.05)
  })

  it('are fainter the closer they lie, but never vanish', () => {
    expect(wireOpacity(0)).toBeGreaterThan(0)
    expect(wireOpacity(4)).toBeLessThan(wireOpacity(12))
    expect(wireOpacity(1000)).toBeLessThan(1)
  })
})
