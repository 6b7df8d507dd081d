import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { spinAsset } from '../contract/assets.ts'
import css from './spin-wall.module.css'
import { spinQuery } from './queries.ts'

/** A blob's address for as long as it is shown. */
function useObjectUrl(blob: Blob | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!blob) return undefined
    const made = URL.createObjectURL(blob)
    setUrl(made)
    return () => {
      setUrl(null)
      URL.revokeObjectURL(made)
    }
  }, [blob])
  return url
}

export interface SpinMediaProps {
  readonly code: string
  readonly index: number
}

/** One spin, picture or video, or what became of it. */
export function SpinMedia({ code, index }: SpinMediaProps) {
  const { data, isError } = useQuery(spinQuery(code, spinAsset(index)))
  const [unshowable, setUnshowable] = useState(false)
  const url = useObjectUrl(data?.blob)
  if (isError || unshowable) return <span className={css.fallback}>Cannot be shown</span>
  if (!url) return <span className={css.skeleton} />
  const fail = () => setUnshowable(true)
  if (data?.kind === 'video') return <video className={css.media} src={url} autoPlay muted loop playsInline onError={fail} />
  return <img className={css.media} src={url} alt="" draggable={false} onError={fail} />
}
