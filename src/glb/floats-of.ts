import type { Accessor } from '@gltf-transform/core'

/**
 * An accessor's values as floats, quantised ones decoded. May be the accessor's own array, so it must not be written
 * to.
 */
export function floatsOf(accessor: Accessor): Float32Array {
  const array = accessor.getArray()
  if (array instanceof Float32Array && !accessor.getNormalized()) return array
  const width = accessor.getElementSize()
  const floats = new Float32Array(accessor.getCount() * width)
  const element: number[] = []
  for (let index = 0; index < accessor.getCount(); index++) {
    accessor.getElement(index, element)
    floats.set(element, index * width)
  }
  return floats
}
