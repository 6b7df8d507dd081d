import { brief } from '../contract/length.ts'
import { pivotOfBox } from '../contract/fit.ts'
import { AXES, boxSize } from '../contract/vec3.ts'
import { bytesText } from './bytes-text.ts'
import type { Kept } from './shelf.ts'

export interface Difference {
  readonly name: string
  /** One for each mesh, in their order. */
  readonly values: readonly string[]
  readonly differs: boolean
}

type Say = (kept: Kept) => string

const fixed = (value: number): string => brief(Math.abs(value) < 5e-6 ? 0 : value)

const SAID: readonly (readonly [name: string, say: Say])[] = [
  ['Spin', ({ result }) => (result.request.selected_spin_index === undefined ? '–' : String(result.request.selected_spin_index + 1))],
  ...AXES.map((axis): readonly [string, Say] => [['Width', 'Height', 'Depth'][axis] ?? '', ({ mesh }) => `${fixed(boxSize(mesh.box)[axis])} m`]),
  ...AXES.map((axis): readonly [string, Say] => [`Pivot ${'XYZ'[axis]}`, ({ mesh }) => fixed(pivotOfBox(mesh.box)[axis])]),
  ['Triangles', ({ mesh }) => Math.round(mesh.triangles).toLocaleString('en')],
  ['Textures', ({ mesh }) => String(mesh.facts.textures.length)],
  ['File', ({ mesh }) => bytesText(mesh.bytes.length)],
]

/** What can be said of each mesh, and whether they differ in it. */
export const differencesOf = (compared: readonly Kept[]): Difference[] =>
  SAID.map(([name, say]) => {
    const values = compared.map(say)
    return { name, values, differs: new Set(values).size > 1 }
  })
