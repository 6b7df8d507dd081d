import { Button } from '../ui/button.tsx'
import { KEY_NAMES } from '../ui/key-names.ts'
import { Segments } from '../ui/segments.tsx'
import { Slider } from '../ui/slider.tsx'
import { useStore, type Store } from '../ui/store.ts'
import { Toggle } from '../ui/toggle.tsx'
import { THICKEST_PX, THINNEST_PX, type Brush } from './brush.ts'
import css from './cut-out.module.css'
import type { Desk } from './desk.ts'

const MODES = [
  { value: 'keep', name: 'Keep', title: 'Paint over what belongs to the subject (K)' },
  { value: 'erase', name: 'Erase', title: 'Paint over what does not (E)' },
] as const

export interface BrushToolsProps {
  readonly desk: Desk
  readonly brush: Store<Brush>
}

/** The two brushes, and the way back from each stroke. */
export function BrushTools({ desk, brush }: BrushToolsProps) {
  const { mode, diameterPx, exact } = useStore(brush, (now) => now)
  const { canUndo, canRedo, touched } = useStore(desk.state, ({ standing }) => standing)
  const set = (change: Partial<Brush>) => brush.set({ ...brush.get(), ...change })
  return (
    <div className={css.tools}>
      <Segments name="Brush" value={mode} options={MODES} onChange={(next) => set({ mode: next })} />
      <div className={css.row}>
        <span className={css.name} aria-hidden="true">
          Size
        </span>
        <Slider
          name="Brush size"
          value={diameterPx}
          min={THINNEST_PX}
          max={THICKEST_PX}
          valueText={`${diameterPx} pixels`}
          onChange={(next) => set({ diameterPx: Math.round(next) })}
          onCommit={() => {}}
          onCancel={() => {}}
        />
        <span
          title={`Marks just what is under the brush, without looking for an edge. ${KEY_NAMES.alt} does it for one stroke.`}
        >
          <Toggle name="Exact" on={exact} onChange={(next) => set({ exact: next })} />
        </span>
      </div>
      <div className={css.row}>
        <Button small icon="undo" title={`${KEY_NAMES.command} Z`} disabled={!canUndo} onClick={desk.undo}>
          Undo
        </Button>
        <Button
          small
          icon="redo"
          title={`${KEY_NAMES.command} ${KEY_NAMES.shift} Z`}
          disabled={!canRedo}
          onClick={desk.redo}
        >
          Redo
        </Button>
        <Button small icon="reset" title="The cut-out as it was at first" disabled={!touched} onClick={desk.restart}>
          Start over
        </Button>
      </div>
    </div>
  )
}
