import { useEffect, useId, useRef, useState } from 'react'
import { ToolButton, Toolbar } from '../ui/toolbar.tsx'
import type { Store } from '../ui/store.ts'
import type { Brush } from './brush.ts'
import css from './cut-out.module.css'
import type { Desk } from './desk.ts'
import type { Place } from './place.ts'
import { mountSurface } from './surface.ts'

const ZOOM_STEP = 1.5

export interface EaselProps {
  readonly desk: Desk
  readonly place: Place
  readonly brush: Store<Brush>
}

/** The picture to look at and to paint on, by mouse, pen, fingers and keys. */
export function Easel({ desk, place, brush }: EaselProps) {
  const host = useRef<HTMLDivElement>(null)
  const [spoken, setSpoken] = useState('')
  const hint = useId()
  useEffect(
    () => (host.current ? mountSurface(host.current, { desk, place, brush, say: setSpoken }) : undefined),
    [desk, place, brush],
  )
  return (
    <div className={css.easel}>
      <div
        ref={host}
        className={css.surface}
        role="application"
        aria-label="Picture to paint on"
        aria-describedby={hint}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the brush is moved over it by keys
        tabIndex={0}
      >
        <canvas className={css.canvas} />
        <canvas className={css.canvas} />
      </div>
      <p id={hint} className={css.spoken}>
        Arrow keys move the brush, with Shift faster. It paints while Space is held down, or from one Enter to the next.
      </p>
      <output className={css.spoken}>{spoken}</output>
      <Toolbar name="Zoom" className={css.zoom}>
        <ToolButton aria-label="Zoom out" title="Zoom out (−)" onClick={() => place.zoom(1 / ZOOM_STEP)}>
          −
        </ToolButton>
        <ToolButton title="The whole picture (0)" onClick={place.fit}>
          Fit
        </ToolButton>
        <ToolButton aria-label="Zoom in" title="Zoom in (+)" onClick={() => place.zoom(ZOOM_STEP)}>
          +
        </ToolButton>
      </Toolbar>
    </div>
  )
}
