import {
  Bone,
  BoxGeometry,
  Group,
  InstancedMesh,
  Matrix4,
  Mesh,
  MeshStandardMaterial,
  Skeleton,
  SkinnedMesh,
  Texture,
  type EventDispatcher,
} from 'three'
import { describe, expect, it } from 'vitest'
import { applyLook } from '../../src/viewer/apply-look.ts'
import { cloneScene } from '../../src/viewer/clone-scene.ts'
import { disposeClone, disposeScene } from '../../src/viewer/dispose-scene.ts'

/**
 * Everything of a scene that lies on the graphics card once it was drawn: three.js lets go of each at its `dispose`.
 */
function drawnScene() {
  const freed: string[] = []
  const watch = <T>(name: string, resource: T): T => {
    ;(resource as unknown as EventDispatcher<{ dispose: object }>).addEventListener('dispose', () => freed.push(name))
    return resource
  }
  const material = watch('material', new MeshStandardMaterial({ map: watch('picture', new Texture()) }))
  const leaves = watch('places of instances', new InstancedMesh(watch('leaf', new BoxGeometry()), material, 3))
  const body = new SkinnedMesh(watch('body', new BoxGeometry()), material)
  const hip = new Bone()
  body.add(hip)
  body.bind(new Skeleton([hip]))
  body.skeleton.computeBoneTexture()
  if (body.skeleton.boneTexture) watch('bones', body.skeleton.boneTexture)
  return {
    scene: new Group().add(leaves, body, new Mesh(watch('plain', new BoxGeometry()), material)),
    leaves,
    body,
    freed,
  }
}

describe('a disposed scene', () => {
  it('leaves nothing of itself on the graphics card, bones and instances included', () => {
    const { scene, freed } = drawnScene()
    disposeScene(scene)
    expect(new Set(freed)).toEqual(
      new Set(['material', 'picture', 'places of instances', 'leaf', 'body', 'bones', 'plain']),
    )
  })

  it('can be shown again, its instances in their places', () => {
    const { scene, leaves, body } = drawnScene()
    leaves.setMatrixAt(1, new Matrix4().makeTranslation(4, 0, 0))
    disposeScene(scene)
    const place = new Matrix4()
    leaves.getMatrixAt(1, place)
    expect(place.elements[12]).toBe(4)
    body.skeleton.update()
    body.skeleton.computeBoneTexture()
    expect(body.skeleton.boneTexture).not.toBeNull()
  })
})

it('a look frees its wires over instances, and neither the mesh’s own instances nor its bones', () => {
  const { scene, leaves, freed } = drawnScene()
  const undo = applyLook(scene, 'wireframe')
  const [wire] = leaves.children as InstancedMesh[]
  let wireFreed = 0
  wire?.addEventListener('dispose', () => wireFreed++)
  undo()
  expect(wireFreed).toBe(1)
  expect(freed).toEqual([])
})

it('a clone frees its own bones and instances, and leaves what the scene beside it is drawn of', () => {
  const { scene, freed } = drawnScene()
  const copy = cloneScene(scene)
  const own: string[] = []
  copy.traverse((child) => {
    if (child instanceof InstancedMesh) child.addEventListener('dispose', () => own.push('places of instances'))
    if (!(child instanceof SkinnedMesh)) return
    child.skeleton.computeBoneTexture()
    child.skeleton.boneTexture?.addEventListener('dispose', () => own.push('bones'))
  })
  disposeClone(copy)
  expect(own.toSorted()).toEqual(['bones', 'places of instances'])
  expect(freed).toEqual([])
})

it.each(['clay', 'wireframe', 'normals'] as const)('a clone of a scene in %s is as the file has it', (look) => {
  const { scene, leaves, body } = drawnScene()
  const materials = [leaves.material, body.material]
  const undo = applyLook(scene, look)
  const [leavesCopy, bodyCopy] = cloneScene(scene).children as Mesh[]
  expect([leavesCopy?.material, bodyCopy?.material]).toEqual(materials)
  expect([leavesCopy?.children.length, bodyCopy?.children.length]).toEqual([0, 1])
  expect(leaves.material).not.toBe(materials[0])
  undo()
  expect(leaves.material).toBe(materials[0])
})
