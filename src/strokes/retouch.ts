/*
 * An outline that an artist corrects by strokes. Nothing here waits, and nothing knows of a page: it runs in a browser's
 * worker and in Node alike.
 *
 * [RETOUCH-1] A stroke is a hint: what it marks changes together with what belongs to it, up to the picture's own edges.
 * [RETOUCH-2] A hard stroke sets just the pixels whose middle the brush covers, and no soft stroke changes them later
 * unless it is drawn over them.
 * [RETOUCH-3] A stroke inside an area that is already so changes nothing. A long one to keep, much of which lies so, shows
 * what the subject is: a later one to erase takes all that is unlike it.
 * [RETOUCH-4] Outside of the box that a call returns, no pixel changes.
 * [RETOUCH-5] Undo and redo restore every byte.
 */
import type { Hint, PixelBox } from '../cutout/hint.ts'
import { eachMarked, markOf, type BrushMark } from './brush-mark.ts'
import type { Flipped } from './cut-graph.ts'
import { copyBox, History } from './history.ts'
import { coreOf, PIN, pinOf } from './pins.ts'
import { boxOf, wholeOf } from './pixel-box.ts'
import { COVERED, renewOutline, type Raster } from './renew-outline.ts'
import { boxOfPixels, findObjects, withRim, type ObjectPixels, type SeparateObject } from './separate-objects.ts'
import { findRegions, type Regions } from './regions.ts'
import { settleFlip } from './settle-flip.ts'
import { solveStroke } from './solve-stroke.ts'

/** An object that the artist leaves out, with every byte that it had. */
interface LeftOut {
  readonly object: SeparateObject
  readonly pixels: Int32Array
  readonly bytes: Uint8Array
}

/** An outline under correction, at the size of its picture. */
export class Retouch {
  readonly picture: Raster
  /** Coverage in bytes, the outline as it is now: 255 where the subject covers a pixel wholly. Read only. */
  readonly alpha: Uint8Array
  /** The outline that was given. */
  readonly given: Uint8Array
  readonly #pins: Uint8Array
  readonly #regions: Regions
  readonly #history: History<readonly LeftOut[]>
  #leftOut: readonly LeftOut[] = []

  constructor(picture: Raster, alpha: Uint8Array, corrected: Uint8Array) {
    this.picture = picture
    this.alpha = corrected.slice()
    this.given = alpha.slice()
    this.#pins = new Uint8Array(alpha.length)
    this.#regions = findRegions(picture)
    this.#history = new History([this.alpha, this.#pins], picture.width)
  }

  get canUndo(): boolean {
    return this.#history.canUndo
  }

  get canRedo(): boolean {
    return this.#history.canRedo
  }

  /** Whether any byte differs from the outline that was given. */
  get touched(): boolean {
    return this.alpha.some((byte, p) => byte !== this.given[p])
  }

  /** Draws one stroke. Returns where the outline changed; null where it did not, which is no step to undo. */
  apply(hint: Hint): PixelBox | null {
    const { width, height } = this.picture
    const mark = markOf(hint, width, height)
    if (!mark) return null
    const flipped = hint.hard
      ? null
      : solveStroke({ ...this.picture, regions: this.#regions }, this.alpha, this.#pins, hint, mark)
    const pin = pinOf(hint, mark, this.alpha, width)
    return this.#step(() => {
      this.#pin(hint, mark, pin)
      const isFree = (p: number): boolean => this.#pins[p] === 0
      if (flipped) this.#flip(hint, settleFlip(this.picture, this.alpha, flipped, hint.mode, isFree))
    })
  }

  undo(): PixelBox | null {
    return this.#exchanged(this.#history.undo(this.#leftOut))
  }

  redo(): PixelBox | null {
    return this.#exchanged(this.#history.redo(this.#leftOut))
  }

