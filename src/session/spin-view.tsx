import { useRef, useState } from 'react'
import type { Spin } from '../contract/session.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { AngleSlider } from './angle-slider.tsx'
import { whyFixed } from './fixed-angle.ts'
import { useAngle, useSpinAngles } from './spin-angles.ts'
import css from './spin-view.module.css'
import { Turntable } from './turntable.tsx'
import { useSpin } from './use-spin.ts'

export interface SpinViewProps {
  readonly code: string
  readonly spins: readonly Spin[]
  /** The spin to show first. */
  readonly index: number
  readonly onChoose: (index: number) => void
  readonly onClose: () => void
}

/** One spin in a dialog as large as the window, with buttons to the others. */
export function SpinView({ code, spins, index, onChoose, onClose }: SpinViewProps) {
  const [shown, setShown] = useState(index)
  const angles = useSpinAngles()
  const angleDeg = useAngle(angles, shown)
  const at = spins.findIndex((other) => other.index === shown)
  const spin = useSpin(code, spins[at] ?? { index: shown })
  const why = whyFixed(spin.media)
  const choose = useRef<HTMLButtonElement>(null)
  const retry = () => {
    choose.current?.focus()
    spin.retry()
  }
  const go = (step: number) => setShown(spins[(at + step + spins.length) % spins.length]?.index ?? shown)
  return (
    <Dialog title={`Spin ${shown + 1}${spins[at]?.label ? `, ${spins[at].label}` : ''}`} onClose={onClose}>
      <div className={css.frame} {...(why ? {} : angles.dragHandlers(shown))}>
        <Turntable key={shown} index={shown} spin={spin} angleDeg={angleDeg} />
      </div>
      <AngleSlider name="Angle of this spin" angleDeg={angleDeg} onAngle={angles.setAll} whyFixed={why} />
      <div className={css.ways}>
        {spin.failed ? <Button onClick={retry}>Try again</Button> : null}
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
