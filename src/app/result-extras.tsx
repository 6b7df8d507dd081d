import { useQuery } from '@tanstack/react-query'
import { lazy } from 'react'
import { useRefitRequest, type Refit } from './refit.ts'
import { boxSize } from '../contract/vec3.ts'
import type { ShowItProps } from '../download/show-it.tsx'
import { boxAs } from '../glb/solve.ts'
import { meshQuery } from '../result/mesh-query.ts'
import type { Result } from '../result/result.ts'
import { TryPivot } from '../result/try-pivot.tsx'
import { Later } from '../ui/later.tsx'

/** Pictures and films can wait until there is a mesh. */
const ShowIt = lazy(async () => ({ default: (await import('../download/show-it.tsx')).ShowIt }))

export interface ResultExtrasProps extends Pick<ShowItProps, 'viewer' | 'camera' | 'onPresent'> {
  readonly refit: Refit
  readonly result: Result
}

/** What can be done with a mesh besides measuring and downloading it. */
export function ResultExtras({ refit, result, ...showing }: ResultExtrasProps) {
  const { data: mesh } = useQuery(meshQuery(result))
  const request = useRefitRequest(refit)
  return (
    <>
      <TryPivot viewer={showing.viewer} />
      <Later>
        <ShowIt
          result={result}
          size={mesh ? boxSize(boxAs(mesh.box, request)) : null}
          refitted={request !== null}
          {...showing}
        />
      </Later>
    </>
  )
}
