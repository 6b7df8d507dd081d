import { brief, inUnit, sayLength, type Unit } from '../contract/length.ts'
import { pivotOfBox } from '../contract/fit.ts'
import { AUTOMATIC } from '../contract/preview-request.ts'
import { AXES, boxSize, type Vec3 } from '../contract/vec3.ts'
import { bytesText } from './bytes-text.ts'
import type { Kept } from './shelf.ts'

export interface Difference {
  readonly name: string
  /** One for each mesh, in their order. */
  readonly values: readonly string[]
  readonly differs: boolean
}

type Say = (kept: Kept, unit: Unit) => string

/** Nothing was asked, or it is not known what. */
const NOTHING = '–'

const fixed = (value: number): string => brief(Math.abs(value) < 5e-6 ? 0 : value)

const sizeText = (sides: Vec3 | undefined, unit: Unit): string =>
  sides
    ? `${sides.map((side) => (side === AUTOMATIC ? 'auto' : brief(inUnit(side, unit), 3))).join(' × ')} ${unit}`
    : NOTHING

const SAID: readonly (readonly [name: string, say: Say])[] = [
  [
    'Spin',
    ({ result }) =>
      result.request.selected_spin_index === undefined ? NOTHING : String(result.request.selected_spin_index + 1),
  ],
  ['Asked size', ({ result }, unit) => sizeText(result.request.scaled_bbox, unit)],
  ['Asked pivot', ({ result }) => result.request.pivot_point?.map(fixed).join(', ') ?? NOTHING],
  ...AXES.map((axis): readonly [string, Say] => [
    ['Width', 'Height', 'Depth'][axis] ?? '',
    ({ mesh }, unit) => sayLength(boxSize(mesh.box)[axis], unit),
  ]),
  ...AXES.map((axis): readonly [string, Say] => [
    `Pivot ${'XYZ'[axis]}`,
    ({ mesh }) => fixed(pivotOfBox(mesh.box)[axis]),
  ]),
  ['Triangles', ({ mesh }) => Math.round(mesh.triangles).toLocaleString('en')],
  ['Textures', ({ mesh }) => String(mesh.facts.textures.length)],
  ['File', ({ mesh }) => bytesText(mesh.bytes.length)],
]

/** What can be said of each mesh and of what was asked of it, and whether they differ in it. */
export const differencesOf = (compared: readonly Kept[], unit: Unit): Difference[] =>
  SAID.map(([name, say]) => {
    const values = compared.map((kept) => say(kept, unit))
    return { name, values, differs: new Set(values).size > 1 }
  })
