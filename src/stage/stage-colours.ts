import { useSyncExternalStore } from 'react'
import { onMediaChange } from '../ui/media.ts'

/** The page's colours that the 3D scene uses, as CSS writes them. */
export interface StageColours {
  readonly floor: string
  readonly grid: string
  readonly gridMajor: string
  readonly box: string
  readonly axes: readonly [x: string, y: string, z: string]
}

function read(): StageColours {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(name).trim() || '#888888'
  return {
    floor: colour('--stage-floor'),
    grid: colour('--stage-grid'),
    gridMajor: colour('--stage-grid-major'),
    box: colour('--stage-box'),
    axes: [colour('--axis-x'), colour('--axis-y'), colour('--axis-z')],
  }
}

let last: StageColours | null = null

const subscribe = (listener: () => void): (() => void) =>
  onMediaChange('lightTheme', () => {
    last = null
    listener()
  })

/** The colours of the current theme, which follows the system. */
export const useStageColours = (): StageColours => useSyncExternalStore(subscribe, () => (last ??= read()))
