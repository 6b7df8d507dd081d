import { brief, inUnit, sayLength, type Unit } from '../contract/length.ts'
import { pivotOfBox } from '../contract/fit.ts'
import { AUTOMATIC } from '../contract/preview-request.ts'
import { AXES, boxSize, type Vec3 } from '../contract/vec3.ts'
import { bytesText } from './bytes-text.ts'
import type { Compared } from './result-item.ts'

export interface Difference {
  readonly name: string
  /** One for each mesh, in their order. */
  readonly values: readonly string[]
  readonly differs: boolean
}

type Say = (kept: Compared, unit: Unit) => string

/** Not requested, or not known. */
const UNKNOWN = '–'

const fixed = (value: number): string => brief(Math.abs(value) < 5e-6 ? 0 : value)

const sizeText = (sides: Vec3 | undefined, unit: Unit): string =>
  sides
    ? `${sides.map((side) => (side === AUTOMATIC ? 'auto' : brief(inUnit(side, unit), 3))).join(' × ')} ${unit}`
    : UNKNOWN

const ROWS: readonly (readonly [name: string, say: Say])[] = [
  [
    'Spin',
    ({ result }) =>
      result.request.selected_spin_index === undefined ? UNKNOWN : String(result.request.selected_spin_index + 1),
  ],
  ['Requested size', ({ result }, unit) => sizeText(result.request.scaled_bbox, unit)],
  ['Requested pivot', ({ result }) => result.request.pivot_point?.map(fixed).join(', ') ?? UNKNOWN],
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

/** A row for everything that can be said of a mesh and of its request, marked where the meshes differ. */
export const differencesOf = (compared: readonly Compared[], unit: Unit): Difference[] =>
  ROWS.map(([name, say]) => {
    const values = compared.map((kept) => say(kept, unit))
    return { name, values, differs: new Set(values).size > 1 }
  })
