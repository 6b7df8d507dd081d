import type { Accessor } from '@gltf-transform/core'

/** An accessor's values as floats, quantised ones spread out; its own array where that is what it holds, which must not be written to. */
export function floatsOf(accessor: Accessor): Float32Array {
  const own = accessor.getArray()
  if (own instanceof Float32Array && !accessor.getNormalized()) return own
  const width = accessor.getElementSize()
  const floats = new Float32Array(accessor.getCount() * width)
  const element: number[] = []
  for (let index = 0; index < accessor.getCount(); index++) {
    accessor.getElement(index, element)
    floats.set(element, index * width)
  }
  return floats
}
