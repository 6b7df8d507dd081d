import { useQuery } from '@tanstack/react-query'
import type { KeptResult } from '../result/kept-result.ts'
import { thumbnailQuery } from '../result/thumbnail-query.ts'
import { useBlobUrl } from '../ui/blob-url.ts'
import css from './library.module.css'
import { dayText, sizeText, spinText } from './words.ts'

/** Drawn from the mesh; where there is none, its spin's number. */
export function MeshPicture({ kept }: { readonly kept: KeptResult }) {
  const { data } = useQuery(thumbnailQuery(kept))
  const url = useBlobUrl(data ?? undefined)
  const spin = kept.request.selected_spin_index
  return (
    <span className={css.meshPicture} data-text={url || spin === undefined ? '' : spin + 1}>
      {url ? <img src={url} alt="" draggable={false} /> : null}
    </span>
  )
}

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
        aria-label={`Open ${name}, ${[spinText(kept), sizeText(kept), dayText(kept.madeAtMs)].filter(Boolean).join(', ')}`}
        onClick={() => onOpen(kept)}
      >
        <MeshPicture kept={kept} />
        <span className={css.resultName} data-starred={kept.starred || undefined}>
          {spinText(kept)}
        </span>
      </button>
    ))}
    {more > 0 ? (
      <button type="button" className={css.result} aria-label={`Show ${more} more of ${name}`} onClick={onMore}>
        <span className={css.meshPicture} data-text={`+${more}`} />
        <span className={css.resultName}>more</span>
      </button>
    ) : null}
  </div>
)
