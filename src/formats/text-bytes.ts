const [ZERO, POINT, MINUS] = [48, 46, 45]
const DIGITS_AT_MOST = 17
/** The width of an atom's nucleus in metres: there is nothing below it to write. */
const MOST_DECIMALS = 15
const encoder = new TextEncoder()

/** Decimals that keep ten significant digits of the largest of some values: more than a float32 of about that size has. */
export function decimalsFor(values: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!))
  return largest > 0 && Number.isFinite(largest)
    ? Math.min(MOST_DECIMALS, Math.max(0, 9 - Math.floor(Math.log10(largest))))
    : 0
}

/** Text made as the bytes it is saved as. A mesh has millions of numbers, and a string for each takes ten times as long. */
export class TextBytes {
  #bytes = new Uint8Array(1 << 20)
  #at = 0

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + more))
    larger.set(this.#bytes.subarray(0, this.#at))
    this.#bytes = larger
  }

  text(text: string): this {
    this.#reserve(text.length * 3)
    // What stands between numbers is a letter or two, for which the encoder takes longer than for all else.
    if (text.length <= 3) return this.#letters(text)
    this.#at += encoder.encodeInto(text, this.#bytes.subarray(this.#at)).written
    return this
  }

  #letters(text: string): this {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code > 127) {
        this.#at += encoder.encodeInto(text.slice(i), this.#bytes.subarray(this.#at)).written
        break
      }
      this.#bytes[this.#at++] = code
    }
    return this
  }

  /** A whole number from 0. */
  whole(value: number): this {
    this.#reserve(DIGITS_AT_MOST)
    let places = 1
    for (let tens = 10; tens <= value; tens *= 10) places++
    this.#digits(value, places)
    return this
  }

  /** The lowest `places` digits of a whole number. */
  #digits(value: number, places: number): void {
    let left = value
    for (let at = this.#at + places - 1; at >= this.#at; at--) {
      const rest = Math.floor(left / 10)
      this.#bytes[at] = ZERO + left - rest * 10
      left = rest
    }
    this.#at += places
  }

  /** A number rounded to so many decimals, without zeros at its end; what is no number is 0. */
  decimal(value: number, decimals: number): this {
    const unit = 10 ** decimals
    const rounded = Number.isFinite(value) ? Math.round(Math.abs(value) * unit) : 0
    this.#reserve(2 + 2 * DIGITS_AT_MOST)
    if (value < 0 && rounded > 0) this.#bytes[this.#at++] = MINUS
    const whole = Math.floor(rounded / unit)
    this.whole(whole)
    const fraction = rounded - whole * unit
    if (fraction === 0) return this
    this.#bytes[this.#at++] = POINT
    this.#digits(fraction, decimals)
    while (this.#bytes[this.#at - 1] === ZERO) this.#at--
    return this
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#at)
  }
}
