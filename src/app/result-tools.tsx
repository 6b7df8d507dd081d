import { useQuery } from '@tanstack/react-query'
import { hasUv } from '../viewer/apply-look.ts'
import { meshQuery } from '../result/mesh-query.ts'
import type { Result } from '../result/result.ts'
import { ViewerBar } from '../viewer/viewer-bar.tsx'
import type { Viewer } from '../viewer/viewer.ts'

/** The viewer's tools, once there is a mesh to look at. */
export function ResultTools({ viewer, result }: { readonly viewer: Viewer; readonly result: Result }) {
  const { data } = useQuery(meshQuery(result))
  return data ? <ViewerBar viewer={viewer} uv={hasUv(data.scene)} /> : null
}
