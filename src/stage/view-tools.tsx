import type { RefObject } from 'react'
import { ToolButton, Toolbar } from '../ui/toolbar.tsx'
import type { CameraApi } from './camera-operator.ts'
import css from './stage.module.css'
import { VIEWS, type ViewName } from './views.ts'

const VIEW_NAMES = Object.keys(VIEWS) as ViewName[]

export interface ViewToolsProps {
  readonly camera: RefObject<CameraApi | null>
  /** Whether the box is shown, with its dimensions and handles. */
  readonly box: boolean
  readonly onBox: (shown: boolean) => void
  /** Whether the scale figure is shown. */
  readonly figure: boolean
  readonly onFigure: (shown: boolean) => void
}

/** The named views, framing, and what is shown beside the object. */
export const ViewTools = ({ camera, box, onBox, figure, onFigure }: ViewToolsProps) => (
  <Toolbar name="View" className={css.views}>
    {VIEW_NAMES.map((view) => (
      <ToolButton
        key={view}
        title={`${VIEWS[view].name} view (${VIEWS[view].key.toUpperCase()})`}
        onClick={() => camera.current?.show(view)}
      >
        {VIEWS[view].name}
      </ToolButton>
    ))}
    <ToolButton aria-label="Frame all" title="Frame all (A)" onClick={() => camera.current?.frame()}>
      <span className={css.wide}>Frame </span>all
    </ToolButton>
    <ToolButton
      aria-label="Box and dimensions"
      aria-pressed={box}
      title={`${box ? 'Hide' : 'Show'} the box and its dimensions (B)`}
      onClick={() => onBox(!box)}
    >
      Box
    </ToolButton>
    <ToolButton
      aria-label="Scale figure"
      aria-pressed={figure}
      title="Show something of known size beside the box"
      onClick={() => onFigure(!figure)}
    >
      Scale
    </ToolButton>
  </Toolbar>
)