  /** The subject's separate objects, the largest first, those that are left out among them. */
  objects(): readonly SeparateObject[] {
    const { width, height } = this.picture
    const kept = findObjects(this.alpha, width, height).map(({ object }) => object)
    return [...kept, ...this.#leftOut.map(({ object }) => object)].toSorted((a, b) => b.areaPx - a.areaPx)
  }

  /** Leaves an object out, or brings it back as it was. Null where there is none, or it is so already. */
  keep(id: number, kept: boolean): PixelBox | null {
    const { width, height } = this.picture
    if (kept) {
      const object = this.#leftOut.find((one) => one.object.id === id)
      return object ? this.#step(() => this.#bringBack(object)) : null
    }
    const found = findObjects(this.alpha, width, height).find(({ object }) => object.id === id)
    return found ? this.#step(() => this.#leave(found)) : null
  }

  /** The outline that was given, as one step that can be undone. */
  restart(): PixelBox | null {
    return this.#step(() => {
      this.alpha.set(this.given)
      this.#pins.fill(0)
      this.#leftOut = []
    })
  }

  /** Makes a change, and a step of it when it changed the outline. */
  #step(change: () => void): PixelBox | null {
    const { width, height } = this.picture
    const layers = [this.alpha, this.#pins]
    const before = layers.map((layer) => layer.slice())
    const note = this.#leftOut
    change()
    const [was, pinned] = before as [Uint8Array, Uint8Array]
    const changed = boxOf(wholeOf(width, height), width, (p) => this.alpha[p] !== was[p])
    if (!changed) return null
    const box = boxOf(wholeOf(width, height), width, (p) => this.alpha[p] !== was[p] || this.#pins[p] !== pinned[p])
    this.#history.add({ box: box ?? changed, note, kept: copyBox(before, width, box ?? changed) })
    return changed
  }

  #exchanged(step: { box: PixelBox; note: readonly LeftOut[] } | null): PixelBox | null {
    if (step) this.#leftOut = step.note
    return step?.box ?? null
  }

  #pin({ mode, hard, radiusPx }: Hint, mark: BrushMark, pin: number): void {
    const reach = hard ? radiusPx : coreOf(radiusPx)
    eachMarked(mark, this.picture.width, (p, d) => {
      if (d > reach) return
      this.#pins[p] = pin
      if (hard) this.alpha[p] = mode === 'keep' ? 255 : 0
    })
    if (hard && mode === 'keep') this.#forgetRepainted()
  }

  #flip({ mode }: Hint, { flipped, box }: Flipped): void {
    const { alpha, picture } = this
    const to = mode === 'keep' ? 255 : 0
    for (let p = 0; p < alpha.length; p++) if (flipped[p] === 1) alpha[p] = to
    renewOutline(picture, alpha, flipped, box, (p) => this.#pins[p]! >= PIN.hardKeep)
    if (mode === 'keep') this.#forgetRepainted()
  }

  #leave(found: ObjectPixels): void {
    const pixels = withRim(found.pixels, this.alpha, this.picture.width)
    const bytes = Uint8Array.from(pixels, (p) => this.alpha[p]!)
    for (const p of pixels) this.alpha[p] = 0
    const box = boxOfPixels(pixels, this.picture.width)
    this.#leftOut = [...this.#leftOut, { object: { ...found.object, box, kept: false }, pixels, bytes }]
  }

  #bringBack(object: LeftOut): void {
    for (const [k, p] of object.pixels.entries()) this.alpha[p] = Math.max(this.alpha[p]!, object.bytes[k]!)
    this.#leftOut = this.#leftOut.filter((one) => one !== object)
  }

  /** An object that was left out and is drawn anew is no longer left out. */
  #forgetRepainted(): void {
    const isRepainted = ({ pixels, object }: LeftOut): boolean => {
      let covered = 0
      for (const p of pixels) if (this.alpha[p]! >= COVERED) covered++
      return 2 * covered > object.areaPx
    }
    if (this.#leftOut.some(isRepainted)) this.#leftOut = this.#leftOut.filter((one) => !isRepainted(one))
  }
}

/**
 * Begins to correct an outline.
 * @param alpha coverage in bytes, one a pixel of the picture; all 0 where nothing was found
 * @param corrected the same as it was corrected before, where it was
 */
export function openRetouch(picture: Raster, alpha: Uint8Array, corrected = alpha): Retouch {
  return new Retouch(picture, alpha, corrected)
}
