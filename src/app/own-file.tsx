import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useRefit, type Refitting } from './refit.ts'
import { DeliveredPanel } from './delivered-panel.tsx'
import { pivotOfBox } from '../contract/fit.ts'
import { PIVOT_LIMITS, SIZE_LIMITS_METRES } from '../contract/preview-request.ts'
import { AXES, boxSize, vec3, type Axis } from '../contract/vec3.ts'
import { DraftBar } from '../draft/draft-bar.tsx'
import { createDraftStore, type DraftStore } from '../draft/draft-store.ts'
import { CLEAN_DRAFT, type Draft } from '../draft/draft.ts'
import { PivotSection } from '../draft/pivot-section.tsx'
import { draftScene } from '../draft/scene.ts'
import { SizeSection } from '../draft/size-section.tsx'
import { meshQuery } from '../result/mesh-query.ts'
import type { LoadedMesh } from '../viewer/open-glb.ts'
import { ownResult, type Result } from '../result/result.ts'
import type { SceneSource } from '../stage/scene.ts'
import { Button } from '../ui/button.tsx'
import { Notice, type NoticeProps } from '../ui/notice.tsx'

/** What is looked at as a mesh; any other file is taken for a picture. */
const isMeshFile = (file: File): boolean => file.type.startsWith('model/') || /\.(?:glb|gltf|vrm)$/i.test(file.name)

export interface OwnFile {
  readonly result: Result | null
  /** Its size and origin as a draft of their own: what is set there is refitted in the file. */
  readonly store: DraftStore
  readonly refitting: Refitting
  /** The file's box in place of the draft's; null until it is known. */
  readonly scene: SceneSource | null
  /** What the artist should know before changing anything. */
  readonly besides: Pick<NoticeProps, 'what' | 'next'> | null
  /** Opens a mesh and says so; false for a file that is none. */
  open(file: File): boolean
  close(): void
}

const PIVOT_DIGITS = 6

/** The nearest that a draft takes: the origin of a file may lie outside its box, or its size beyond the limits. What is flat has no size to set. */
function draftOf({ box }: LoadedMesh): Draft {
  const { min, max } = SIZE_LIMITS_METRES
  const [size, pivot] = [boxSize(box), pivotOfBox(box)]
  return {
    ...CLEAN_DRAFT,
    sizeMetres: vec3((axis) => Math.min(max, Math.max(min, size[axis]))),
    automatic: [size[0] === 0, size[1] === 0, size[2] === 0],
    pivotNormalised: vec3((axis) =>
      Math.min(PIVOT_LIMITS.max, Math.max(PIVOT_LIMITS.min, Number(pivot[axis].toFixed(PIVOT_DIGITS)) + 0)),
    ),
  }
}

/** What any change does besides, where the draft could not begin as the very file; null where it could. */
function besides(mesh: LoadedMesh): Pick<NoticeProps, 'what' | 'next'> | null {
  const draft = draftOf(mesh)
  const size = boxSize(mesh.box)
  // Also of what is flat, which has no pivot along that axis but lies somewhere.
  const offMetres = (axis: Axis): number => mesh.box.min[axis] + (draft.pivotNormalised[axis] + 0.5) * size[axis]
  if (AXES.some((axis) => Math.abs(offMetres(axis)) > 10 ** -PIVOT_DIGITS * Math.max(...size))) {
    return {
      what: 'Its origin lies outside its box, where no pivot can be set.',
      next: 'As soon as you change a size or the pivot, it moves to the nearest point of the box.',
    }
  }
  const resized = AXES.some((axis) => size[axis] > 0 && size[axis] !== draft.sizeMetres[axis])
  return resized
    ? {
        what: 'One of its sides is smaller or larger than what can be set here.',
        next: 'As soon as you change a size or the pivot, that side goes to the limit.',
      }
    : null
}

/** A mesh of the artist's own in the stage, until it is closed or another session is opened. It is set and shown in the `session`'s own units. */
export function useOwnFile(sessionCode: string, session: DraftStore): OwnFile {
  const [result, setResult] = useState<Result | null>(null)
  const [store] = useState(() => createDraftStore())
  const [scene] = useState(() => draftScene(store))
  useEffect(() => setResult(null), [sessionCode])
  const { data: mesh } = useQuery(meshQuery(result))
  const version = result?.version ?? null
  useEffect(() => {
    if (mesh)
      store.dispatch({
        do: 'begin',
        draft: draftOf(mesh),
        proportions: draftOf(mesh).sizeMetres,
        sessionCode: version,
        settings: session.get().settings,
      })
  }, [mesh, store, version, session])
  const known = mesh !== undefined && result !== null
  const refitting = useRefit(store, known ? result : null)
  return {
    result,
    store,
    refitting,
    besides: mesh ? besides(mesh) : null,
    scene: known ? scene : null,
    open(file) {
      if (!isMeshFile(file)) return false
      setResult(ownResult(file, crypto.randomUUID()))
      return true
    },
    close: () => setResult(null),
  }
}

/** What there is to know of such a mesh, and to set of it. */
export const OwnFilePanel = ({ own, result }: { readonly own: OwnFile; readonly result: Result }) => (
  <>
    {own.scene ? (
      <>
        {own.besides ? <Notice tone="plain" {...own.besides} /> : null}
        <DraftBar store={own.store} />
        <SizeSection store={own.store} />
        <PivotSection store={own.store} />
      </>
    ) : null}
    <DeliveredPanel key={result.version} store={own.store} refitting={own.refitting} result={result} />
    <Button onClick={own.close}>Back to the session</Button>
  </>
)
