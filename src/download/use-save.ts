import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { EnginePreset } from './engine-presets.ts'
import type { ExportFormat } from './export-formats.ts'
import { EXPORTS, exportInWorker } from './exports.ts'
import { fileFrames, isFramed } from './file-frames.ts'
import { engineTags, fileName, nameWith } from './file-name.ts'
import { refitInWorker } from './refit-client.ts'
import { saveFile } from './save-file.ts'
import { bytesKey, fileBytes, savedKey, type Saved } from './saved.ts'
import { readAnswer } from '../contract/answer.ts'
import { artistText, type ArtistText } from '../contract/artist-text.ts'
import type { MeshFormat } from '../contract/mesh-fields.ts'
import { AUTOMATIC } from '../contract/preview-request.ts'
import { boxSize, vec3, type Box } from '../contract/vec3.ts'
import { measure } from '../glb/measure.ts'
import type { RefitRequest } from '../glb/refit-request.ts'
import { bytesQuery } from '../result/mesh-query.ts'
import { resultUrl, type Result } from '../result/result.ts'
import type { LoadedMesh } from '../viewer/open-glb.ts'

/** What an artist chooses to save. */
export type Choice =
  | { readonly as: 'glb' }
  | { readonly as: 'engine'; readonly preset: EnginePreset }
  | { readonly as: ExportFormat }
  | { readonly as: 'offered'; readonly format: MeshFormat }

export interface Saving {
  readonly result: Result
  /** The size and origin that every file is to have; null for those of the mesh as it came. */
  readonly refit: RefitRequest | null
  /** Null while it is not loaded, or cannot be opened. */
  readonly mesh: LoadedMesh | null
  readonly onSaved: (saved: Saved) => void
}

/** The upstream's own files are fetched; all else is made on the page, and fails for other reasons. */
const isFetched = (choice: Choice, mesh: LoadedMesh | null): boolean => choice.as === 'offered' || mesh === null

interface Baked {
  readonly glb: Uint8Array<ArrayBuffer>
  readonly box: Box
  readonly baked: Saved['baked']
}

/** The mesh with its size and origin baked in, and measured again. */
async function bake({ bytes, box }: LoadedMesh, refit: RefitRequest | null): Promise<Baked> {
  if (!refit) return { glb: bytes, box, baked: null }
  const { glb, after, fit } = await refitInWorker(bytes, refit)
  const target = vec3((axis) =>
    fit.flatAxes.includes(axis) ? (refit.scaled_bbox?.[axis] ?? AUTOMATIC) : fit.sizeMetres[axis],
  )
  const { passes } = measure(after, {
    scaled_bbox: target,
    ...(refit.pivot_point && { pivot_point: refit.pivot_point }),
  })
  return { glb, box: after, baked: { box: after, passes, flatAxes: fit.flatAxes } }
}

interface ReadyFile {
  readonly blob: Blob
  readonly name: string
  readonly baked: Saved['baked']
}

async function fetchFile(result: Result, format: MeshFormat, mesh: LoadedMesh | null): Promise<ReadyFile> {
  const response = await fetch(resultUrl(result, format))
  if (!response.ok) await readAnswer(response)
  return { blob: await response.blob(), name: fileName(result, mesh && boxSize(mesh.box), format), baked: null }
}

/** As it came, for a mesh that is not open yet or cannot be opened: from where it is kept, since by its address another may come. */
async function fetchGlb(result: Result, client: QueryClient): Promise<ReadyFile> {
  const bytes = await client.fetchQuery(bytesQuery(result))
  return { blob: new Blob([bytes], { type: 'model/gltf-binary' }), name: fileName(result, null, 'glb'), baked: null }
}

async function makeFile(choice: Exclude<Choice, { as: 'offered' }>, result: Result, from: Baked): Promise<ReadyFile> {
  const { glb, box, baked } = from
  const size = boxSize(box)
  if (choice.as === 'glb')
    return { blob: new Blob([glb], { type: 'model/gltf-binary' }), name: fileName(result, size, 'glb'), baked }
  if (choice.as === 'engine')
    return {
      blob: await exportInWorker({ engine: choice.preset.engine, glb, name: result.name }),
      name: choice.preset.fileName(result.name, engineTags(result, size)),
      baked,
    }
  const { ending } = EXPORTS[choice.as]
  const name = nameWith(result, size, ending)
  const frame = isFramed(choice.as) ? { frame: fileFrames.get()[choice.as] } : {}
  const order = { format: choice.as, glb, name: name.slice(0, -ending.length), ...frame }
  return { blob: await exportInWorker(order), name, baked }
}

export interface Save {
  readonly busy: boolean
  readonly failure: ArtistText | null
  take(choice: Choice): void
}

/** Makes or fetches one file at a time, hands it to the browser, and says what it was. */
export function useSave({ result, refit, mesh, onSaved }: Saving): Save {
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: async (choice: Choice) => {
      const { blob, name, baked } =
        choice.as === 'offered'
          ? await fetchFile(result, choice.format, mesh)
          : mesh
            ? await makeFile(choice, result, await bake(mesh, refit))
            : await fetchGlb(result, client)
      saveFile(blob, name)
      const key = savedKey(result, refit)
      fileBytes.set({ ...fileBytes.get(), [bytesKey(key, choice.as)]: blob.size })
      onSaved({ key, name, baked })
    },
    networkMode: 'always',
    gcTime: 0,
    retry: false,
  })
  return {
    busy: save.isPending,
    failure: !save.isError
      ? null
      : isFetched(save.variables, mesh)
        ? artistText(save.error)
        : { what: save.error.message, next: 'The other formats may still work.' },
    // A pressed button keeps the focus while its file is made, so it is not disabled but waits.
    take: (choice) => {
      if (!save.isPending) save.mutate(choice)
    },
  }
}
