import type { mat4 } from '@gltf-transform/core'

/** How a format, or whoever asked for a file, counts and turns space. A GLB is in metres with Y up and its front towards +Z. */
export interface Convention {
  readonly unitsPerMetre: number
  readonly up: 'Y' | 'Z'
}

/** Of every export that has no convention of its own: that of the GLB. */
export const METRES_Y_UP: Convention = { unitsPerMetre: 1, up: 'Y' }

/** From the GLB's frame into a convention's. With Z up the front faces -Y, as Blender and 3ds Max have it. */
export function intoConvention({ unitsPerMetre: s, up }: Convention): mat4 {
  return up === 'Y' ? [s, 0, 0, 0, 0, s, 0, 0, 0, 0, s, 0, 0, 0, 0, 1] : [s, 0, 0, 0, 0, 0, s, 0, 0, -s, 0, 0, 0, 0, 0, 1]
}

/** `metres, Y up`: for the comment that every text format and header has room for. */
export function sayConvention({ unitsPerMetre, up }: Convention): string {
  const unit = { 1: 'metres', 100: 'centimetres', 1000: 'millimetres' }[unitsPerMetre] ?? `${unitsPerMetre} units a metre`
  return `${unit}, ${up} up, front ${up === 'Y' ? '+Z' : '-Y'}`
}
