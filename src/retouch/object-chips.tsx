import { useEffect, useRef } from 'react'
import { useStore } from '../ui/store.ts'
import css from './cut-out.module.css'
import type { Desk } from './desk.ts'
import type { SeparateObject } from './messages.ts'

const CHIP_PX = 48

interface ChipProps {
  readonly object: SeparateObject
  readonly number: number
  readonly picture: ImageBitmap | null
  readonly onKeep: (kept: boolean) => void
}

/** One object with a small picture of it; pressed while it is kept. */
function Chip({ object: { box, kept }, number, picture, onKeep }: ChipProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { left, top, right, bottom } = box
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || !picture) return
    const [width, height] = [right - left, bottom - top]
    const scale = Math.min(CHIP_PX / width, CHIP_PX / height) * 2
    const [w, h] = [width * scale, height * scale]
    context.clearRect(0, 0, CHIP_PX * 2, CHIP_PX * 2)
    context.drawImage(picture, left, top, width, height, CHIP_PX - w / 2, CHIP_PX - h / 2, w, h)
  }, [picture, left, top, right, bottom])
  return (
    <button
      type="button"
      className={css.chip}
      aria-pressed={kept}
      title={kept ? 'Kept; a press leaves it out' : 'Left out; a press keeps it'}
      onClick={() => onKeep(!kept)}
    >
      <canvas ref={canvas} width={CHIP_PX * 2} height={CHIP_PX * 2} aria-hidden="true" />
      Object {number}
    </button>
  )
}

/** Separate things in the picture, each to keep or to leave; nothing where there is only one. */
export function ObjectChips({ desk }: { readonly desk: Desk }) {
  const objects = useStore(desk.state, ({ standing }) => standing.objects)
  const picture = useStore(desk.layers, (layers) => layers.picture)
  if (objects.length < 2) return null
  return (
    <fieldset className={css.objects} aria-label="Several objects">
      <legend className={css.name}>Several objects</legend>
      <div className={css.chips}>
        {objects.map((object, index) => (
          <Chip
            key={object.id}
            object={object}
            number={index + 1}
            picture={picture}
            onKeep={(kept) => desk.keep(object.id, kept)}
          />
        ))}
      </div>
    </fieldset>
  )
}
