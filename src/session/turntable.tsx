import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { spinAsset } from '../contract/assets.ts'
import { openFrames, type FrameSource } from './frame-source.ts'
import { spinQuery } from './queries.ts'
import css from './turntable.module.css'

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

interface HeldProps {
  readonly held: number
  readonly onDrawn: () => void
  readonly onFail: () => void
}

/** One frame of an animated picture. */
function HeldPicture({ blob, held, onDrawn, onFail }: HeldProps & { readonly blob: Blob }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [frames, setFrames] = useState<FrameSource | null>(null)
  const latest = useRef({ onDrawn, onFail })
  latest.current = { onDrawn, onFail }
  useEffect(() => {
    let opened: FrameSource | null = null
    let left = false
    openFrames(blob).then(
      (source) => {
        if (left) return source.close()
        opened = source
        setFrames(source)
      },
      () => left || latest.current.onFail(),
    )
    return () => {
      left = true
      opened?.close()
    }
  }, [blob])
  useEffect(() => {
    if (!frames || !canvas.current) return
    // A source that was closed meanwhile fails its last frame; nobody looks at it any more.
    frames.draw(canvas.current, held).then(
      () => latest.current.onDrawn(),
      () => {},
    )
  }, [frames, held])
  return <canvas ref={canvas} className={css.media} data-held={held.toFixed(4)} aria-hidden="true" />
}

/** A video turntable, playing or standing at a place of its turn. */
function Video({ url, held, onFail }: { readonly url: string; readonly held: number | null; readonly onFail: () => void }) {
  const video = useRef<HTMLVideoElement>(null)
  const [duration, setDuration] = useState<number | null>(null)
  useEffect(() => {
    const shown = video.current
    if (!shown || duration === null) return
    if (held === null) {
      // A browser that plays nothing by itself shows the first frame.
      shown.play().catch(() => {})
      return
    }
    shown.pause()
    shown.currentTime = (((held % 1) + 1) % 1) * duration
  }, [held, duration])
  return (
    <video
      ref={video}
      className={css.media}
      src={url}
      muted
      loop
      playsInline
      preload="auto"
      data-held={held?.toFixed(4)}
      onLoadedData={(event) => setDuration(Number.isFinite(event.currentTarget.duration) ? event.currentTarget.duration : 0)}
      onError={onFail}
    />
  )
}

export interface TurntableProps {
  readonly code: string
  readonly index: number
  /** Where in the turn it stands, 0–1; null while it plays. */
  readonly held: number | null
}

/** One spin, picture or video as its bytes say, playing or held; or what became of it. */
export function Turntable({ code, index, held }: TurntableProps) {
  const { data, isError } = useQuery(spinQuery(code, spinAsset(index)))
  const [unshowable, setUnshowable] = useState(false)
  const [drawn, setDrawn] = useState(false)
  const [played, setPlayed] = useState(false)
  const url = useObjectUrl(data?.blob)
  useEffect(() => {
    if (held !== null) return
    setDrawn(false)
    setPlayed(true)
  }, [held])
  if (isError || unshowable) return <span className={css.fallback}>Spin {index + 1} cannot be shown</span>
  if (!url || !data) return <span className={css.skeleton} />
  const fail = () => setUnshowable(true)
  if (data.kind === 'video') return <Video url={url} held={held} onFail={fail} />
  return (
    <>
      {held === null || (played && !drawn) ? <img className={css.media} src={url} alt="" draggable={false} onError={fail} /> : null}
      {held === null ? null : <HeldPicture blob={data.blob} held={held} onDrawn={() => setDrawn(true)} onFail={fail} />}
    </>
  )
}
