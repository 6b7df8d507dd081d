import type { MeshFormat } from '../contract/assets.ts'
import type { Vec3 } from '../contract/vec3.ts'
import type { Result } from './result.ts'

/** Digits that tell sizes apart without running on: 0.42, 12.5. */
const brief = (metres: number): string => String(Number(metres.toPrecision(3)))

/** `rubber-duck_spin2_0.42x1x0.3m.glb`: session, spin and size, in letters that every system takes. */
export function fileName({ name, request, kind }: Result, size: Vec3 | null, format: MeshFormat): string {
  const base = name
    .normalize('NFKD')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .toLowerCase()
  const spin = request.selected_spin_index === undefined ? '' : `_spin${request.selected_spin_index + 1}`
  const dimensions = size ? `_${size.map(brief).join('x')}m` : ''
  const refined = kind === 'refine' ? '_refined' : ''
  // OBJ travels with its material and texture in a zip.
  const ending = format === 'zip' ? 'obj.zip' : format
  return `${base || 'mesh'}${spin}${dimensions}${refined}.${ending}`
}
