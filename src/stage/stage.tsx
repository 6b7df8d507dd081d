import { Canvas, type RootState } from '@react-three/fiber'
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import { NeutralToneMapping, VSMShadowMap } from 'three'
import { Notice } from '../ui/notice.tsx'
import { createAnchors, type View } from './anchors.ts'
import { BoxFrame } from './box-frame.tsx'
import { BoxLabels } from './box-labels.tsx'
import { CameraRig, type CameraApi } from './camera-rig.tsx'
import { Floor } from './floor.tsx'
import { useGizmoMeasures } from './gizmo-measures.ts'
import { createGripLayout } from './grip-layout.ts'
import { LatticeDots } from './lattice-dots.tsx'
import { Photographer, type Camera as PhotoCamera } from './photographer.tsx'
import { PivotHandles, type LitGrip } from './pivot-handles.tsx'
import { PivotMarker } from './pivot-marker.tsx'
import { quietClock } from './quiet-clock.ts'
import { ScaleFigure, useFigure } from './scale-figure.tsx'
import type { SceneSource, StageHands } from './scene.ts'
import { PLAIN_SHOWING, type Showing } from './showing.ts'
import { SizeHandles } from './size-handles.tsx'
import { SpinCard, type SpinCardPicture } from './spin-card.tsx'
import { SpokenPivot } from './spoken-pivot.tsx'
import css from './stage.module.css'
import { Studio } from './studio.tsx'
import { Turning } from './turning.tsx'
import { ViewKeeper } from './view-keeper.tsx'
import { ViewTools } from './view-tools.tsx'
import { GUIDE } from './take-picture.ts'
import { FOV_DEG, VIEWS, type ViewName } from './views.ts'

quietClock()

export interface StageProps extends StageHands {
  readonly scene: SceneSource
  /** The same with the size of all that stands there, where that is more than the draft's box: what the camera frames and the shadow takes in. */
  readonly framed?: SceneSource
  readonly onFigure: (shown: boolean) => void
  readonly spinCard: SpinCardPicture | null
  readonly showing?: Showing
  readonly photographer?: Ref<PhotoCamera>
  /** What came back, drawn in place of the card. */
  readonly children?: ReactNode
}

/** Before anything is drawn every overlay lies at the middle. */
const NO_VIEW_YET = 'The stage was used before its first frame.'

const hasWebGl = (): boolean => {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2')
  gl?.getExtension('WEBGL_lose_context')?.loseContext()
  return gl !== null
}

const ORBIT_DEG = 8
const ZOOM = 1.15
const PAN = 0.08

/** The draft in 3D: the box on its floor, the spin in it, the pivot to drag; or what came back, in the same place. */
export function Stage(props: StageProps) {
  const [able] = useState(hasWebGl)
  if (able) return <LiveStage {...props} />
  return (
    <div className={css.absent}>
      <Notice
        tone="warn"
        what="This browser cannot draw in 3D: WebGL 2 is missing or switched off."
        next="Sizes, pivot, generating and downloads work all the same, by the fields beside. Switch on hardware acceleration to see the stage."
      />
    </div>
  )
}

