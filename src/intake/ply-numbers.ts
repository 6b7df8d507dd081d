import { bytesOf, type PlyHeader, type PlyType } from './ply-header.ts'

/** The numbers of a PLY's body, one after the other; NaN beyond its end. */
export interface PlyNumbers {
  next(type: PlyType): number
  /** Whether more was asked for than there is. */
  readonly isOver: boolean
}

class Binary implements PlyNumbers {
  readonly #view: DataView
  readonly #little: boolean
  #at = 0
  isOver = false

  constructor(body: Uint8Array, little: boolean) {
    this.#view = new DataView(body.buffer, body.byteOffset, body.byteLength)
    this.#little = little
  }

  next(type: PlyType): number {
    const at = this.#at
    this.#at += bytesOf(type)
    if (this.#at > this.#view.byteLength) {
      this.isOver = true
      return NaN
    }
    switch (type) {
      case 'char':
      case 'int8':
        return this.#view.getInt8(at)
      case 'uchar':
      case 'uint8':
        return this.#view.getUint8(at)
      case 'short':
      case 'int16':
        return this.#view.getInt16(at, this.#little)
      case 'ushort':
      case 'uint16':
        return this.#view.getUint16(at, this.#little)
      case 'int':
      case 'int32':
        return this.#view.getInt32(at, this.#little)
      case 'uint':
      case 'uint32':
        return this.#view.getUint32(at, this.#little)
      case 'float':
      case 'float32':
        return this.#view.getFloat32(at, this.#little)
      case 'double':
      case 'float64':
        return this.#view.getFloat64(at, this.#little)
    }
  }
}

const SPACE = 0x20
const LONGEST_NUMBER = 64

class Text implements PlyNumbers {
  readonly #body: Uint8Array
  #at = 0
  isOver = false

  constructor(body: Uint8Array) {
    this.#body = body
  }

  next(): number {
    const body = this.#body
    while (this.#at < body.length && body[this.#at]! <= SPACE) this.#at++
    const start = this.#at
    while (this.#at < body.length && body[this.#at]! > SPACE) this.#at++
    if (start === this.#at) {
      this.isOver = true
      return NaN
    }
    let token = ''
    for (let at = start; at < this.#at && at < start + LONGEST_NUMBER; at++) token += String.fromCharCode(body[at]!)
    return Number(token)
  }
}

export const plyNumbers = (bytes: Uint8Array, { format, end }: PlyHeader): PlyNumbers =>
  format === 'ascii'
    ? new Text(bytes.subarray(end))
    : new Binary(bytes.subarray(end), format === 'binary_little_endian')
