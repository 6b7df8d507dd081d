import { meshField, type MeshFormat, type MeshKind } from '../contract/mesh-fields.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import { apiUrl, assetPath } from '../contract/paths.ts'

/** A mesh that came back, and what was asked for. */
export interface Result {
  readonly sessionCode: string
  readonly kind: MeshKind
  readonly request: PreviewRequest
  readonly formats: readonly MeshFormat[]
  /** Changes with each mesh, which keeps its address. */
  readonly version: string
  /** Of the session, as the artist knows it. */
  readonly name: string
  /** A file that the artist has dropped: it belongs to no session, and nothing was asked of it. */
  readonly own?: File
}

/** Where the proxy serves one of a result's files. */
export const resultUrl = ({ sessionCode, kind, version }: Result, format: MeshFormat): string =>
  `${apiUrl(assetPath(sessionCode, meshField(kind, format)))}?v=${encodeURIComponent(version)}`

/** A file of one's own as a result; `version` tells it from the last one. */
export const ownResult = (file: File, version: string): Result => ({
  sessionCode: '',
  kind: 'preview',
  request: {},
  formats: ['glb'],
  version,
  name: file.name.replace(/\.\w+$/, ''),
  own: file,
})
