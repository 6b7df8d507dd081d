const [ZERO, POINT, MINUS] = [48, 46, 45]
const DIGITS_AT_MOST = 17
/**
 * Nine digits bring every float32 back bit for bit (Matula 1968); ten keep a coordinate of some metres to a nanometre
 * in tools that read it as a float64, too.
 */
const FLOAT_DIGITS = 10
/** Beyond these a float has more zeros than digits and is written with an exponent: too rarely to be done by hand. */
const [PLAIN_FROM, PLAIN_TO] = [1e-6, 1e9]
const POWERS_OF_TEN = Array.from({ length: 17 }, (_, k) => 10 ** k)
const encoder = new TextEncoder()

/** Builds text as UTF-8 bytes. A mesh has millions of numbers, and making a string of each takes ten times as long. */
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
    // Between numbers stand one to three characters, which are faster without the encoder.
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

  /** A number rounded to so many decimals, without trailing zeros; NaN and infinities become 0. */
  decimal(value: number, decimals: number): this {
    const unit = POWERS_OF_TEN[decimals] ?? 10 ** decimals
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

  /** A float32 with as many digits as bring it back; NaN and infinities become 0. */
  float(value: number): this {
    const size = Math.abs(value)
    if (size >= PLAIN_FROM && size < PLAIN_TO) return this.decimal(value, decimalsOf(size))
    return size > 0 && Number.isFinite(value)
      ? this.text(String(Number(value.toPrecision(FLOAT_DIGITS))))
      : this.whole(0)
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#at)
  }
}

/** Decimals with which a number from `PLAIN_FROM` to `PLAIN_TO` has ten significant digits. */
function decimalsOf(size: number): number {
  let decimals = FLOAT_DIGITS
  if (size >= 1) while (decimals > 0 && size >= POWERS_OF_TEN[FLOAT_DIGITS - decimals]!) decimals--
  else while (size * POWERS_OF_TEN[decimals - FLOAT_DIGITS + 1]! < 1) decimals++
  return decimals
}
