import { Mesh, type DirectionalLight, type Object3D, type Scene } from 'three'

/** What casts shadows, and from where, as a text that changes whenever the shadow does. */
function castersOf(world: Scene, light: DirectionalLight): string {
  const facts: unknown[] = [light.position.toArray()]
  const visit = (object: Object3D): void => {
    if (!object.visible) return
    if (object instanceof Mesh && object.castShadow) facts.push(object.geometry.uuid, object.matrixWorld.elements)
    for (const child of object.children) visit(child)
  }
  visit(world)
  return facts.length > 1 ? facts.join() : ''
}

/**
 * Redraws the shadow only when something that casts it has changed. With its two blurs it costs more than the rest of a
 * frame, and turning the view does not change it. Call it once per frame, before drawing.
 */
export function keepShadow(world: Scene, light: DirectionalLight): void {
  world.updateMatrixWorld()
  const casters = castersOf(world, light)
  light.shadow.autoUpdate = false
  if (light.userData.casters === casters) return
  light.userData.casters = casters
  light.shadow.needsUpdate = true
}
