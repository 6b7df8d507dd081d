import { Component, Suspense, lazy, type ReactNode } from 'react'
import type { Delivered } from './app-result.ts'
import css from './app.module.css'
import { apiUrl } from './contract/answer.ts'
import { assetPath, spinAsset } from './contract/assets.ts'
import type { Spin } from './contract/session.ts'
import type { SceneSource, StageEdit } from './stage/scene.ts'
import { Notice } from './ui/notice.tsx'

/** Apart from the rest, so that the page is there before three.js is. */
const Stage = lazy(async () => ({ default: (await import('./stage/stage.tsx')).Stage }))
const ResultMesh = lazy(async () => ({ default: (await import('./result/result-mesh.tsx')).ResultMesh }))

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

export interface StageAreaProps {
  readonly code: string
  readonly scene: SceneSource
  readonly spin: Spin | null
  readonly delivered: Delivered | null
  readonly onEdit: (edit: StageEdit) => void
  readonly onCommit: () => void
  readonly onFigure: (shown: boolean) => void
}

/** The draft in 3D, and the mesh that came of it. */
export const StageArea = ({ code, scene, spin, delivered, onEdit, onCommit, onFigure }: StageAreaProps) => (
  <section className={css.stage} aria-label="Stage">
    <StageBoundary>
      <Suspense fallback={null}>
        <Stage
          scene={scene}
          onChange={onEdit}
          onCommit={onCommit}
          onFigure={onFigure}
          spinCard={spin && !delivered ? { src: apiUrl(assetPath(code, spinAsset(spin.index))), label: spin.label ?? `Spin ${spin.index + 1}` } : null}
        >
          {delivered ? <ResultMesh key={delivered.version} result={delivered} /> : null}
        </Stage>
      </Suspense>
    </StageBoundary>
  </section>
)
