import type { MeshFormat } from '../contract/mesh-fields.ts'
import type { Vec3 } from '../contract/vec3.ts'
import type { Result } from '../result/result.ts'

/** Three digits tell sizes apart: 0.42, 12.5. */
const brief = (metres: number): string => String(Number(metres.toPrecision(3)))

/** `rubber-duck_spin2_0.42x1x0.3m`: session, spin and size, in characters that every system allows. */
export function fileStem({ name, request, kind }: Result, size: Vec3 | null): string {
  const base = name
    .normalize('NFKD')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .toLowerCase()
  const spin = request.selected_spin_index === undefined ? '' : `_spin${request.selected_spin_index + 1}`
  const dimensions = size ? `_${size.map(brief).join('x')}m` : ''
  const refined = kind === 'refine' ? '_refined' : ''
  return `${base || 'mesh'}${spin}${dimensions}${refined}`
}

/** The same with the extension of one of the upstream's formats; an OBJ comes zipped with its material and texture. */
export const fileName = (result: Result, size: Vec3 | null, format: MeshFormat): string =>
  `${fileStem(result, size)}.${format === 'zip' ? 'obj.zip' : format}`

/** `Spin2`, `420x1000x300mm`: spin and size for engines, whose names allow no dot. */
export const engineTags = ({ request }: Result, size: Vec3): readonly string[] => [
  ...(request.selected_spin_index === undefined ? [] : [`Spin${request.selected_spin_index + 1}`]),
  `${size.map((metres) => Math.round(metres * 1000)).join('x')}mm`,
]
