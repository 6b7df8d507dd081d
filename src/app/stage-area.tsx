import { useQuery } from '@tanstack/react-query'
import {
  Component,
  Suspense,
  lazy,
  startTransition,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
  type Ref,
} from 'react'
import css from './app.module.css'
import { useFramedScene } from './framed-scene.ts'
import type { Present } from './present.ts'
import type { Spin } from '../contract/session.ts'
import type { DraftStore } from '../draft/draft-store.ts'
import { meshQuery } from '../result/mesh-query.ts'
import { AS_IT_CAME, type RefitTarget } from '../result/refit-target.ts'
import type { Result } from '../result/result.ts'
import type { Compared } from '../result/result-item.ts'
import { startMotion } from '../session/motion.ts'
import { useSpinCutout } from '../session/use-spin-cutout.ts'
import type { PhotoCamera } from '../stage/photographer.tsx'
import type { SceneSource } from '../stage/scene.ts'
import { PLAIN_SHOWING, type Showing } from '../stage/showing.ts'
import { whenIdle } from '../follow/idle.ts'
import { Notice } from '../ui/notice.tsx'
import { paneOf } from '../viewer/panes.ts'
import { useViewing, type Viewer } from '../viewer/viewer.ts'

/** Loaded apart, so that the page is there before three.js is. */
const Stage = lazy(async () => ({ default: (await import('../stage/stage.tsx')).Stage }))
const ResultMesh = lazy(async () => ({ default: (await import('../result/result-mesh.tsx')).ResultMesh }))

const CompareOverlay = lazy(async () => ({
  default: (await import('../result/compare-overlay.tsx')).CompareOverlay,
}))
const CompareMeshes = lazy(async () => ({ default: (await import('../result/compare-meshes.tsx')).CompareMeshes }))
const Presented = lazy(async () => ({ default: (await import('./stage-overlay.tsx')).Presented }))
const ResultTools = lazy(async () => ({ default: (await import('./stage-overlay.tsx')).ResultTools }))

/** The stage depends on the graphics card, and may fail: everything else on the page works without it. */
class StageBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(): void {
    startMotion()
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

/** How the stage looks with the viewer's tools; without a mesh they are out of sight, and the stage is as it always was. */
function useShowing(viewer: Viewer, result: Result | null, bare: boolean, presented: boolean): Showing {
  const { light, exposureStops, turning, box, motion } = useViewing(viewer, (viewing) => viewing)
  if (!result) return { ...PLAIN_SHOWING, box, bare, presented, turning: bare && turning }
  return { light, exposureStops, turning, box, bare: bare || motion !== null, presented }
}

/** A page that waits for its session so long gets its stage meanwhile. */
const STAGE_AT_LATEST_MS = 5000

/** Whether it is time for the stage: three.js has the main thread to itself as it begins, so the rest of the page comes first. */
function useStageTime(settled: boolean): readonly [boolean, () => void] {
  const [due, setDue] = useState(false)
  useEffect(() => {
    const show = () => startTransition(() => setDue(true))
    if (due) return undefined
    if (settled) return whenIdle(show)
    const timer = setTimeout(show, STAGE_AT_LATEST_MS)
    return () => clearTimeout(timer)
  }, [due, settled])
  return [due, () => setDue(true)]
}

export interface StageAreaProps {
  readonly code: string
  /** The session and its draft are there, or cannot be had: what comes before the stage is done. */
  readonly settled: boolean
  /** The draft that the stage shows and its handles edit. */
  readonly store: DraftStore
  readonly scene: SceneSource
  readonly spin: Spin | null
  readonly result: Result | null
  /** What the result is refitted to. */
  readonly refit: RefitTarget
  /** Two to four meshes to show together in place of the one; empty for none. */
  readonly compared: readonly Compared[]
  /** Chooses one of these, and its spin. */
  readonly onUse: (result: Result) => void
  readonly viewer: Viewer
  readonly camera: Ref<PhotoCamera>
  /** While it is on, only the stage and the spins are shown. */
  readonly present: Present
}

/** The draft in 3D, and the mesh that came of it. What comes later than the stage does not take it away until it is there. */
export function StageArea({
  code,
  settled,
  store,
  scene,
  spin,
  result,
  refit,
  compared,
  onUse,
  viewer,
  camera,
  present,
}: StageAreaProps) {
  const presenting = present.on
  const [due, show] = useStageTime(settled)
  const { data: mesh } = useQuery(meshQuery(due ? result : null))
  const spinCutout = useSpinCutout(code, due && spin && !mesh ? spin : null)
  const comparing = compared.length > 0
  const showing = useShowing(viewer, result, presenting || comparing, presenting && !comparing)
  const meshes = useMemo(
    () => (compared.length > 0 ? compared.map((each) => each.mesh) : mesh ? [mesh] : []),
    [compared, mesh],
  )
  const wiping = useViewing(viewer, ({ wipe }) => wipe !== null)
  const panes = comparing && !wiping ? compared.length : 1
  const pane = useMemo(
    () => (panes > 1 ? (widthPx: number, heightPx: number) => paneOf(panes, widthPx, heightPx) : undefined),
    [panes],
  )
  const shown = comparing ? compared.map((each) => each.result) : result && mesh ? [result] : []
  const framed = useFramedScene(scene, store, {
    meshes,
    refit: comparing ? AS_IT_CAME : refit,
    alone: showing.bare,
    occasion: [presenting, panes, ...shown.map(({ version }) => version)].join(' '),
    pane,
  })
  return (
    <section className={css.stage} aria-label="Stage" data-comparing={comparing || undefined} onPointerEnter={show}>
      {due ? (
        <StageBoundary>
          <Suspense fallback={null}>
            <Stage
              scene={scene}
              framed={framed}
              onChange={(edit) => store.dispatch({ do: 'change', edit })}
              onCommit={() => store.dispatch({ do: 'commit' })}
              onCancel={() => store.dispatch({ do: 'cancel' })}
              onBox={(box) => viewer.set({ box })}
              onFigure={(figure) => store.dispatch({ do: 'set', settings: { figure } })}
              spinCard={spinCutout}
              showing={showing}
              photographer={camera}
              onReady={startMotion}
            >
              {comparing ? (
                <Suspense>
                  <CompareMeshes compared={compared} viewer={viewer} />
                </Suspense>
              ) : result && mesh ? (
                <Suspense>
                  <ResultMesh key={result.version} result={result} viewer={viewer} refit={refit} />
                </Suspense>
              ) : null}
            </Stage>
            {comparing ? (
              <Suspense>
                <CompareOverlay compared={compared} viewer={viewer} chosen={result?.version ?? null} onUse={onUse} />
              </Suspense>
            ) : null}
            {presenting ? (
              <Suspense>
                <Presented code={code} result={result} comparing={comparing} framed={framed} present={present} />
              </Suspense>
            ) : null}
            {result && !presenting ? (
              <Suspense>
                <ResultTools viewer={viewer} result={result} />
              </Suspense>
            ) : null}
          </Suspense>
        </StageBoundary>
      ) : null}
    </section>
  )
}
