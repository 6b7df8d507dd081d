import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '../ui/button.tsx'
import { MiddleCut } from '../ui/middle-cut.tsx'
import { Notice } from '../ui/notice.tsx'
import { Progress } from '../ui/progress.tsx'
import { createStore, useStore } from '../ui/store.ts'
import { FIRST_BRUSH, type Brush } from './brush.ts'
import { BrushTools } from './brush-tools.tsx'
import css from './cut-out.module.css'
import type { Desk } from './desk.ts'
import { Easel } from './easel.tsx'
import { actByKey } from './easel-keys.ts'
import { ObjectChips } from './object-chips.tsx'
import { createPlace } from './place.ts'
import { planOf } from './plan.ts'
import { createSender } from './sending.ts'
import { stateWords } from './words.ts'

export interface CutOutProps {
  readonly desk: Desk
  /** What the picture is called. */
  readonly name: string
  /** The meshes are made by the local engine. */
  readonly local: boolean
  /** The picture is that of a session, whose spins stay. */
  readonly correcting: boolean
  /** Takes the picture that spins are to be made of; `seen` when its cut-out was there to look at. */
  readonly onSend: (picture: File, seen: boolean) => void
  readonly onLeave: () => void
}

/** What is known of the cut-out, in words, and the way on where there is none. */
function State({ desk, local }: Pick<CutOutProps, 'desk' | 'local'>) {
  const state = useStore(desk.state, (now) => now)
  const { tone, what, next } = stateWords(state, local)
  if (tone === 'wait')
    return (
      <div className={css.state}>
        <output>{what}</output>
        <Progress name="Cutting out" percent={null} />
      </div>
    )
  return (
    <Notice tone={tone} what={what} next={next}>
      {state.cutOut.is === 'failed' && !state.broken ? <Button onClick={desk.askAgain}>Try again</Button> : null}
    </Notice>
  )
}

/** "Make spins", which is the next thing to do unless there is nothing to make them of, and the other ways on. */
function Actions({ desk, local, correcting, onSend, onLeave }: Omit<CutOutProps, 'name'>) {
  const [sender] = useState(() => createSender(desk, onSend))
  const sending = useStore(sender.state, (now) => now)
  const plan = useStore(desk.state, (state) => planOf(state, { local, correcting }))
  const main = useRef<HTMLButtonElement>(null)
  useEffect(() => main.current?.focus({ preventScroll: true }), [])
  const isIdle = plan === 'nothing'
  const isGoing = sending.is === 'under way'
  return (
    <div className={css.actions}>
      {sending.is === 'failed' ? (
        <Notice tone="bad" what={`The picture could not be written. ${sending.reason}`} next="Nothing was sent." />
      ) : null}
      <Button
        ref={main}
        look={isIdle && !correcting ? 'plain' : 'main'}
        aria-disabled={isIdle || isGoing}
        title={isIdle ? (correcting ? 'Change the cut-out first' : 'There is no subject yet') : 'Enter'}
        // Held down, the key that chose the picture in a dialog would send it unseen.
        onKeyDown={(event) => event.key === 'Enter' && event.repeat && event.preventDefault()}
        onClick={() => sender.make({ local, correcting })}
      >
        {isGoing
          ? plan === 'with alpha, once cut out'
            ? 'Cutting out…'
            : 'Sending…'
          : correcting
            ? 'Make new spins'
            : 'Make spins'}
      </Button>
      <div className={css.others}>
        {correcting ? null : (
          <Button
            look={isIdle && !local ? 'main' : 'plain'}
            title="The whole picture, and the cut-out is left to whoever makes the spins"
            onClick={sender.asItIs}
          >
            Send as it is
          </Button>
        )}
        <Button look="quiet" title="Escape" onClick={onLeave}>
          Cancel
        </Button>
      </div>
    </div>
  )
}

/** A picture's cut-out, to look at and to correct before anything is made of it or paid for. */
export function CutOut({ desk, name, local, correcting, onSend, onLeave }: CutOutProps) {
  const [place] = useState(createPlace)
  const [brush] = useState(() => createStore<Brush>(FIRST_BRUSH))
  const isMade = useStore(desk.state, ({ cutOut }) => cutOut.is === 'made')
  const isUnkept = useStore(desk.state, ({ unkept }) => unkept)
  const title = useId()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || !actByKey(event, { desk, place, brush, onLeave })) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys for all that is in it pass through here
    <section className={css.cutOut} aria-label="Cut-out" tabIndex={-1} onKeyDown={onKeyDown}>
      <Easel desk={desk} place={place} brush={brush} />
      <div className={css.panel}>
        <h2 className={css.title} id={title}>
          Cut-out{' '}
          <span className={css.of}>
            <MiddleCut text={name} />
          </span>
        </h2>
        <State desk={desk} local={local} />
        {isMade ? (
          <>
            <BrushTools desk={desk} brush={brush} />
            <ObjectChips desk={desk} />
            {isUnkept ? (
              <Notice
                tone="plain"
                what="A reload would lose these corrections: this browser has no room to keep them."
              />
            ) : null}
          </>
        ) : null}
        <Actions desk={desk} local={local} correcting={correcting} onSend={onSend} onLeave={onLeave} />
      </div>
    </section>
  )
}
