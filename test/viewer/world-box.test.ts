import {
  Box3,
  BoxGeometry,
  BufferAttribute,
  BufferGeometry,
  Group,
  InstancedMesh,
  InterleavedBuffer,
  InterleavedBufferAttribute,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  SphereGeometry,
  Vector3,
} from 'three'
import { describe, expect, it } from 'vitest'
import { hullOf, worldBox } from '../../src/viewer/world-box.ts'

const material = new MeshBasicMaterial()
const expectNear = (box: ReturnType<typeof worldBox>, other: Box3) => {
  for (const [axis, name] of (['x', 'y', 'z'] as const).entries()) {
    expect(box?.min[axis]).toBeCloseTo(other.min[name], 5)
    expect(box?.max[axis]).toBeCloseTo(other.max[name], 5)
  }
}

function scene(): Group {
  const group = new Group()
  group.rotation.set(0.3, 1, -0.4)
  group.scale.set(1, -2, 0.5)
  const mesh = new Mesh(new BoxGeometry(1, 2, 3), material)
  mesh.position.set(4, 5, 6)
  mesh.rotation.set(1, 0.2, 0)
  group.add(mesh)
  return group
}

/** Along each axis, the lowest and the highest of the hull's points. */
function endsOf(group: Group): readonly (readonly [number, number])[] {
  const box = worldBox(group)
  if (!box) throw new Error('The scene is empty.')
  const points = hullOf(group, box)
  return [0, 1, 2].map((axis) => {
    const along = points.map((point) => point[axis] ?? 0)
    return [Math.min(...along), Math.max(...along)]
  })
}

describe('the box of a scene’s vertices', () => {
  it('is the one that three.js finds, for meshes that are nested, rotated and mirrored', () => {
    expectNear(worldBox(scene()), new Box3().setFromObject(scene(), true))
  })

  it('reads interleaved positions, and is none for an empty scene', () => {
    const group = scene()
    const rows = new InterleavedBuffer(Float32Array.from([9, 1, 2, 3, 9, 9, -1, 5, 0, 9, 9, 0, 0, 7, 9]), 5)
    const geometry = new BufferGeometry().setAttribute('position', new InterleavedBufferAttribute(rows, 3, 1))
    group.add(new Mesh(geometry, material))
    expectNear(worldBox(group), new Box3().setFromObject(group, true))
    expect(worldBox(new Group())).toBeNull()
  })

  it('takes morphed and instanced meshes as they are drawn', () => {
    const group = scene()
    const instances = new InstancedMesh(new BoxGeometry(1, 1, 1), material, 2)
    instances.setMatrixAt(0, new Matrix4().makeTranslation(9, 0, 0))
    instances.setMatrixAt(1, new Matrix4().makeTranslation(-9, 3, 0))
    const morphed = new Mesh(new BoxGeometry(1, 1, 1), material)
    morphed.geometry.morphAttributes.position = [new BufferAttribute(new Float32Array(72).fill(7), 3)]
    morphed.geometry.morphTargetsRelative = true
    morphed.updateMorphTargets()
    morphed.morphTargetInfluences = [1]
    group.add(morphed)
    const box = new Box3().setFromObject(group, true)
    group.add(instances)
    group.updateMatrixWorld(true)
    // three.js itself measures the turned box around each instance, which is larger.
    const [position, place] = [instances.geometry.getAttribute('position'), new Matrix4()]
    for (const instance of [0, 1]) {
      instances.getMatrixAt(instance, place)
      place.premultiply(instances.matrixWorld)
      for (let vertex = 0; vertex < position.count; vertex++)
        box.expandByPoint(new Vector3().fromBufferAttribute(position, vertex).applyMatrix4(place))
    }
    expectNear(worldBox(group), box)
  })

  it('is not finite when a vertex is NaN', () => {
    const group = scene()
    const [mesh] = group.children as [Mesh]
    mesh.geometry.getAttribute('position').setX(3, Number.NaN)
    expect(worldBox(group)?.min.every(Number.isFinite)).toBe(false)
  })
})

describe('the hull of a scene', () => {
  it('reaches as far as its box along each axis for a box, and lies within it for whatever is round', () => {
    const box = new Group().add(new Mesh(new BoxGeometry(1, 2, 3), material))
    const bounds = { min: [-0.5, -1, -1.5], max: [0.5, 1, 1.5] } as const
    worldBox(box)
    for (const axis of [0, 1, 2] as const) {
      const along = hullOf(box, bounds).map((point) => point[axis])
      expect([Math.min(...along), Math.max(...along)]).toEqual([bounds.min[axis], bounds.max[axis]])
    }
    const ball = new Group().add(new Mesh(new SphereGeometry(1, 64, 48), material))
    worldBox(ball)
    const radii = hullOf(ball, { min: [-1, -1, -1], max: [1, 1, 1] }).map((point) => Math.hypot(...point))
    for (const radius of radii) expect(radius).toBeCloseTo(1, 5)
  })

  it('finds the ends of every mesh, also of one that stands behind copies, and of each copy however many there are', () => {
    const pair = new InstancedMesh(new BoxGeometry(1, 1, 1), material, 2)
    pair.setMatrixAt(0, new Matrix4().makeTranslation(9, 0, 0))
    pair.setMatrixAt(1, new Matrix4().makeTranslation(-9, 3, 0))
    const plain = new Mesh(new BoxGeometry(1, 1, 1), material)
    plain.position.set(0, -5, 0)
    expect(endsOf(new Group().add(pair, plain))).toEqual([
      [-9.5, 9.5],
      [-5.5, 3.5],
      [-0.5, 0.5],
    ])
    const balls = new InstancedMesh(new SphereGeometry(1, 64, 48), material, 50)
    for (let copy = 0; copy < 50; copy++) balls.setMatrixAt(copy, new Matrix4())
    for (const [low = 0, high = 0] of endsOf(new Group().add(balls))) expect(high - low).toBeGreaterThan(1.9)
  })
})
