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

/** Read off an element, not off the property: under forced colours it names a system colour, which three.js does not know. */
function read(): StageColours {
  const probe = document.createElement('span')
  document.documentElement.append(probe)
  const colour = (name: string) => {
    probe.style.cssText = `color: var(${name}, #888888); forced-color-adjust: none; transition: none`
    return getComputedStyle(probe).color || '#888888'
  }
  const colours: StageColours = {
    floor: colour('--stage-floor'),
    grid: colour('--stage-grid'),
    gridMajor: colour('--stage-grid-major'),
    box: colour('--stage-box'),
    axes: [colour('--axis-x'), colour('--axis-y'), colour('--axis-z')],
  }
  probe.remove()
  return colours
}

let last: StageColours | null = null

function subscribe(listener: () => void): () => void {
  const readAgain = () => {
    last = null
    listener()
  }
  const ends = (['lightTheme', 'forcedColours'] as const).map((name) => onMediaChange(name, readAgain))
  return () => ends.forEach((end) => end())
}

/** The colours of the current theme, which follows the system. */
export const useStageColours = (): StageColours => useSyncExternalStore(subscribe, () => (last ??= read()))
