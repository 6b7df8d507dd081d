import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { Present } from './present.ts'
import { sayLength, saySize } from '../contract/length.ts'
import { meshQuery } from '../result/mesh-query.ts'
import { resultName } from '../result/result-title.ts'
import type { Result } from '../result/result.ts'
import { useSessionName } from '../session/session-names.ts'
import { PRESENTED_PART, shownFigure } from '../stage/figures.ts'
import type { FramedSource } from '../stage/scene.ts'
import { hasUv } from '../viewer/apply-look.ts'
import { Presentation } from '../viewer/presentation.tsx'
import { ViewerBar } from '../viewer/viewer-bar.tsx'
import type { Viewer } from '../viewer/viewer.ts'

/** The viewer's tools, once there is a mesh to look at. */
export function ResultTools({ viewer, result }: { readonly viewer: Viewer; readonly result: Result }) {
  const { data } = useQuery(meshQuery(result))
  return data ? <ViewerBar viewer={viewer} uv={hasUv(data.scene)} /> : null
}

interface PresentedProps {
  readonly code: string
  readonly result: Result | null
  /** Several are shown, and each has its name beside it. */
  readonly comparing: boolean
  readonly framed: FramedSource
  readonly present: Present
}

function sayFigure(framed: FramedSource): string | null {
  const scene = framed.get()
  const figure = shownFigure(scene, PRESENTED_PART)
  return figure && `Beside it: ${figure.name.toLowerCase()}, ${sayLength(figure.heightMetres, scene.unit)} high`
}

/** What is presented, in words and figures, and the ways through it. */
export function Presented({ code, result, comparing, framed, present }: PresentedProps) {
  const name = useSessionName(code)
  const size = useSyncExternalStore(framed.subscribe, () => saySize(framed.get().sizeMetres, framed.get().unit))
  const figure = useSyncExternalStore(framed.subscribe, () => sayFigure(framed))
  const { clean, setClean, step, leave } = present
  return (
    <Presentation
      caption={
        comparing
          ? null
          : {
              name: result?.own ? resultName(result) : name,
              mesh: result && !result.own ? resultName(result) : null,
              size,
              figure,
            }
      }
      clean={clean}
      onClean={setClean}
      onStep={step}
      onLeave={leave}
    />
  )
}
