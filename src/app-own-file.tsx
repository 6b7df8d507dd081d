import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useRefit, type Refitting } from './app-refit.ts'
import { DeliveredPanel } from './app-result-panel.tsx'
import { pivotOfBox } from './contract/fit.ts'
import { PIVOT_LIMITS, SIZE_LIMITS_METRES } from './contract/preview-request.ts'
import { boxSize, vec3 } from './contract/vec3.ts'
import { DraftBar } from './draft/draft-bar.tsx'
import { createDraftStore, type DraftStore } from './draft/draft-store.ts'
import { CLEAN_DRAFT, type Draft } from './draft/draft.ts'
import { PivotSection } from './draft/pivot-section.tsx'
import { draftScene } from './draft/scene.ts'
import { SizeSection } from './draft/size-section.tsx'
import { meshQuery, type LoadedMesh } from './result/mesh-query.ts'
import { ownResult, type Result } from './result/result.ts'
import type { SceneSource } from './stage/scene.ts'
import { Button } from './ui/button.tsx'

/** What is looked at as a mesh; any other file is taken for a picture. */
const isMeshFile = (file: File): boolean => file.type.startsWith('model/') || /\.(?:glb|gltf|vrm)$/i.test(file.name)

export interface OwnFile {
  readonly result: Result | null
  /** Its size and origin as a draft of their own: what is set there is refitted in the file. */
  readonly store: DraftStore
  readonly refitting: Refitting
  /** The file's box in place of the draft's; null until it is known. */
  readonly scene: SceneSource | null
  /** Opens a mesh and says so; false for a file that is none. */
  open(file: File): boolean
  close(): void
}

/** The nearest that a draft takes: the origin of a file may lie outside its box, or its size beyond the limits. */
function draftOf({ box }: LoadedMesh): Draft {
  const { min, max } = SIZE_LIMITS_METRES
  const [size, pivot] = [boxSize(box), pivotOfBox(box)]
  return {
    ...CLEAN_DRAFT,
    sizeMetres: vec3((axis) => Math.min(max, Math.max(min, size[axis]))),
    pivotNormalised: vec3((axis) => Math.min(PIVOT_LIMITS.max, Math.max(PIVOT_LIMITS.min, Number(pivot[axis].toFixed(6)) + 0))),
  }
}

/** A mesh of the artist's own in the stage, until it is closed or another session is opened. */
export function useOwnFile(sessionCode: string): OwnFile {
  const [result, setResult] = useState<Result | null>(null)
  const [store] = useState(() => createDraftStore())
  const [scene] = useState(() => draftScene(store))
  useEffect(() => setResult(null), [sessionCode])
  const { data: mesh } = useQuery({ ...meshQuery(result ?? ownResult(new File([], ''), '')), enabled: result !== null })
  const version = result?.version ?? null
  useEffect(() => {
    if (mesh) store.dispatch({ do: 'begin', draft: draftOf(mesh), proportions: boxSize(mesh.box), sessionCode: version })
  }, [mesh, store, version])
  const known = mesh !== undefined && result !== null
  const refitting = useRefit(store, known ? result : null)
  return {
    result,
    store,
    refitting,
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
        <DraftBar store={own.store} />
        <SizeSection store={own.store} />
        <PivotSection store={own.store} />
      </>
    ) : null}
    <DeliveredPanel key={result.version} store={own.store} refitting={own.refitting} result={result} />
    <Button onClick={own.close}>Back to the session</Button>
  </>
)
