import type { Object3D } from 'three'
import { duck } from './duck.ts'
import { key } from './key.ts'
import { sun } from './sun.ts'
import { photograph } from './studio.ts'
import { vase } from './vase.ts'

const OBJECTS: Readonly<Record<string, () => Object3D>> = { duck, vase, key, sun }

/** Called by samples.ts from outside the page: RGBA bytes in base64, rows from the bottom. */
function photographByName(name: string, size: number, passes: number): string {
  const build = OBJECTS[name]
  if (!build) throw new Error(`No object is called ${name}`)
  const pixels = photograph(build(), size, 1.3, passes)
  let text = ''
  for (let i = 0; i < pixels.length; i += 8192) text += String.fromCodePoint(...pixels.subarray(i, i + 8192))
  return btoa(text)
}

Object.assign(globalThis, { photographByName })
