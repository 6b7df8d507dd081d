import { OrbitControls } from '@react-three/drei'
import { useThree } from '@react-three/fiber'
import { useCallback, useEffect, useImperativeHandle, useRef, type ComponentRef, type Ref } from 'react'
import { PerspectiveCamera, Spherical, Vector3 } from 'three'
import type { Vec3 } from '../contract/vec3.ts'
import { boxRadius, type SceneSource } from './scene.ts'
import { VIEWS, framing, type ViewName } from './views.ts'

/** What buttons and keys do to the camera. */
export interface CameraApi {
  show(view: ViewName): void
  /** Frames the box from where the eye stands. */
  frame(): void
  /** Turns about the target, degrees to the right and up. */
  orbit(rightDeg: number, upDeg: number): void
  zoom(factor: number): void
  /** Moves the view by a part of what is seen of the target. */
  pan(right: number, up: number): void
}

/** By these factors the box has outgrown the picture, which leaves it little room, or become lost in it: it is framed again. */
const OUTGROWN = 1.2
const LOST = 1 / 1.7

const MIN_POLAR_RAD = 0.01

export interface CameraRigProps {
  readonly scene: SceneSource
  /** No frame moves the camera while something in the stage is held. */
  readonly held: boolean
  readonly ref: Ref<CameraApi>
}

/** Orbit, pan and zoom, and the views; it frames the box when it opens and when its size leaves the picture. */
export function CameraRig({ scene, held, ref }: CameraRigProps) {
  const controls = useRef<ComponentRef<typeof OrbitControls>>(null)
  const { camera, size, invalidate } = useThree()
  const framedRadius = useRef(0)
  const heldNow = useRef(held)
  heldNow.current = held
  const aspect = size.width / Math.max(1, size.height)

  const frameFrom = useCallback(
    (from: Vec3) => {
      const { sizeMetres } = scene.get()
      const { eye, target } = framing(sizeMetres, from, aspect)
      const radius = boxRadius(sizeMetres)
      framedRadius.current = radius
      camera.position.set(...eye)
      if (camera instanceof PerspectiveCamera) {
        camera.near = radius / 100
        camera.far = radius * 400
        camera.updateProjectionMatrix()
      }
      controls.current?.target.set(...target)
      controls.current?.update()
      camera.lookAt(...target)
      invalidate()
    },
    [aspect, camera, invalidate, scene],
  )
  const frame = useCallback(() => {
    const target = controls.current?.target ?? new Vector3()
    const from = camera.position.clone().sub(target)
    frameFrom(from.lengthSq() > 0 ? (from.toArray() as Vec3) : VIEWS.threeQuarter.from)
  }, [camera, frameFrom])

  useEffect(() => {
    if (framedRadius.current === 0) frameFrom(VIEWS.threeQuarter.from)
    else frame()
    return scene.subscribe(() => {
      const ratio = boxRadius(scene.get().sizeMetres) / framedRadius.current
      if (!heldNow.current && (ratio > OUTGROWN || ratio < LOST)) frame()
      invalidate()
    })
  }, [frame, frameFrom, invalidate, scene])

  const turn = (change: (spherical: Spherical) => void) => {
    const target = controls.current?.target ?? new Vector3()
    const spherical = new Spherical().setFromVector3(camera.position.clone().sub(target))
    change(spherical)
    spherical.phi = Math.min(Math.PI - MIN_POLAR_RAD, Math.max(MIN_POLAR_RAD, spherical.phi))
    camera.position.setFromSpherical(spherical).add(target)
    controls.current?.update()
    invalidate()
  }
  useImperativeHandle(ref, () => ({
    show: (view) => frameFrom(VIEWS[view].from),
    frame,
    orbit: (rightDeg, upDeg) =>
      turn((spherical) => {
        spherical.theta += (rightDeg * Math.PI) / 180
        spherical.phi -= (upDeg * Math.PI) / 180
      }),
    pan: (right, up) => {
      const target = controls.current?.target ?? new Vector3()
      const distance = camera.position.distanceTo(target)
      const across = new Vector3().setFromMatrixColumn(camera.matrix, 0).multiplyScalar(right * distance)
      const along = new Vector3().setFromMatrixColumn(camera.matrix, 1).multiplyScalar(up * distance)
      const move = across.add(along)
      camera.position.add(move)
      target.add(move)
      controls.current?.update()
      invalidate()
    },
    zoom: (factor) =>
      turn((spherical) => {
        spherical.radius /= factor
      }),
  }))

  return <OrbitControls ref={controls} makeDefault enableDamping={false} enabled={!held} zoomToCursor />
}