function LiveStage({
  scene,
  framed = scene,
  onChange,
  onCommit,
  onCancel,
  onFigure,
  spinCard,
  showing = PLAIN_SHOWING,
  photographer = null,
  children,
}: StageProps) {
  const figure = useFigure(scene)
  const anchors = useMemo(createAnchors, [])
  const measures = useGizmoMeasures()
  const layout = useMemo(() => createGripLayout(scene, measures), [scene, measures])
  const view = useRef<View | null>(null)
  const camera = useRef<CameraApi>(null)
  const root = useRef<HTMLDivElement>(null)
  const [lit, setLit] = useState<LitGrip | null>(null)
  const [pulling, setPulling] = useState(false)
  const [grasped, setGrasped] = useState(false)
  const [lost, setLost] = useState(false)

  const seen = useCallback((): View => {
    if (!view.current) throw new Error(NO_VIEW_YET)
    return view.current
  }, [])

  const onCreated = ({ gl, invalidate }: RootState) => {
    gl.domElement.addEventListener('webglcontextlost', (event) => {
      event.preventDefault()
      setLost(true)
    })
    gl.domElement.addEventListener('webglcontextrestored', () => {
      setLost(false)
      invalidate()
    })
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return
    const pans: Record<string, () => void> = {
      ArrowLeft: () => camera.current?.pan(-PAN, 0),
      ArrowRight: () => camera.current?.pan(PAN, 0),
      ArrowUp: () => camera.current?.pan(0, PAN),
      ArrowDown: () => camera.current?.pan(0, -PAN),
    }
    const moves: Record<string, () => void> = {
      ArrowLeft: () => camera.current?.orbit(-ORBIT_DEG, 0),
      ArrowRight: () => camera.current?.orbit(ORBIT_DEG, 0),
      ArrowUp: () => camera.current?.orbit(0, ORBIT_DEG),
      ArrowDown: () => camera.current?.orbit(0, -ORBIT_DEG),
      '+': () => camera.current?.zoom(ZOOM),
      '=': () => camera.current?.zoom(ZOOM),
      '-': () => camera.current?.zoom(1 / ZOOM),
    }
    const move = (event.shiftKey ? pans[event.key] : undefined) ?? moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  }
  useViewKeys(camera)

  useWheel(root, camera)

  const hold = (held: boolean) => {
    camera.current?.hold(held)
    layout.hold(held)
  }
  const pull = (pulled: boolean) => {
    hold(pulled)
    setPulling(pulled)
  }
  const lattice = pulling || grasped
  useEffect(() => {
    layout.showLattice(lattice)
    camera.current?.redraw()
  }, [layout, lattice])
  const boxed = showing.box && !showing.bare
  const handles = { scene, anchors, layout, view: seen, onChange, onCommit, onCancel, onDragging: hold }
  return (
    <div className={css.stage} ref={root}>
      <div
        className={css.scene}
        role="application"
        aria-label="3D stage. Arrow keys turn the view, with Shift they pan, plus and minus zoom."
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <Canvas
          frameloop="demand"
          shadows={{ type: VSMShadowMap }}
          dpr={[1, 2]}
          gl={{ antialias: true, toneMapping: NeutralToneMapping }}
          camera={{ fov: FOV_DEG, position: [1.5, 1.2, 2.5] }}
          onCreated={onCreated}
        >
          <ViewKeeper scene={scene} anchors={anchors} view={view} />
          <CameraRig ref={camera} scene={framed} />
          <Studio
            scene={framed}
            light={showing.light}
            exposureStops={showing.exposureStops}
            mirrored={children != null}
          />
          {showing.turning ? <Turning /> : null}
          <Floor scene={framed} />
          {showing.bare ? null : (
            <group userData={GUIDE}>
              <ScaleFigure scene={scene} />
              {boxed ? <BoxFrame scene={scene} /> : null}
              <PivotMarker scene={scene} layout={layout} measures={measures} lit={lit} view={seen} />
            </group>
          )}
          <Photographer ref={photographer} />
          {children ?? (spinCard ? <SpinCard scene={scene} picture={spinCard} /> : null)}
        </Canvas>
      </div>
      <div className={css.overlay} hidden={showing.bare}>
        {boxed ? <BoxLabels scene={scene} anchors={anchors} /> : null}
        {boxed ? <SizeHandles {...handles} /> : null}
        {lattice ? <LatticeDots scene={scene} anchors={anchors} onChange={onChange} onCommit={onCommit} /> : null}
        <PivotHandles {...handles} onDragging={pull} onLit={setLit} onFocused={setGrasped} />
      </div>
      <SpokenPivot scene={scene} />
      <ViewTools camera={camera} figure={figure !== null} onFigure={onFigure} />
      {lost ? (
        <div className={css.lost}>
          <Notice
            tone="warn"
            what="The graphics driver dropped the picture."
            next="It comes back by itself; everything you set is kept."
          />
        </div>
      ) : null}
    </div>
  )
}

/** Everywhere in the stage, over a handle too; not React's listener, which cannot keep the page from scrolling. */
function useWheel(
  root: { readonly current: HTMLElement | null },
  camera: { readonly current: CameraApi | null },
): void {
  useEffect(() => {
    const element = root.current
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      // The controls' own way with a wheel knows only its direction.
      event.stopPropagation()
      camera.current?.wheel(event)
    }
    element?.addEventListener('wheel', onWheel, { passive: false, capture: true })
    return () => element?.removeEventListener('wheel', onWheel, { capture: true })
  }, [root, camera])
}

/** F, R, T, Q and A from anywhere but a field that takes text. */
function useViewKeys(camera: { readonly current: CameraApi | null }): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]')) return
      const found = Object.entries(VIEWS).find(([, { key }]) => key === event.key.toLowerCase())
      if (found) camera.current?.show(found[0] as ViewName)
      else if (event.key.toLowerCase() === 'a') camera.current?.frame()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [camera])
}
