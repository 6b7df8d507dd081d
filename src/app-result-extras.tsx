import type { Result } from './result/result.ts'
import { ShowIt, type ShowItProps } from './result/show-it.tsx'
import { TryPivot } from './result/try-pivot.tsx'
import type { Viewer } from './result/viewer.ts'

export interface ResultExtrasProps extends Pick<ShowItProps, 'camera' | 'onPresent'> {
  readonly result: Result
  readonly viewer: Viewer
}

/** What can be done with a mesh besides measuring and taking it. */
export const ResultExtras = ({ result, viewer, camera, onPresent }: ResultExtrasProps) => (
  <>
    <TryPivot viewer={viewer} />
    <ShowIt result={result} camera={camera} onPresent={onPresent} />
  </>
)
