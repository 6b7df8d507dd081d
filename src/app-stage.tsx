import { Component, Suspense, lazy, type ReactNode, type Ref } from 'react'
import css from './app.module.css'
import { apiUrl } from './contract/answer.ts'
import { assetPath, spinAsset } from './contract/assets.ts'
import type { Spin } from './contract/session.ts'
import { CompareOverlay } from './result/compare-overlay.tsx'
import type { Wanted } from './result/result-mesh.tsx'
import type { Result } from './result/result.ts'
import type { Kept } from './result/shelf.ts'
import { useViewing, type Viewer } from './result/viewer.ts'
import type { Camera } from './stage/photographer.tsx'
import type { SceneSource, StageHands } from './stage/scene.ts'
import { PLAIN_SHOWING, type Showing } from './stage/showing.ts'
import { Notice } from './ui/notice.tsx'

/** Apart from the rest, so that the page is there before three.js is. */
const Stage = lazy(async () => ({ default: (await import('./stage/stage.tsx')).Stage }))
const ResultMesh = lazy(async () => ({ default: (await import('./result/result-mesh.tsx')).ResultMesh }))

const CompareMeshes = lazy(async () => ({ default: (await import('./result/compare-meshes.tsx')).CompareMeshes }))
const ResultTools = lazy(async () => ({ default: (await import('./app-result-viewer.tsx')).ResultTools }))

/** The stage is the one part that may fail with its machine: the form, the spins, the job and the download go on without it. */
class StageBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <div className={css.noStage}>
        <Notice tone="warn" what="The 3D view has failed." next="Size and pivot can be set by the fields, and generating and downloading work as always. Reload the page to see the stage again." />
      </div>
    )
  }
}

/** What the viewer's tools ask of the stage; without a mesh they are out of sight, and the stage is as it always was. */
function useShowing(viewer: Viewer, shown: Result | null, bared: boolean): Showing {
  const viewing = useViewing(viewer, (each) => each)
  const { light, exposureStops, turning, box, motion } = viewing
  if (!shown) return bared ? { ...PLAIN_SHOWING, turning, bare: true } : PLAIN_SHOWING
  return { ...PLAIN_SHOWING, light, exposureStops, turning, box, bare: bared || motion !== null }
}

export interface StageAreaProps extends StageHands {
  readonly code: string
  readonly scene: SceneSource
  readonly spin: Spin | null
  readonly delivered: Result | null
  readonly viewer: Viewer
  readonly wanted: Wanted
  /** Two to four meshes to show together in place of the one; empty for none. */
  readonly compared: readonly Kept[]
  readonly camera: Ref<Camera>
  /** Only the stage and the spins are shown. */
  readonly presenting: boolean
  readonly onFigure: (shown: boolean) => void
}

/** The draft in 3D, and the mesh that came of it. */
export function StageArea({ code, scene, spin, delivered, viewer, wanted, compared, camera, presenting, onChange, onCommit, onCancel, onFigure }: StageAreaProps) {
  const showing = useShowing(viewer, delivered, presenting || compared.length > 0)
  return (
    <section className={css.stage} aria-label="Stage">
      <StageBoundary>
        <Suspense fallback={null}>
          <Stage
            scene={scene}
            onChange={onChange}
            onCommit={onCommit}
            onCancel={onCancel}
            onFigure={onFigure}
            spinCard={spin && !delivered ? { src: apiUrl(assetPath(code, spinAsset(spin.index))), label: spin.label ?? `Spin ${spin.index + 1}` } : null}
            showing={showing}
            photographer={camera}
          >
            {compared.length > 0 ? (
              <CompareMeshes compared={compared} viewer={viewer} />
            ) : delivered ? (
              <ResultMesh key={delivered.version} result={delivered} viewer={viewer} wanted={wanted} />
            ) : null}
          </Stage>
          {compared.length > 0 ? <CompareOverlay compared={compared} viewer={viewer} /> : null}
          {delivered && !presenting ? <ResultTools viewer={viewer} result={delivered} /> : null}
        </Suspense>
      </StageBoundary>
    </section>
  )
}
