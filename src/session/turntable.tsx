import { useEffect, useEffectEvent, useRef, useState, type SyntheticEvent } from 'react'
import { FULL_TURN_DEG, wrapDeg } from './angle.ts'
import { useBlobUrl } from '../ui/blob-url.ts'
import { givesFrames, openFrames, type FrameSource } from './frame-source.ts'
import type { SpinMedia } from './queries.ts'
import css from './turntable.module.css'
import type { LoadedSpin } from './use-spin.ts'

interface PictureFrameProps {
  readonly blob: Blob
  readonly angleDeg: number
  readonly onDrawn: () => void
  readonly onFail: () => void
}

/** The frame of an animated picture that shows an angle. */
function PictureFrame({ blob, angleDeg, onDrawn, onFail }: PictureFrameProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [frames, setFrames] = useState<FrameSource | null>(null)
  const drawn = useEffectEvent(onDrawn)
  const fail = useEffectEvent(onFail)
  useEffect(() => {
    let source: FrameSource | null = null
    let left = false
    const open = async () => {
      const opened = await openFrames(blob)
      if (left) return opened.close()
      source = opened
      return setFrames(opened)
    }
    open().catch(() => left || fail())
    return () => {
      left = true
      source?.close()
    }
  }, [blob])
  useEffect(() => {
    if (!frames || !canvas.current) return undefined
    let left = false
    // A source that was closed meanwhile fails its last frame, which nobody sees any more.
    frames.draw(canvas.current, angleDeg).then(
      () => left || drawn(),
      () => left || fail(),
    )
    return () => {
      left = true
    }
  }, [frames, angleDeg])
  return <canvas ref={canvas} className={css.media} data-angle-deg={angleDeg.toFixed(2)} aria-hidden="true" />
}

/** Later than any video ends, and not so late that a browser takes it for an invalid time. */
const PAST_ANY_END_SECONDS = 1e6

interface VideoProps {
  readonly url: string
  readonly angleDeg: number | null
  readonly onFail: () => void
}

/** A video that shows one full turn, playing or paused at an angle. */
function Video({ url, angleDeg, onFail }: VideoProps) {
  const video = useRef<HTMLVideoElement>(null)
  const [ready, setReady] = useState(false)
  const [lengthSeconds, setLengthSeconds] = useState<number | null>(null)
  useEffect(() => {
    const shown = video.current
    if (!shown || !ready) return
    if (angleDeg === null) {
      // Where autoplay is blocked, the first frame stays.
      shown.play().catch(() => {})
      return
    }
    shown.pause()
    const share = wrapDeg(angleDeg) / FULL_TURN_DEG
    // A browser's own recording does not tell its length until it has been searched for its end.
    shown.currentTime = share === 0 ? 0 : lengthSeconds === null ? PAST_ANY_END_SECONDS : share * lengthSeconds
  }, [angleDeg, ready, lengthSeconds])
  const readLength = ({ currentTarget: { duration } }: SyntheticEvent<HTMLVideoElement>) => {
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
      data-angle-deg={angleDeg?.toFixed(2)}
      onLoadedData={(event) => {
        readLength(event)
        setReady(true)
      }}
      onDurationChange={readLength}
      onError={onFail}
    />
  )
}

interface PictureProps {
  readonly media: SpinMedia
  readonly url: string
  readonly angleDeg: number | null
  readonly onFail: () => void
}

/** An animated picture: the browser plays it, or one of its frames is drawn. */
function Picture({ media: { blob }, url, angleDeg, onFail }: PictureProps) {
  const isPlaying = angleDeg === null
  const [state, setState] = useState({ hasPlayed: isPlaying, isDrawn: false })
  const [hasNoFrames, setHasNoFrames] = useState(false)
  if (isPlaying && (!state.hasPlayed || state.isDrawn)) setState({ hasPlayed: true, isDrawn: false })
  // Without frames there is the front, which the whole picture shows, and no other angle.
  const showsWhole = isPlaying || hasNoFrames || (angleDeg !== 0 && !givesFrames(blob.type))
  return (
    <>
      {showsWhole || (state.hasPlayed && !state.isDrawn) ? (
        <img className={css.media} src={url} alt="" draggable={false} onError={onFail} />
      ) : null}
      {showsWhole ? null : (
        <PictureFrame
          blob={blob}
          angleDeg={angleDeg}
          onDrawn={() => setState({ ...state, isDrawn: true })}
          onFail={() => setHasNoFrames(true)}
        />
      )}
    </>
  )
}

export interface TurntableProps {
  readonly index: number
  readonly spin: LoadedSpin
  /** Null while it plays. */
  readonly angleDeg: number | null
}

/** One spin, as a picture or a video depending on its bytes; a placeholder until it arrives, and a text if it cannot be shown. */
export function Turntable({ index, spin: { media, failed, markBroken }, angleDeg }: TurntableProps) {
  const url = useBlobUrl(media?.blob)
  if (failed) return <span className={css.fallback}>Spin {index + 1} cannot be shown</span>
  if (!url || !media) return <span className={css.skeleton} />
  if (media.kind === 'video') return <Video key={url} url={url} angleDeg={angleDeg} onFail={markBroken} />
  return <Picture key={url} media={media} url={url} angleDeg={angleDeg} onFail={markBroken} />
}
