/*
 * What can be undone. A step keeps only its box, and only one version of it: going back exchanges it with what is there
 * now, so that the same bytes serve the way forward.
 */
import type { PixelBox } from '../cutout/hint.ts'
import { areaOf } from './pixel-box.ts'

/** Rasters of one byte a pixel that change together. */
export type Layers = readonly Uint8Array[]

export interface Step<Note> {
  readonly box: PixelBox
  /** Whatever else was true before (undo) or after (redo). */
  readonly note: Note
  /** Per layer, the box's bytes. */
  readonly kept: readonly Uint8Array[]
}

/** Most bytes of all steps together; beyond, the oldest are forgotten. */
const MOST_BYTES = 48_000_000

const bytesOf = <Note>(steps: readonly Step<Note>[]): number =>
  steps.reduce((sum, { kept }) => sum + kept.reduce((bytes, layer) => bytes + layer.length, 0), 0)

/** Copies of a box of each layer. */
export function copyBox(layers: Layers, width: number, box: PixelBox): readonly Uint8Array[] {
  return layers.map((layer) => {
    const copy = new Uint8Array(areaOf(box))
    const w = box.right - box.left
    for (let y = box.top; y < box.bottom; y++)
      copy.set(layer.subarray(y * width + box.left, y * width + box.right), (y - box.top) * w)
    return copy
  })
}

function writeBox(layers: Layers, width: number, box: PixelBox, kept: readonly Uint8Array[]): void {
  const w = box.right - box.left
  for (const [k, layer] of layers.entries())
    for (let y = box.top; y < box.bottom; y++)
      layer.set(kept[k]!.subarray((y - box.top) * w, (y - box.top + 1) * w), y * width + box.left)
}

/** Steps back and forth over layers. */
export class History<Note> {
  readonly #layers: Layers
  readonly #width: number
  readonly #past: Step<Note>[] = []
  #future: Step<Note>[] = []

  constructor(layers: Layers, width: number) {
    this.#layers = layers
    this.#width = width
  }

  get canUndo(): boolean {
    return this.#past.length > 0
  }

  get canRedo(): boolean {
    return this.#future.length > 0
  }

  /** Adds a step that was just made; what had been undone is gone. */
  add(step: Step<Note>): void {
    this.#past.push(step)
    this.#future = []
    while (this.#past.length > 1 && bytesOf(this.#past) > MOST_BYTES) this.#past.shift()
  }

  /** Goes back a step and returns its box and note; null where there is none. */
  undo(now: Note): { box: PixelBox; note: Note } | null {
    return this.#exchange(this.#past, this.#future, now)
  }

  redo(now: Note): { box: PixelBox; note: Note } | null {
    return this.#exchange(this.#future, this.#past, now)
  }

  #exchange(from: Step<Note>[], to: Step<Note>[], now: Note): { box: PixelBox; note: Note } | null {
    const step = from.pop()
    if (!step) return null
    to.push({ box: step.box, note: now, kept: copyBox(this.#layers, this.#width, step.box) })
    writeBox(this.#layers, this.#width, step.box, step.kept)
    return step
  }
}
