/*
 * Breadth-first flood fill over four neighbours, for conditions that depend on the pixel one comes from. Where only the
 * label matters, `fillRegion` takes a fifth of the time.
 */

/**
 * Calls `enter(p, from)` for every pixel p beside (4-neighbours) one that was entered, starting from the queue's
 * pixels. It says whether the flood goes on from p, and must refuse a pixel that it accepted before.
 */
export function flood(
  queue: PixelQueue,
  width: number,
  height: number,
  enter: (p: number, from: number) => boolean,
): void {
  for (let p = queue.next(); p >= 0; p = queue.next()) {
    const x = p % width
    if (x > 0 && enter(p - 1, p)) queue.add(p - 1)
    if (x < width - 1 && enter(p + 1, p)) queue.add(p + 1)
    if (p >= width && enter(p - width, p)) queue.add(p - width)
    if (p < width * (height - 1) && enter(p + width, p)) queue.add(p + width)
  }
}

/** First in, first out, in one array that grows: most floods stay in a small part of the picture. */
export class PixelQueue {
  #pixels = new Int32Array(4096)
  #head = 0
  #tail = 0

  get length(): number {
    return this.#tail
  }

  add(p: number): void {
    if (this.#tail === this.#pixels.length) {
      const longer = new Int32Array(2 * this.#tail)
      longer.set(this.#pixels)
      this.#pixels = longer
    }
    this.#pixels[this.#tail++] = p
  }

  /** -1 when there is none. */
  next(): number {
    return this.#head < this.#tail ? this.#pixels[this.#head++]! : -1
  }

  at(index: number): number {
    return this.#pixels[index]!
  }

  /** All pixels added since the last `clear`, in order; valid until another is added. */
  all(): Int32Array {
    return this.#pixels.subarray(0, this.#tail)
  }

  clear(): void {
    this.#head = 0
    this.#tail = 0
  }
}
