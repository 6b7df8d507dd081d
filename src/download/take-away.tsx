import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { readAnswer } from '../contract/answer.ts'
import { artistText } from '../contract/artist-text.ts'
import type { MeshFormat } from '../contract/mesh-fields.ts'
import { AUTOMATIC } from '../contract/preview-request.ts'
import { boxSize, vec3, type Axis, type Box } from '../contract/vec3.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { ENGINE_PRESETS, type EnginePreset } from './engine-presets.ts'
import type { ExportFormat } from './export-formats.ts'
import { EXPORTS, exportInWorker } from './exports.ts'
import { fileFrames, isFramed } from './file-frames.ts'
import { engineTags, fileName, nameWith } from './file-name.ts'
import { FormatList } from './format-list.tsx'
import { measure } from '../glb/measure.ts'
import { meshQuery } from '../result/mesh-query.ts'
import { LostNote } from './lost-note.tsx'
import type { LoadedMesh } from '../viewer/open-glb.ts'
import { prepareRefit, refitInWorker } from './refit-client.ts'
import type { RefitRequest } from '../glb/refit-request.ts'
import css from './take-away.module.css'
import { resultUrl, type Result } from '../result/result.ts'
import { saveFile } from './save-file.ts'
import { boxAs, flatText } from '../glb/solve.ts'

/** Files that came along with the mesh, which Plinth hands on as they are. */
const OFFERED_NAMES: Readonly<Partial<Record<MeshFormat, string>>> = {
  fbx: 'FBX',
  obj: 'OBJ, as made',
  zip: 'OBJ zip, as made',
  usdz: 'USDZ, as made',
  stl: 'STL, as made',
}

/** What an artist chooses to save. */
type Choice =
  | { readonly as: 'glb' }
  | { readonly as: 'engine'; readonly preset: EnginePreset }
  | { readonly as: ExportFormat }
  | { readonly as: 'offered'; readonly format: MeshFormat }

/** The upstream's own files are fetched; all else is made on the page, and fails for other reasons. */
const isFetched = (choice: Choice, mesh: LoadedMesh | null): boolean => choice.as === 'offered' || mesh === null

export interface TakeAwayProps {
  readonly result: Result
  /** The size and origin that every file is to have; null for those of the mesh as it came. */
  readonly refit: RefitRequest | null
}

/** Saves a mesh as any file that can be made of it or came with it. */
export function TakeAway({ result, refit }: TakeAwayProps) {
  const { data: mesh = null } = useQuery(meshQuery(result))
  const [remeasured, setRemeasured] = useState<{
    readonly key: string
    readonly passes: boolean
    readonly flatAxes: readonly Axis[]
  } | null>(null)
  const [engine, setEngine] = useState('')
  const key = JSON.stringify(refit)
  useEffect(() => {
    if (mesh && refit) prepareRefit(mesh.bytes)
  }, [mesh, refit])

  const baked = async (from: LoadedMesh): Promise<{ glb: Uint8Array<ArrayBuffer>; box: Box }> => {
    if (!refit) return { glb: from.bytes, box: from.box }
    const { glb, after, fit } = await refitInWorker(from.bytes, refit)
    const target = vec3((axis) =>
      fit.flatAxes.includes(axis) ? (refit.scaled_bbox?.[axis] ?? AUTOMATIC) : fit.sizeMetres[axis],
    )
    const { passes } = measure(after, {
      scaled_bbox: target,
      ...(refit.pivot_point && { pivot_point: refit.pivot_point }),
    })
    setRemeasured({ key, passes, flatAxes: fit.flatAxes })
    return { glb, box: after }
  }
  const save = useMutation({
    mutationFn: async (choice: Choice) => {
      if (choice.as === 'offered' || !mesh) {
        const format = choice.as === 'offered' ? choice.format : 'glb'
        const response = await fetch(resultUrl(result, format))
        if (!response.ok) await readAnswer(response)
        return saveFile(await response.blob(), fileName(result, mesh && boxSize(mesh.box), format))
      }
      const { glb, box } = await baked(mesh)
      const size = boxSize(box)
      if (choice.as === 'glb')
        return saveFile(new Blob([glb], { type: 'model/gltf-binary' }), fileName(result, size, 'glb'))
      if (choice.as === 'engine')
        return saveFile(
          await exportInWorker({ engine: choice.preset.engine, glb, name: result.name }),
          choice.preset.fileName(result.name, engineTags(result, size)),
        )
      const { ending } = EXPORTS[choice.as]
      const name = nameWith(result, size, ending)
      const frame = isFramed(choice.as) ? { frame: fileFrames.get()[choice.as] } : {}
      const order = { format: choice.as, glb, name: name.slice(0, -ending.length), ...frame }
      saveFile(await exportInWorker(order), name)
    },
    networkMode: 'always',
    retry: false,
  })
  // A pressed button keeps the focus while its file is made, so it is not disabled but waits.
  const take = (choice: Choice) => {
    if (!save.isPending) save.mutate(choice)
  }
  // These have the size they were made with; beside a refit they would be taken for refitted ones.
  const offered = (mesh && refit) || result.own ? [] : result.formats.filter((format) => format !== 'glb')
  const preset = ENGINE_PRESETS.find((candidate) => candidate.engine === engine)
  const nameFor = ({ fileName: named }: EnginePreset, from: LoadedMesh): string =>
    named(result.name, engineTags(result, boxSize(boxAs(from.box, refit))))
  const failure = !save.isError
    ? null
    : isFetched(save.variables, mesh)
      ? artistText(save.error)
      : { what: save.error.message, next: 'The other formats may still work.' }
  // Nothing can be made of a file of the artist's own that cannot be opened.
  if (result.own && !mesh) return null
  return (
    <div className={css.downloads}>
      {mesh ? <LostNote bytes={mesh.bytes} /> : null}
      {mesh || result.formats.includes('glb') ? (
        <Button look="main" aria-disabled={save.isPending} onClick={() => take({ as: 'glb' })}>
          {save.isPending && refit ? 'Refitting' : 'Download GLB'}
        </Button>
      ) : null}
      {remeasured?.key === key ? (
        <output className={remeasured.passes ? css.pass : css.fail}>
          {remeasured.passes
            ? 'Measured again after baking: size and origin are as requested.'
            : `Measured again after baking: still not as requested. ${remeasured.flatAxes.length > 0 ? flatText(remeasured.flatAxes) : ''}`}
        </output>
      ) : null}
      {mesh ? <FormatList busy={save.isPending} onSave={(format) => take({ as: format })} /> : null}
      {offered.length > 0 ? (
        <span className={css.others}>
          {offered.map((format) => (
            <Button
              key={format}
              aria-disabled={save.isPending}
              title="The file that was made along with the mesh"
              onClick={() => take({ as: 'offered', format })}
            >
              {OFFERED_NAMES[format] ?? format.toUpperCase()}
            </Button>
          ))}
        </span>
      ) : null}
      {mesh ? (
        <label className={css.engine}>
          For
          <select value={engine} onChange={(event) => setEngine(event.target.value)} aria-label="Engine">
            <option value="">an engine …</option>
            {ENGINE_PRESETS.map(({ engine: name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          {preset ? (
            <Button className={css.named} aria-disabled={save.isPending} onClick={() => take({ as: 'engine', preset })}>
              {nameFor(preset, mesh)}
            </Button>
          ) : null}
        </label>
      ) : null}
      {preset ? <p className={css.note}>{preset.note}</p> : null}
      {failure ? <Notice tone="bad" what={failure.what} next={failure.next} /> : null}
    </div>
  )
}
