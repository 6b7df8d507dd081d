import type { Hint, PixelBox } from '../cutout/hint.ts'
import type { CorrectedPicture } from './kept-corrections.ts'

/** What the page wants of the worker. All answers are reports, in the order of the orders. */
export type Order =
  /** The first: shows the file and has its subject cut out. */
  | {
      readonly do: 'open'
      readonly id: string
      readonly picture: CorrectedPicture
      /** Its outline as it was corrected before; null where it was not. */
      readonly corrected: Uint8Array | null
    }
  /** Has it cut out once more, after that failed. */
  | { readonly do: 'cut out' }
  | { readonly do: 'stroke'; readonly hint: Hint }
  | { readonly do: 'undo' }
  | { readonly do: 'redo' }
  | { readonly do: 'restart' }
  | { readonly do: 'keep'; readonly object: number; readonly kept: boolean }
  /** Writes the picture with its alpha. */
  | { readonly do: 'compose'; readonly keepHidden: boolean }

/** Something separate in the picture. */
export interface SeparateObject {
  readonly id: number
  readonly box: PixelBox
  readonly kept: boolean
}

/** How the cut-out stands. */
export interface Standing {
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** It is another one than it was at first. */
  readonly touched: boolean
  /** Nothing is left of it. */
  readonly empty: boolean
  /** The largest first. */
  readonly objects: readonly SeparateObject[]
}

/** What the subject's picture has in a box from now on: as a bitmap, for the page only draws it. */
export interface Patch {
  readonly box: PixelBox
  readonly picture: ImageBitmap
}

/** What the answer to the first question says of the cut-out. */
export interface CutOutFacts {
  readonly width: number
  readonly height: number
  /** The file brings an alpha of its own. */
  readonly ownAlpha: boolean
  readonly unsure: boolean
  /** Why nothing stands apart; null where something does. */
  readonly reason: string | null
}

export type Report =
  /** The picture as the browser shows it, long before its cut-out is there. */
  | { readonly is: 'preview'; readonly picture: ImageBitmap }
  | {
      readonly is: 'cut out'
      readonly facts: CutOutFacts
      /** The picture in colour, and as what falls away is shown. */
      readonly picture: ImageBitmap
      readonly dimmed: ImageBitmap
      readonly patch: Patch
      readonly standing: Standing
    }
  | { readonly is: 'not cut out'; readonly what: string; readonly next: string }
  | { readonly is: 'changed'; readonly patch: Patch | null; readonly standing: Standing }
  /** What a reload would find of the corrections. */
  | { readonly is: 'kept'; readonly what: 'corrections' | 'nothing' | 'not possible' }
  | { readonly is: 'composed'; readonly png: Blob }
  | { readonly is: 'not composed'; readonly reason: string }
