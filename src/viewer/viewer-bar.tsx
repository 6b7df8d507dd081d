import { Icon } from '../ui/icon.tsx'
import { Popover } from '../ui/popover.tsx'
import { Segments } from '../ui/segments.tsx'
import { Toggle } from '../ui/toggle.tsx'
import { ToolButton, ToolSegments, Toolbar } from '../ui/toolbar.tsx'
import { ExposureSlider } from './exposure-slider.tsx'
import css from './viewer-bar.module.css'
import { LOOKS, VIEWER_LIGHTS, useViewing, type LookName, type Viewer, type Viewing } from './viewer.ts'

const LOOK_NAMES = Object.keys(LOOKS) as LookName[]
const LIGHT_OPTIONS = (Object.keys(VIEWER_LIGHTS) as Viewing['light'][]).map((value) => ({
  value,
  name: VIEWER_LIGHTS[value],
}))

export interface ViewerBarProps {
  readonly viewer: Viewer
  /** Whether the mesh has UVs, which the checker needs. */
  readonly uv: boolean
}

/** How the mesh in the stage is shown. */
export function ViewerBar({ viewer, uv }: ViewerBarProps) {
  const { look, light, exposureStops, turning, axes } = useViewing(viewer, (viewing) => viewing)
  const looks = LOOK_NAMES.map((value) => {
    const absent = value === 'uv' && !uv
    return {
      value,
      name: LOOKS[value].name,
      title: absent ? 'This mesh has no UVs' : LOOKS[value].title,
      disabled: absent,
    }
  })
  return (
    <Toolbar name="Viewer" className={css.bar}>
      <ToolSegments name="Look" value={look} options={looks} onChange={(next) => viewer.set({ look: next })} />
      <span className={css.ways}>
        <ToolButton
          aria-label="Auto-rotate"
          aria-pressed={turning}
          title="Turns the mesh until pressed again"
          onClick={() => viewer.set({ turning: !turning })}
        >
          <span className={css.icon}>
            <Icon name="retry" />
          </span>
          <span className={css.word}>Auto-rotate</span>
        </ToolButton>
        <Popover name="Light" title="Light, exposure and axes">
          <Segments
            name="Light"
            value={light}
            options={LIGHT_OPTIONS}
            onChange={(next) => viewer.set({ light: next })}
          />
          <ExposureSlider stops={exposureStops} onChange={(next) => viewer.set({ exposureStops: next })} />
          <Toggle name="Axes at the pivot" on={axes} onChange={(on) => viewer.set({ axes: on })} />
        </Popover>
      </span>
    </Toolbar>
  )
}
