import { RadioGroup } from 'radix-ui'
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { MAX_SPINS } from '../contract/preview-request.ts'
import type { Session, Spin } from '../contract/session.ts'
import { Button } from '../ui/button.tsx'
import { Progress } from '../ui/progress.tsx'
import { SpinView } from './spin-view.tsx'
import css from './spin-wall.module.css'
import { TurnSlider } from './turn-slider.tsx'
import media from './turntable.module.css'
import { Turntable } from './turntable.tsx'
import { useSpin } from './use-spin.ts'
import { useTurns, type Turns } from './use-turns.ts'
import { useWhyNoneTurned, whyNotTurned } from './why-not-turned.ts'

interface SpinCardProps {
  readonly code: string
  readonly spin: Spin
  readonly turns: Turns
  readonly onEnlarge: () => void
}

function SpinCard({ code, spin: { index, label }, turns, onEnlarge }: SpinCardProps) {
  const labelId = useId()
  const radio = useRef<HTMLButtonElement>(null)
  const spin = useSpin(code, index)
  const again = () => {
    // The button goes as soon as the spin comes, and would take the focus along.
    radio.current?.focus()
    spin.again()
  }
  return (
    <div className={css.place}>
      <RadioGroup.Item
        ref={radio}
        className={css.card}
        value={String(index)}
        aria-label={`Spin ${index + 1}`}
        aria-describedby={label ? labelId : undefined}
        onDoubleClick={onEnlarge}
        {...(whyNotTurned(spin.media) ? {} : turns.scrubbing(index))}
      >
        <span className={css.frame}>
          <Turntable index={index} spin={spin} held={turns.held[index] ?? null} />
        </span>
        <span className={css.caption}>
          <kbd className={css.key}>{index + 1}</kbd>
          {label ? <span id={labelId}>{label}</span> : null}
        </span>
      </RadioGroup.Item>
      {spin.failed ? (
        <Button className={css.again ?? ''} aria-label={`Try again to show spin ${index + 1}`} onClick={again}>
          Try again
        </Button>
      ) : null}
      <button
        type="button"
        className={css.enlarge}
        aria-label={`Enlarge spin ${index + 1}`}
        title="Larger"
        onClick={onEnlarge}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M9.5 2.5h4v4M13 3 9 7M6.5 13.5h-4v-4M3 13l4-4" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </button>
    </div>
  )
}

const Waiting = ({ children }: { readonly children: ReactNode }) => (
  <>
    {children}
    <div className={css.wall} aria-hidden="true">
      {Array.from({ length: MAX_SPINS }, (_, index) => (
        <span key={index} className={css.card}>
          <span className={css.frame}>
            <span className={media.skeleton} />
          </span>
          <span className={css.caption} />
        </span>
      ))}
    </div>
  </>
)

export interface SpinWallProps {
  /** Null while nothing is known of it yet. */
  readonly session: Session | null
  /** What the wait is for, while a picture is being sent. */
  readonly waitingFor: string | null
  readonly chosen: number | null
  readonly onChoose: (index: number) => void
}

const ARROWS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** The spin that an arrow goes to from the one in focus, round and round. */
function spinByArrow(spins: readonly Spin[], event: KeyboardEvent<HTMLElement>): Spin | undefined {
  const step = ARROWS[event.key]
  const at = spins.findIndex(
    ({ index }) => event.target instanceof HTMLButtonElement && event.target.value === String(index),
  )
  return step === undefined || at < 0 ? undefined : spins[(at + step + spins.length) % spins.length]
}

function Wall({
  session,
  chosen,
  onChoose,
}: { readonly session: Session } & Pick<SpinWallProps, 'chosen' | 'onChoose'>) {
  const turns = useTurns()
  const whyNot = useWhyNoneTurned(session.code, session.spins)
  const [enlarged, setEnlarged] = useState<number | null>(null)
  return (
    <>
      <RadioGroup.Root
        className={css.wall}
        aria-labelledby="spins-title"
        value={chosen === null ? '' : String(chosen)}
        onValueChange={(value) => onChoose(Number(value))}
        // Radix chooses when the focus arrives, and misses it when the key is let go sooner.
        onKeyDown={(event) => {
          const next = spinByArrow(session.spins, event)
          if (next) onChoose(next.index)
        }}
      >
        {session.spins.map((spin) => (
          <SpinCard
            key={spin.index}
            code={session.code}
            spin={spin}
            turns={turns}
            onEnlarge={() => setEnlarged(spin.index)}
          />
        ))}
      </RadioGroup.Root>
      <TurnSlider
        name="Angle of all spins"
        turn={turns.held.find((turn) => turn !== null) ?? null}
        onTurn={turns.turnAll}
        whyNot={whyNot}
      />
      {enlarged === null ? null : (
        <SpinView
          code={session.code}
          spins={session.spins}
          index={enlarged}
          onChoose={onChoose}
          onClose={() => setEnlarged(null)}
        />
      )}
    </>
  )
}

/** The spins to choose from, one to four, or why there are none. */
export function SpinWall({ session, waitingFor, chosen, onChoose }: SpinWallProps) {
  const waits =
    waitingFor !== null || session === null || (session.spins.length === 0 && session.phase.state === 'going')
  return (
    <section aria-labelledby="spins-title" className={css.section}>
      <h2 className={css.title} id="spins-title">
        Spins
      </h2>
      {waits ? (
        <Waiting>
          <div className={css.wait}>
            <p role="status">{waitingFor ?? (session ? 'Making the spins' : 'Opening the session')}</p>
            {session && waitingFor === null ? <Progress name="Making the spins" percent={session.percent} /> : null}
          </div>
        </Waiting>
      ) : session.spins.length === 0 ? (
        <p className={css.none}>
          {session.phase.work === 'spins' && session.phase.state === 'failed'
            ? 'No spins could be made of this picture.'
            : 'This session has no spins to choose from. A preview is made from its picture.'}
        </p>
      ) : (
        <Wall key={session.code} session={session} chosen={chosen} onChoose={onChoose} />
      )}
    </section>
  )
}
