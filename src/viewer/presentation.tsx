import { useEffect, useEffectEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { KEY_NAMES } from '../ui/key-names.ts'
import css from './presentation.module.css'

export interface Caption {
  readonly name: string
  /** Which mesh of it is shown; null while there is none. */
  readonly mesh: string | null
  readonly size: string
  /** What of known size stands beside it. */
  readonly figure: string | null
}

export interface PresentationProps {
  /** Null where several are shown, each with its name. */
  readonly caption: Caption | null
  /** Nothing but the picture is seen. */
  readonly clean: boolean
  readonly onClean: (clean: boolean) => void
  readonly onStep: (step: 1 | -1) => void
  readonly onLeave: () => void
}

/** A press that moves so little was no drag of the view, CSS pixels. */
const STILL_PX = 6

const isFullScreen = (): boolean => document.fullscreenElement !== null

/** A browser may refuse, as in a frame that does not allow it; then the window stays as it is. */
const toggleFullScreen = (): void =>
  void (isFullScreen() ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {})

/** Whether the page fills the screen, and Shift with F to switch. A presentation that ends gives the screen back. */
function useFullScreen(): boolean {
  const [full, setFull] = useState(isFullScreen)
  useEffect(() => {
    const onChange = () => setFull(isFullScreen())
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !event.shiftKey || event.key.toLowerCase() !== 'f') return
      // F alone is the front view.
      event.preventDefault()
      event.stopPropagation()
      toggleFullScreen()
    }
    document.addEventListener('fullscreenchange', onChange)
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => {
      document.removeEventListener('fullscreenchange', onChange)
      window.removeEventListener('keydown', onKeyDown, { capture: true })
      if (isFullScreen()) void document.exitFullscreen().catch(() => {})
    }
  }, [])
  return full
}

/** A click brings everything back, for hands without a keyboard; a drag turns the view. */
function useClickBack(clean: boolean, onBack: () => void): void {
  const back = useEffectEvent(onBack)
  useEffect(() => {
    if (!clean) return undefined
    let [x, y] = [Infinity, Infinity]
    const onDown = (event: PointerEvent) => void ([x, y] = [event.clientX, event.clientY])
    const onUp = (event: PointerEvent) => {
      if (Math.hypot(event.clientX - x, event.clientY - y) < STILL_PX) back()
    }
    window.addEventListener('pointerdown', onDown, { capture: true })
    window.addEventListener('pointerup', onUp, { capture: true })
    return () => {
      window.removeEventListener('pointerdown', onDown, { capture: true })
      window.removeEventListener('pointerup', onUp, { capture: true })
    }
  }, [clean])
}

const Chevron = ({ points }: { readonly points: string }) => (
  <svg viewBox="0 0 24 24" className={css.chevron} aria-hidden="true">
    <polyline points={points} />
  </svg>
)

/** What is presented, legible from the last row, and the ways through it and out of it. */
export function Presentation(props: PresentationProps) {
  const { caption, clean, onClean, onStep, onLeave } = props
  const full = useFullScreen()
  useClickBack(clean, () => onClean(false))
  if (clean) return null
  return (
    <>
      {caption ? (
        <div className={css.caption}>
          <p className={css.name}>{caption.name}</p>
          {caption.mesh ? <p>{caption.mesh}</p> : null}
          <p className={css.size}>{caption.size}</p>
          {caption.figure ? <p className={css.figure}>{caption.figure}</p> : null}
        </div>
      ) : null}
      <Button className={css.before} aria-label="Previous" title="Previous (←)" onClick={() => onStep(-1)}>
        <Chevron points="15 5 8 12 15 19" />
      </Button>
      <Button className={css.after} aria-label="Next" title="Next (→)" onClick={() => onStep(1)}>
        <Chevron points="9 5 16 12 9 19" />
      </Button>
      <div className={css.ways}>
        <Button title="Shows the picture alone (H); H or a click brings the rest back" onClick={() => onClean(true)}>
          Hide controls
        </Button>
        {document.fullscreenEnabled ? (
          <Button aria-pressed={full} title={`Full screen (${KEY_NAMES.shift} F)`} onClick={toggleFullScreen}>
            Full screen
          </Button>
        ) : null}
        <Button onClick={onLeave}>Exit (Esc)</Button>
      </div>
    </>
  )
}
