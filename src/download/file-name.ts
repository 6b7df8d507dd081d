import type { MeshFormat } from '../contract/mesh-fields.ts'
import type { Vec3 } from '../contract/vec3.ts'
import type { Result } from '../result/result.ts'

/** Of a whole name in UTF-8: half of what file systems take, so that a sync service or an archive can still add to it. */
const MAX_NAME_BYTES = 120

/** Names that Windows keeps for devices, whatever follows their first dot. */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³])(?=\.|$)/i

const bytesIn = (text: string): number => new TextEncoder().encode(text).length

/** What stands at the end of a name only because the rest was cut off. */
const DANGLING = /[-._]+$/

/**
 * `head` and `tail` as one name. What is too long is cut from the end of `head`, at a whole letter with its marks, so
 * that size and extension stay.
 */
export function joinName(head: string, tail: string): string {
  let left = MAX_NAME_BYTES - bytesIn(tail)
  const kept: string[] = []
  for (const letter of head.match(/\P{M}\p{M}*/gu) ?? []) {
    left -= bytesIn(letter)
    if (left < 0) return `${kept.join('').replace(DANGLING, '') || 'mesh'}${tail}`
    kept.push(letter)
  }
  return `${head || 'mesh'}${tail}`
}

/**
 * Letters and digits of all scripts, composed (NFC), as file systems and archives agree on them. A single dot, dash or
 * underscore between them stays; whatever else there is becomes one dash.
 */
const plainName = (name: string): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/(\p{L}\p{M}*|\p{N}|[-._])|./gsu, (_, kept?: string) => kept ?? '-')
    .replace(/[-._]{2,}/g, '-')
    .replace(/^[-._]+|[-._]+$/g, '')

/** Three digits tell sizes apart: 0.42, 12.5. */
const brief = (metres: number): string => String(Number(metres.toPrecision(3)))

/**
 * `rubber-duck_spin2_0.42x1x0.3m.glb`: session, spin and size, in characters that every system allows.
 * @param ending with its dot, or with whatever else stands before it
 */
export function nameWith({ name, request, kind }: Result, size: Vec3 | null, ending: string): string {
  const spin = request.selected_spin_index === undefined ? '' : `_spin${request.selected_spin_index + 1}`
  const dimensions = size ? `_${size.map(brief).join('x')}m` : ''
  const refined = kind === 'refine' ? '_refined' : ''
  const tail = `${spin}${dimensions}${refined}${ending}`
  const head = plainName(name)
  return joinName(DEVICE.test(`${head}${tail}`) ? `mesh-${head}` : head, tail)
}

/** The same for one of the upstream's formats; an OBJ comes zipped with its material and texture. */
export const fileName = (result: Result, size: Vec3 | null, format: MeshFormat): string =>
  nameWith(result, size, format === 'zip' ? '.obj.zip' : `.${format}`)

/** `Spin2`, `420x1000x300mm`: spin and size for engines, whose names allow no dot. */
export const engineTags = ({ request }: Result, size: Vec3): readonly string[] => [
  ...(request.selected_spin_index === undefined ? [] : [`Spin${request.selected_spin_index + 1}`]),
  `${size.map((metres) => Math.round(metres * 1000)).join('x')}mm`,
]
