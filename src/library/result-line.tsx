import { saySize } from '../contract/length.ts'
import type { KeptResult } from '../result/kept-result.ts'
import { MeshPicture } from '../result/mesh-picture.tsx'
import { resultName } from '../result/result-title.ts'
import css from './library.module.css'
import { dayText } from './words.ts'

/** `Spin 2 · Relief, 0.40 × 0.28 × 0.16 m, 30 Nov 2026` */
const nameOf = (kept: KeptResult): string =>
  [resultName(kept), kept.sizeMetres && saySize(kept.sizeMetres, 'm'), dayText(kept.madeAtMs)]
    .filter(Boolean)
    .join(', ')

export interface ResultLineProps {
  readonly name: string
  readonly results: readonly KeptResult[]
  readonly more: number
  readonly onOpen: (kept: KeptResult) => void
  readonly onMore: () => void
}

/** Kept meshes side by side, each one click from the stage. */
export const ResultLine = ({ name, results, more, onOpen, onMore }: ResultLineProps) => (
  <div className={css.results}>
    {results.map((kept) => (
      <button
        key={kept.id}
        type="button"
        className={css.result}
        aria-label={`Open ${name}, ${nameOf(kept)}`}
        onClick={() => onOpen(kept)}
      >
        <MeshPicture kept={kept} className={css.meshPicture} />
        <span className={css.resultName} data-starred={kept.starred || undefined}>
          {resultName(kept)}
        </span>
      </button>
    ))}
    {more > 0 ? (
      <button type="button" className={css.result} aria-label={`Show ${more} more of ${name}`} onClick={onMore}>
        <MeshPicture kept={null} className={css.meshPicture} text={`+${more}`} />
        <span className={css.resultName}>more</span>
      </button>
    ) : null}
  </div>
)
