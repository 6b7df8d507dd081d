import { useRef, useState } from 'react'
import type { Spin } from '../contract/session.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import css from './spin-view.module.css'
import { TurnSlider } from './turn-slider.tsx'
import { Turntable } from './turntable.tsx'
import { useSpin } from './use-spin.ts'
import { useTurns } from './use-turns.ts'
import { whyNotTurned } from './why-not-turned.ts'

export interface SpinViewProps {
  readonly code: string
  readonly spins: readonly Spin[]
  /** The one to begin with. */
  readonly index: number
  readonly onChoose: (index: number) => void
  readonly onClose: () => void
}

/** One spin as large as the window, to look at closely; the others a click away. */
export function SpinView({ code, spins, index, onChoose, onClose }: SpinViewProps) {
  const [shown, setShown] = useState(index)
  const turns = useTurns()
  const spin = useSpin(code, shown)
  const whyNot = whyNotTurned(spin.media)
  const choose = useRef<HTMLButtonElement>(null)
  const again = () => {
    choose.current?.focus()
    spin.again()
  }
  const at = spins.findIndex(({ index: each }) => each === shown)
  const go = (step: number) => setShown(spins[(at + step + spins.length) % spins.length]?.index ?? shown)
  return (
    <Dialog title={`Spin ${shown + 1}${spins[at]?.label ? `, ${spins[at].label}` : ''}`} onClose={onClose}>
      <div className={css.frame} {...(whyNot ? {} : turns.scrubbing(shown))}>
        <Turntable key={shown} index={shown} spin={spin} held={turns.held[shown] ?? null} />
      </div>
      <TurnSlider name="Angle of this spin" turn={turns.held[shown] ?? null} onTurn={turns.turnAll} whyNot={whyNot} />
      <div className={css.ways}>
        {spin.failed ? <Button onClick={again}>Try again</Button> : null}
        <Button disabled={spins.length < 2} onClick={() => go(-1)}>
          Previous
        </Button>
        <Button disabled={spins.length < 2} onClick={() => go(1)}>
          Next
        </Button>
        <Button
          ref={choose}
          look="main"
          onClick={() => {
            onChoose(shown)
            onClose()
          }}
        >
          Choose this spin
        </Button>
      </div>
    </Dialog>
  )
}
