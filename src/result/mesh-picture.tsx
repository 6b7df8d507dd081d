import { useQuery } from '@tanstack/react-query'
import { useBlobUrl } from '../ui/blob-url.ts'
import type { KeptResult } from './kept-result.ts'
import css from './mesh-picture.module.css'
import type { Result } from './result.ts'
import { thumbnailQuery } from './thumbnail-query.ts'

export interface MeshPictureProps {
  readonly kept: KeptResult | null
  /** In its place as long as there is none; the number of its spin unless it is given. */
  readonly text?: string
  readonly className?: string | undefined
}

/** Of the spin that a mesh was made of, as artists count; empty where nobody says. */
export const spinNumber = ({ request: { selected_spin_index: spin } }: Pick<Result, 'request'>): string =>
  spin === undefined ? '' : String(spin + 1)

/** Drawn from the mesh; where that is not done yet, its spin's number. What stands beside it says what it is. */
export function MeshPicture({ kept, text = kept ? spinNumber(kept) : '', className }: MeshPictureProps) {
  const { data } = useQuery(thumbnailQuery(kept))
  const url = useBlobUrl(data ?? undefined)
  return (
    <span className={`${css.picture} ${className}`} data-text={url ? undefined : text} aria-hidden="true">
      {url ? <img src={url} alt="" draggable={false} /> : null}
    </span>
  )
}
