import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import { openFrames, takesApart, type FrameSource } from './frame-source.ts'
import type { SpinMedia } from './queries.ts'
import css from './turntable.module.css'
import type { LoadedSpin } from './use-spin.ts'
import { shareOfTurn } from './use-turns.ts'

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
    if (!frames || !canvas.current) return undefined
    let left = false
    frames.draw(canvas.current, held).then(
      () => latest.current.onDrawn(),
      // A source that was closed meanwhile fails its last frame; nobody looks at it any more.
      () => left || latest.current.onFail(),
    )
    return () => {
      left = true
    }
  }, [frames, held])
  return <canvas ref={canvas} className={css.media} data-held={held.toFixed(4)} aria-hidden="true" />
}

/** Further than any turntable goes on, and not so far that a browser takes it for no time. */
const PAST_ITS_END_S = 1e6

interface VideoProps {
  readonly url: string
  readonly held: number | null
  readonly onFail: () => void
}

/** A video turntable, playing or standing at a place of its turn. */
function Video({ url, held, onFail }: VideoProps) {
  const video = useRef<HTMLVideoElement>(null)
  const [ready, setReady] = useState(false)
  const [lengthSeconds, setLengthSeconds] = useState<number | null>(null)
  useEffect(() => {
    const shown = video.current
    if (!shown || !ready) return
    if (held === null) {
      // A browser that plays nothing by itself shows the first frame.
      shown.play().catch(() => {})
      return
    }
    shown.pause()
    const share = shareOfTurn(held)
    // What was recorded by a browser does not say how long it is until its end is looked for.
    shown.currentTime = share === 0 ? 0 : lengthSeconds === null ? PAST_ITS_END_S : share * lengthSeconds
  }, [held, ready, lengthSeconds])
  const learn = ({ currentTarget: { duration } }: SyntheticEvent<HTMLVideoElement>) => {
    if (Number.isFinite(duration) && duration > 0) setLengthSeconds(duration)
  }
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
      onLoadedData={(event) => {
        learn(event)
        setReady(true)
      }}
      onDurationChange={learn}
      onError={onFail}
    />
  )
}

interface PictureProps {
  readonly media: SpinMedia
  readonly url: string
  readonly held: number | null
  readonly onFail: () => void
}

/** A picture turntable: the picture itself while it plays, one of its frames while it is held. */
function Picture({ media: { blob }, url, held, onFail }: PictureProps) {
  const [drawn, setDrawn] = useState(false)
  const [played, setPlayed] = useState(false)
  const [whole, setWhole] = useState(false)
  useEffect(() => {
    if (held !== null) return
    setDrawn(false)
    setPlayed(true)
  }, [held])
  // What cannot be taken apart has a front and no other angle.
  const plays = held === null || whole || (held !== 0 && !takesApart(blob.type))
  return (
    <>
      {plays || (played && !drawn) ? (
        <img className={css.media} src={url} alt="" draggable={false} onError={onFail} />
      ) : null}
      {plays ? null : (
        <HeldPicture blob={blob} held={held} onDrawn={() => setDrawn(true)} onFail={() => setWhole(true)} />
      )}
    </>
  )
}

export interface TurntableProps {
  readonly index: number
  readonly spin: LoadedSpin
  /** Where in the turn it stands, 0–1; null while it plays. */
  readonly held: number | null
}

/** One spin, picture or video as its bytes say, playing or held; or what became of it. */
export function Turntable({ index, spin: { media, failed, fail }, held }: TurntableProps) {
  const url = useObjectUrl(media?.blob)
  if (failed) return <span className={css.fallback}>Spin {index + 1} cannot be shown</span>
  if (!url || !media) return <span className={css.skeleton} />
  if (media.kind === 'video') return <Video key={url} url={url} held={held} onFail={fail} />
  return <Picture key={url} media={media} url={url} held={held} onFail={fail} />
}
