import { RadioGroup } from 'radix-ui'
import { lazy, useState, type ReactNode } from 'react'
import { MAX_SPINS } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import { chooseByArrow } from '../ui/choose-by-arrow.ts'
import { Later } from '../ui/later.tsx'
import { Progress } from '../ui/progress.tsx'
import { AngleSlider } from './angle-slider.tsx'
import { useWhyAllFixed } from './fixed-angle.ts'
import { useFirstAngle, useSpinAngles, type SpinAngles } from './spin-angles.ts'
import { SpinChoice } from './spin-choice.tsx'
import css from './spin-wall.module.css'
import media from './turntable.module.css'

/** Not needed at first, so fetched when it is. */
const SpinView = lazy(async () => ({ default: (await import('./spin-view.tsx')).SpinView }))

interface WaitingProps {
  /** What is waited for does not come. */
  readonly over: boolean
  readonly children: ReactNode
}

const Waiting = ({ over, children }: WaitingProps) => (
  <div className={css.place}>
    <div className={css.wall} aria-hidden="true">
      {Array.from({ length: MAX_SPINS }, (_, index) => (
        <span key={index} className={css.card}>
          <span className={css.frame}>{over ? null : <span className={media.skeleton} />}</span>
          <span className={css.caption} />
        </span>
      ))}
    </div>
    <div className={css.anglePlace} />
    <div className={css.wait}>{children}</div>
  </div>
)

export interface SpinWallProps {
  /** Null until the session has been fetched. */
  readonly session: Session | null
  /** It could not be. */
  readonly failed?: boolean
  /** What the wait is for, while a picture is being sent. */
  readonly waitingFor: string | null
  readonly chosen: number | null
  readonly onChoose: (index: number) => void
}

/** A component of its own, so that an angle that changes draws the slider and not the wall. */
function AngleOfAll({ angles, whyFixed }: { readonly angles: SpinAngles; readonly whyFixed: string | null }) {
  const angleDeg = useFirstAngle(angles)
  return <AngleSlider name="Angle of all spins" angleDeg={angleDeg} onAngle={angles.setAll} whyFixed={whyFixed} />
}

type WallProps = { readonly session: Session } & Pick<SpinWallProps, 'chosen' | 'onChoose'>

function Wall({ session: { code, spins }, chosen, onChoose }: WallProps) {
  const angles = useSpinAngles()
  const whyFixed = useWhyAllFixed(code, spins)
  const [enlarged, setEnlarged] = useState<number | null>(null)
  return (
    <>
      <RadioGroup.Root
        className={css.wall}
        aria-labelledby="spins-title"
        value={chosen === null ? '' : String(chosen)}
        onValueChange={(value) => onChoose(Number(value))}
        onKeyDownCapture={(event) => {
          const indices = spins.map(({ index }) => String(index))
          chooseByArrow(indices, event, (index) => onChoose(Number(index)))
        }}
      >
        {spins.map((spin) => (
          <SpinChoice
            key={spin.index}
            code={code}
            spin={spin}
            angles={angles}
            onEnlarge={() => setEnlarged(spin.index)}
          />
        ))}
      </RadioGroup.Root>
      <AngleOfAll angles={angles} whyFixed={whyFixed} />
      {enlarged === null ? null : (
        <Later>
          <SpinView code={code} spins={spins} index={enlarged} onChoose={onChoose} onClose={() => setEnlarged(null)} />
        </Later>
      )}
    </>
  )
}

/** The spins to choose from, one to four, or why there are none. */
export function SpinWall({ session, failed = false, waitingFor, chosen, onChoose }: SpinWallProps) {
  const waits =
    waitingFor !== null || session === null || (session.spins.length === 0 && session.phase.state === 'going')
  const words = session ? 'Making the spins' : failed ? 'No session is open.' : 'Opening the session'
  return (
    <section aria-labelledby="spins-title" className={css.section}>
      <h2 className={css.title} id="spins-title">
        Spins
      </h2>
      {waits ? (
        <Waiting over={failed && waitingFor === null}>
          <output>{waitingFor ?? words}</output>
          {session && waitingFor === null ? <Progress name="Making the spins" percent={session.percent} /> : null}
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
