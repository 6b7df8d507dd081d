import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { pivotOfBox } from './contract/fit.ts'
import type { Unit } from './contract/length.ts'
import { boxSize } from './contract/vec3.ts'
import { meshQuery, type LoadedMesh } from './result/mesh-query.ts'
import { ResultPanel } from './result/result-panel.tsx'
import { ownResult, type Result } from './result/result.ts'
import type { SceneSource } from './stage/scene.ts'
import { Button } from './ui/button.tsx'

/** What is looked at as a mesh; any other file is taken for a picture. */
const isMeshFile = (file: File): boolean => file.type.startsWith('model/') || /\.(?:glb|gltf|vrm)$/i.test(file.name)

export interface OwnFile {
  readonly result: Result | null
  /** Opens a mesh and says so; false for a file that is none. */
  open(file: File): boolean
  close(): void
}

/** A mesh of the artist's own in the stage, until it is closed or another session is opened. */
export function useOwnFile(sessionCode: string): OwnFile {
  const [result, setResult] = useState<Result | null>(null)
  useEffect(() => setResult(null), [sessionCode])
  return {
    result,
    open(file) {
      if (!isMeshFile(file)) return false
      setResult(ownResult(file, crypto.randomUUID()))
      return true
    },
    close: () => setResult(null),
  }
}

/** The draft's stage with a mesh's own box in place of the draft's; the same object until the draft's changes. */
function sceneOf({ box }: LoadedMesh, draft: SceneSource): SceneSource {
  const own = { sizeMetres: boxSize(box), automatic: [false, false, false], pivotNormalised: pivotOfBox(box) } as const
  let [from, scene] = [draft.get(), { ...draft.get(), ...own }]
  return {
    get() {
      if (draft.get() !== from) [from, scene] = [draft.get(), { ...draft.get(), ...own }]
      return scene
    },
    subscribe: draft.subscribe,
  }
}

/** What the stage shows: the box of a mesh of one's own as soon as that is known, else the draft. */
export function useStageScene(own: Result | null, draft: SceneSource): SceneSource {
  const { data } = useQuery({ ...meshQuery(own ?? ownResult(new File([], ''), '')), enabled: own !== null })
  return useMemo(() => (own && data ? sceneOf(data, draft) : draft), [own, data, draft])
}

/** What there is to know of such a mesh. */
export const OwnFilePanel = ({ result, unit, onClose }: { readonly result: Result; readonly unit: Unit; readonly onClose: () => void }) => (
  <>
    <ResultPanel key={result.version} result={result} unit={unit} />
    <Button onClick={onClose}>Back to the session</Button>
  </>
)
