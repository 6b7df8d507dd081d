import { IntakeError } from './intake-error.ts'

/** Bytes of each scalar type, by both of its names. */
const TYPES = {
  char: 1,
  int8: 1,
  uchar: 1,
  uint8: 1,
  short: 2,
  int16: 2,
  ushort: 2,
  uint16: 2,
  int: 4,
  int32: 4,
  uint: 4,
  uint32: 4,
  float: 4,
  float32: 4,
  double: 8,
  float64: 8,
} as const

export type PlyType = keyof typeof TYPES

export const bytesOf = (type: PlyType): number => TYPES[type]

export interface PlyProperty {
  readonly name: string
  readonly type: PlyType
  /** Of the count before a list; null for a single value. */
  readonly countType: PlyType | null
}

export interface PlyElement {
  readonly name: string
  readonly count: number
  readonly properties: readonly PlyProperty[]
}

export interface PlyHeader {
  readonly format: 'ascii' | 'binary_little_endian' | 'binary_big_endian'
  readonly elements: readonly PlyElement[]
  /** The picture that MeshLab names in a comment. */
  readonly texture: string | null
  /** Where the data begin. */
  readonly end: number
}

const MAX_HEADER_BYTES = 65_536

const isType = (word: string | undefined): word is PlyType => word !== undefined && Object.hasOwn(TYPES, word)

/** @throws {IntakeError} for a header that is not one */
export function plyHeader(bytes: Uint8Array, name: string): PlyHeader {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, MAX_HEADER_BYTES))
  const whole = /^ply\s[\s\S]*?\bend_header[ \t]*(?:\r\n|\n|\r)/.exec(text)
  const wrong = (): IntakeError => new IntakeError(`${name} is no PLY that can be read. Export it again.`)
  if (!whole) throw wrong()
  const elements: { name: string; count: number; properties: PlyProperty[] }[] = []
  let format: string | undefined
  let texture: string | null = null
  for (const line of whole[0].split(/\r\n|\n|\r/)) {
    const words = line.trim().split(/\s+/)
    if (words[0] === 'format') format = words[1]
    if (words[0] === 'comment' && words[1] === 'TextureFile') texture = words.slice(2).join(' ')
    if (words[0] === 'element') {
      const count = Number(words[2])
      if (!Number.isSafeInteger(count) || count < 0) throw wrong()
      elements.push({ name: words[1] ?? '', count, properties: [] })
    }
    if (words[0] === 'property') {
      const [countType, type, own] = words[1] === 'list' ? words.slice(2) : [null, words[1], words[2]]
      if (!isType(type) || !own || (countType !== null && !isType(countType))) throw wrong()
      elements.at(-1)?.properties.push({ name: own, type, countType })
    }
  }
  if (format !== 'ascii' && format !== 'binary_little_endian' && format !== 'binary_big_endian') throw wrong()
  return { format, elements, texture, end: whole[0].length }
}
