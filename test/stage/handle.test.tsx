import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { Profiler } from 'react'
import { PerspectiveCamera } from 'three'
import { afterEach, describe, expect, it } from 'vitest'
import { createAnchors } from '../../src/stage/anchors.ts'
import { BoxLabels } from '../../src/stage/box-labels.tsx'
import { cameraView } from '../../src/stage/camera-view.ts'
import { FOR_MOUSE } from '../../src/stage/gizmo-measures.ts'
import { createGripLayout } from '../../src/stage/grip-layout.ts'
import { PivotHandles, type LitGrip } from '../../src/stage/pivot-handles.tsx'
import type { Scene, SceneSource, StageEdit } from '../../src/stage/scene.ts'
import { SizeHandles } from '../../src/stage/size-handles.tsx'

afterEach(cleanup)

/** A scene that can be edited, as the draft can. */
function editable(): SceneSource & { edit(edit: StageEdit): void } {
  let scene: Scene = {
    sizeMetres: [1, 1, 1],
    automatic: [false, false, false],
    pivotNormalised: [0, 0, 0],
    unit: 'm',
    figure: true,
  }
  const listeners = new Set<() => void>()
  return {
    get: () => scene,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    edit(edit) {
      const sizeMetres: [number, number, number] = [...scene.sizeMetres]
      if (edit.kind === 'size') sizeMetres[edit.axis] = edit.metres
      scene =
        edit.kind === 'pivot'
          ? { ...scene, sizeMetres, pivotNormalised: edit.pivotNormalised }
          : { ...scene, sizeMetres }
      for (const listener of listeners) listener()
    },
  }
}

/** The handles seen from 5 m in front, where 1 px is 5 mm. Records what they do. */
function renderHandles() {
  const scene = editable()
  const camera = new PerspectiveCamera(2 * Math.atan(0.5) * (180 / Math.PI), 1, 0.01, 100)
  camera.position.set(0, 0.5, 5)
  camera.updateMatrixWorld()
  const view = cameraView(camera, 1000, 1000)
  const layout = createGripLayout(scene, FOR_MOUSE)
  const [ends, lit, holds, commits] = [
    [] as string[],
    [] as (LitGrip | null)[],
    [] as boolean[],
    { labels: 0, sizes: 0 },
  ]
  const shared = {
    scene,
    anchors: createAnchors(),
    layout,
    view: () => view,
    onChange: scene.edit,
    onCommit: () => void ends.push('commit'),
    onCancel: () => void ends.push('cancel'),
    onDragging: (held: boolean) => void holds.push(held),
  }
  render(
    <>
      <Profiler id="labels" onRender={() => void commits.labels++}>
        <BoxLabels scene={scene} anchors={shared.anchors} />
      </Profiler>
      <Profiler id="sizes" onRender={() => void commits.sizes++}>
        <SizeHandles {...shared} />
      </Profiler>
      <PivotHandles {...shared} onLit={(grip) => void lit.push(grip)} onFocused={() => {}} />
    </>,
  )
  return { scene, ends, lit, holds, commits, pivot: () => scene.get().pivotNormalised }
}

const arrow = () => screen.getByRole('slider', { name: 'Move pivot along X' })
const at = (pointerId: number, clientX: number) => ({ pointerId, clientX, clientY: 500, button: 0, altKey: true })

describe('a handle', () => {
  it('follows the finger that grabbed it; a second finger neither moves it nor ends the drag', () => {
    const { ends, holds, pivot } = renderHandles()
    fireEvent.pointerDown(arrow(), at(1, 574))
    fireEvent.pointerMove(arrow(), at(1, 594))
    expect(pivot()[0]).toBeCloseTo(0.1, 3)
    fireEvent.pointerDown(arrow(), at(2, 500))
    fireEvent.pointerMove(arrow(), at(2, 300))
    expect(pivot()[0]).toBeCloseTo(0.1, 3)
    fireEvent.pointerUp(arrow(), at(2, 300))
    fireEvent.pointerCancel(arrow(), at(2, 300))
    expect([ends, holds]).toEqual([[], [true]])
    fireEvent.pointerMove(arrow(), at(1, 614))
    expect(pivot()[0]).toBeCloseTo(0.2, 3)
    fireEvent.pointerUp(arrow(), at(1, 614))
    expect([ends, holds]).toEqual([['commit'], [true, false]])
  })

  it('undoes the drag when the system cancels the pointer, and on Escape', () => {
    const { ends } = renderHandles()
    fireEvent.pointerDown(arrow(), at(1, 574))
    fireEvent.pointerCancel(arrow(), at(1, 574))
    fireEvent.pointerDown(arrow(), at(1, 574))
    fireEvent.keyDown(arrow(), { key: 'Escape' })
    fireEvent.pointerUp(arrow(), at(1, 574))
    expect(ends).toEqual(['cancel', 'cancel'])
  })

  it('gets the focus from a finger too, so that the points it snaps to stay', () => {
    renderHandles()
    fireEvent.pointerDown(arrow(), { ...at(1, 574), pointerType: 'touch' })
    fireEvent.pointerUp(arrow(), { ...at(1, 574), pointerType: 'touch' })
    expect(document.activeElement).toBe(arrow())
  })

  it('ends a key’s gesture when the key is released or the focus leaves, and undoes it on Escape', () => {
    const { ends, pivot } = renderHandles()
    arrow().focus()
    for (let repeat = 0; repeat < 4; repeat++) fireEvent.keyDown(arrow(), { key: 'ArrowRight' })
    expect([pivot()[0], ends]).toEqual([0.04, []])
    fireEvent.keyUp(arrow(), { key: 'ArrowRight' })
    fireEvent.keyDown(arrow(), { key: 'ArrowLeft' })
    fireEvent.blur(arrow())
    fireEvent.keyDown(arrow(), { key: 'ArrowLeft' })
    fireEvent.keyDown(arrow(), { key: 'Escape' })
    fireEvent.keyUp(arrow(), { key: 'ArrowLeft' })
    expect(ends).toEqual(['commit', 'commit', 'cancel'])
  })

  it('is highlighted when hovered, and differently when dragged', () => {
    const { lit } = renderHandles()
    fireEvent.pointerEnter(arrow(), at(1, 574))
    expect(lit.at(-1)).toEqual({ grip: 'x', how: 'near' })
    fireEvent.pointerDown(arrow(), at(1, 574))
    expect(lit.at(-1)).toEqual({ grip: 'x', how: 'held' })
  })
})

describe('while the pivot moves', () => {
  it('React renders neither the box’s labels nor its handles again', () => {
    const { commits } = renderHandles()
    const before = { ...commits }
    fireEvent.pointerDown(arrow(), at(1, 574))
    for (let x = 575; x < 600; x++) fireEvent.pointerMove(arrow(), at(1, x))
    fireEvent.pointerUp(arrow(), at(1, 600))
    expect(commits).toEqual(before)
  })

  it('but it does when a face moves', () => {
    const { commits } = renderHandles()
    const before = { ...commits }
    fireEvent.keyDown(screen.getByRole('slider', { name: 'Drag width' }), { key: 'ArrowRight' })
    expect(commits.labels).toBe(before.labels + 1)
    expect(commits.sizes).toBe(before.sizes + 1)
  })
})
