import { Canvas, type RootState } from '@react-three/fiber'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode, type Ref } from 'react'
import { VSMShadowMap, type WebGLRenderer } from 'three'
import { Notice } from '../ui/notice.tsx'
import { createAnchors } from './anchors.ts'
import { BoxFrame } from './box-frame.tsx'
import { BoxLabels } from './box-labels.tsx'
import { useCameraKeys, useCameraWheel, useViewKeys } from './camera-input.ts'
import type { CameraApi } from './camera-operator.ts'
import { CameraRig } from './camera-rig.tsx'
import { Floor } from './floor.tsx'
import { useGizmoMeasures } from './gizmo-measures.ts'
import { createGripLayout } from './grip-layout.ts'
import { TOOLS_PX } from './label-layout.ts'
import { LatticeDots } from './lattice-dots.tsx'
import { Photographer, type PhotoCamera } from './photographer.tsx'
import { PivotHandles, type LitGrip } from './pivot-handles.tsx'
import { PivotMarker } from './pivot-marker.tsx'
import { createRenderer, programsReady, quietClock } from './renderer.ts'
import { ScaleFigure } from './scale-figure.tsx'
import type { FramedSource, SceneSource, StageHands } from './scene.ts'
import { PLAIN_SHOWING, type Showing } from './showing.ts'
import { SizeHandles } from './size-handles.tsx'
import { SpinCard, type SpinCardPicture } from './spin-card.tsx'
import { SpokenPivot } from './spoken-pivot.tsx'
import css from './stage.module.css'
import { Studio } from './studio.tsx'
import { GUIDE } from './take-picture.ts'
import { Turning } from './turning.tsx'
import { ViewKeeper } from './view-keeper.tsx'
import { ViewTools } from './view-tools.tsx'
import { FOV_DEG } from './views.ts'

quietClock()

export interface StageProps extends StageHands {
  readonly scene: SceneSource
  /**
   * `scene` with the size of everything in the stage where that is more than the box: what the camera frames and the
   * shadow covers.
   */
  readonly framed?: FramedSource
  readonly onBox: (shown: boolean) => void
  readonly onFigure: (shown: boolean) => void
  readonly spinCard: SpinCardPicture | null
  readonly showing?: Showing
  readonly photographer?: Ref<PhotoCamera>
  /** Its first frame can be drawn, or it is known that none can. */
  readonly onReady?: () => void
  /** The result, drawn in place of the card. */
  readonly children?: ReactNode
}

/** The draft in 3D: the box on its floor, the spin in it and the pivot to drag; or the result in the same place. */
export function Stage(props: StageProps) {
  const [able, setAble] = useState(true)
  const onUnable = () => {
    setAble(false)
    props.onReady?.()
  }
  if (able) return <LiveStage {...props} onUnable={onUnable} />
  return (
    <div className={css.absent}>
      <Notice
        tone="warn"
        what="This browser cannot draw in 3D: WebGL 2 is missing or switched off."
        next="Set size and pivot in the fields; generating and downloading work as always. Switch on hardware acceleration to see the stage."
      />
    </div>
  )
}

/** It is never drawn, and the stage gives way. */
const NO_RENDERER = new Promise<never>(() => {})

function LiveStage({
  scene,
  framed = scene,
  onChange,
  onCommit,
  onCancel,
  onBox,
  onFigure,
  spinCard,
  showing = PLAIN_SHOWING,
  photographer = null,
  onReady,
  children,
  onUnable,
}: StageProps & { readonly onUnable: () => void }) {
  const figure = useSyncExternalStore(scene.subscribe, () => scene.get().figure)
  const [anchors] = useState(createAnchors)
  const measures = useGizmoMeasures()
  const layout = useMemo(() => createGripLayout(scene, measures), [scene, measures])
  const camera = useRef<CameraApi>(null)
  const root = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLDivElement>(null)
  const [lit, setLit] = useState<LitGrip | null>(null)
  const [pulling, setPulling] = useState(false)
  const [grasped, setGrasped] = useState(false)
  const [lost, setLost] = useState(false)
  const [ready, setReady] = useState(false)
  useCameraKeys(picture, camera)
  useCameraWheel(root, camera)
  useViewKeys(camera, () => showing.bare || onBox(!showing.box))

  const begin = () => {
    setReady(true)
    onReady?.()
  }
  const onCreated = (state: RootState) => {
    const { gl, invalidate } = state
    programsReady(state).then(begin, begin)
    gl.domElement.addEventListener('webglcontextlost', (event) => {
      event.preventDefault()
      setLost(true)
    })
    gl.domElement.addEventListener('webglcontextrestored', () => {
      setLost(false)
      invalidate()
    })
  }

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
  const topPx = children == null ? 0 : TOOLS_PX
  useEffect(() => {
    anchors.keepClear({ topPx, obstacles: (view) => layout.drawn(view, boxed) })
    camera.current?.redraw()
  }, [anchors, layout, boxed, topPx])
  const handles = { scene, anchors, layout, view: anchors.view, onChange, onCommit, onCancel, onDragging: hold }
  return (
    <div className={css.stage} ref={root}>
      <div
        ref={picture}
        className={css.scene}
        role="application"
        aria-label="3D stage. Arrow keys turn the view, with Shift they pan, plus and minus zoom."
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- an application takes keys, which the rule does not know
        tabIndex={0}
      >
        <Canvas
          frameloop={ready ? 'demand' : 'never'}
          shadows={{ type: VSMShadowMap }}
          dpr={[1, 2]}
          gl={({ canvas }) => {
            const renderer = createRenderer(canvas as HTMLCanvasElement)
            if (renderer === null) onUnable()
            // Fiber waits for a promise, which its types do not say.
            return renderer ?? (NO_RENDERER as unknown as WebGLRenderer)
          }}
          camera={{ fov: FOV_DEG, position: [1.5, 1.2, 2.5] }}
          onCreated={onCreated}
        >
          <ViewKeeper scene={scene} anchors={anchors} />
          <CameraRig ref={camera} scene={framed} />
          <Studio
            scene={framed}
            light={showing.light}
            exposureStops={showing.exposureStops}
            mirrored={children != null}
          />
          {showing.turning ? <Turning /> : null}
          <Floor scene={framed} />
          {showing.presented ? (
            <group userData={GUIDE}>
              <ScaleFigure scene={framed} presented />
            </group>
          ) : null}
          {showing.bare ? null : (
            <group userData={GUIDE}>
              <ScaleFigure scene={scene} presented={false} />
              {boxed ? <BoxFrame scene={scene} /> : null}
              <PivotMarker scene={scene} layout={layout} measures={measures} lit={lit} view={anchors.view} />
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
      <ViewTools camera={camera} box={showing.box} onBox={onBox} figure={figure} onFigure={onFigure} />
      {lost ? (
        <div className={css.lost}>
          <Notice
            tone="warn"
            what="The graphics driver stopped the 3D view."
            next="It comes back by itself, and all your settings are kept."
          />
        </div>
      ) : null}
    </div>
  )
}
