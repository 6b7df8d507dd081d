import { useQuery } from '@tanstack/react-query'
import { Component, Suspense, lazy, useCallback, useEffect, useMemo, useRef, type ReactNode, type Ref } from 'react'
import css from './app.module.css'
import type { Spin } from '../contract/session.ts'
import { boxSize, vec3, type Vec3 } from '../contract/vec3.ts'
import { CompareOverlay } from '../result/compare-overlay.tsx'
import { meshQuery } from '../result/mesh-query.ts'
import type { Wanted } from '../result/wanted.ts'
import type { Result } from '../result/result.ts'
import type { Kept } from '../result/shelf.ts'
import { boxAs } from '../glb/solve.ts'
import { useSpinCutout } from '../session/use-spin-cutout.ts'
import { useViewing, type Viewer } from '../viewer/viewer.ts'
import type { PhotoCamera } from '../stage/photographer.tsx'
import type { SceneSource, StageHands } from '../stage/scene.ts'
import { PLAIN_SHOWING, type Showing } from '../stage/showing.ts'
import { Notice } from '../ui/notice.tsx'

/** Apart from the rest, so that the page is there before three.js is. */
const Stage = lazy(async () => ({ default: (await import('../stage/stage.tsx')).Stage }))
const ResultMesh = lazy(async () => ({ default: (await import('../result/result-mesh.tsx')).ResultMesh }))

const CompareMeshes = lazy(async () => ({ default: (await import('../result/compare-meshes.tsx')).CompareMeshes }))
const ResultTools = lazy(async () => ({ default: (await import('./result-tools.tsx')).ResultTools }))

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
        <Notice
          tone="warn"
          what="The 3D view has failed."
          next="Size and pivot can be set by the fields, and generating and downloading work as always. Reload the page to see the stage again."
        />
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

/** The draft's scene with the size of all that is seen: a mesh may be a hundred times its box, and then the eye would stand inside it. */
function useFramed(scene: SceneSource, wanted: Wanted, sizesNow: () => readonly Vec3[]): SceneSource {
  const sizes = useRef(sizesNow)
  sizes.current = sizesNow
  const listeners = useRef(new Set<() => void>())
  const tell = useCallback(() => listeners.current.forEach((listener) => listener()), [])
  // Other meshes come with a drawing of this component, what is wanted of one changes by itself. The source stays the same: with another the eye goes back.
  useEffect(tell, [tell, sizesNow().join()])
  useEffect(() => wanted.subscribe(tell), [tell, wanted])
  return useMemo(
    () => ({
      get: () => ({
        ...scene.get(),
        sizeMetres: vec3((axis) => Math.max(...sizes.current().map((size) => size[axis]))),
      }),
      subscribe(listener) {
        listeners.current.add(listener)
        const leave = scene.subscribe(listener)
        return () => {
          listeners.current.delete(listener)
          leave()
        }
      },
    }),
    [scene],
  )
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
  readonly camera: Ref<PhotoCamera>
  /** Only the stage and the spins are shown. */
  readonly presenting: boolean
  readonly onFigure: (shown: boolean) => void
}

/** The draft in 3D, and the mesh that came of it. */
export function StageArea({
  code,
  scene,
  spin,
  delivered,
  viewer,
  wanted,
  compared,
  camera,
  presenting,
  onChange,
  onCommit,
  onCancel,
  onFigure,
}: StageAreaProps) {
  const { data: mesh } = useQuery(meshQuery(delivered))
  const spinCutout = useSpinCutout(code, spin && !mesh ? spin.index : null)
  const showing = useShowing(viewer, delivered, presenting || compared.length > 0)
  const framed = useFramed(scene, wanted, () => {
    const meshes =
      compared.length > 0
        ? compared.map((each) => boxSize(each.mesh.box))
        : mesh
          ? [boxSize(boxAs(mesh.box, wanted.get()))]
          : []
    return showing.bare && meshes.length > 0 ? meshes : [scene.get().sizeMetres, ...meshes]
  })
  return (
    <section className={css.stage} aria-label="Stage">
      <StageBoundary>
        <Suspense fallback={null}>
          <Stage
            scene={scene}
            framed={framed}
            onChange={onChange}
            onCommit={onCommit}
            onCancel={onCancel}
            onFigure={onFigure}
            spinCard={spinCutout}
            showing={showing}
            photographer={camera}
          >
            {compared.length > 0 ? (
              <CompareMeshes compared={compared} viewer={viewer} />
            ) : delivered && mesh ? (
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
