import { useQuery } from '@tanstack/react-query'
import { bytesText } from './bytes-text.ts'
import type { Edges } from '../glb/count-edges.ts'
import { edgesQuery } from './mesh-query.ts'
import type { LoadedMesh } from '../viewer/open-glb.ts'
import css from './result-panel.module.css'
import type { Result } from './result.ts'

const whole = (count: number): string => Math.round(count).toLocaleString('en')

const counted = (count: number, one: string, many = `${one}s`): string => `${whole(count)} ${count === 1 ? one : many}`

function texturesText(textures: LoadedMesh['facts']['textures']): string {
  if (textures.length === 0) return 'no texture'
  const sizes = [...new Set(textures.map(([width, height]) => `${width} × ${height}`))]
  return `${counted(textures.length, 'texture')} (${sizes.slice(0, 3).join(', ')}${sizes.length > 3 ? ', …' : ''})`
}

function edgesText({ open, crowded }: Edges): string {
  if (open > 0) return counted(open, 'open edge')
  return crowded > 0 ? `closed, ${counted(crowded, 'edge')} with more than two faces` : 'closed'
}

/** What the file is made of. */
export function MeshFacts({ result, mesh }: { readonly result: Result; readonly mesh: LoadedMesh }) {
  const { data: edges, isPending, isError } = useQuery(edgesQuery(result, mesh))
  const { parts, materials, textures } = mesh.facts
  const surface = edges ? edgesText(edges) : isPending && !isError ? 'counting open edges' : 'open edges not counted'
  return (
    <ul className={css.facts} aria-label="What the mesh is made of">
      <li>
        {[
          counted(mesh.triangles, 'triangle'),
          counted(mesh.vertices, 'vertex', 'vertices'),
          bytesText(mesh.bytes.length),
        ].join(' · ')}
      </li>
      <li>{[counted(parts, 'part'), counted(materials, 'material'), texturesText(textures), surface].join(' · ')}</li>
    </ul>
  )
}
