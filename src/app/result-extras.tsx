import { useQuery } from '@tanstack/react-query'
import { useWanted, type Refitting } from './refit.ts'
import { boxSize } from '../contract/vec3.ts'
import type { DraftStore } from '../draft/draft-store.ts'
import { meshQuery } from '../result/mesh-query.ts'
import type { Result } from '../result/result.ts'
import { ShowIt, type ShowItProps } from '../download/show-it.tsx'
import { boxAs } from '../glb/solve.ts'
import { TryPivot } from '../result/try-pivot.tsx'

export interface ResultExtrasProps extends Pick<ShowItProps, 'viewer' | 'camera' | 'onPresent'> {
  readonly store: DraftStore
  readonly refitting: Refitting
  readonly result: Result
}

/** What can be done with a mesh besides measuring and taking it. */
export function ResultExtras({ store, refitting, result, ...shown }: ResultExtrasProps) {
  const { data: mesh } = useQuery(meshQuery(result))
  const wanted = useWanted(store, refitting)
  return (
    <>
      <TryPivot viewer={shown.viewer} />
      <ShowIt
        result={result}
        size={mesh ? boxSize(boxAs(mesh.box, wanted)) : null}
        refitted={wanted !== null}
        {...shown}
      />
    </>
  )
}
