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
import type { ExportFormat } from './export-mesh.ts'
import { EXPORTS, exportInWorker } from './exports.ts'
import { engineTags, fileName, fileStem } from './file-name.ts'
import { measure } from '../glb/measure.ts'
import { meshQuery } from '../result/mesh-query.ts'
import { LostNote } from './lost-note.tsx'
import type { LoadedMesh } from '../viewer/open-glb.ts'
import { prepareRefit, refitInWorker } from './refit-client.ts'
import type { RefitRequest } from '../glb/refit-request.ts'
import css from '../result/result-panel.module.css'
import { resultUrl, type Result } from '../result/result.ts'
import { saveFile } from './save-file.ts'
import { boxAs, flatText } from '../glb/solve.ts'

/** What the upstream makes and Plinth does not. */
const OFFERED_NAMES: Readonly<Partial<Record<MeshFormat, string>>> = {
  fbx: 'FBX',
  obj: 'OBJ, as made',
  zip: 'OBJ zip, as made',
  usdz: 'USDZ, as made',
  stl: 'STL, as made',
}

/** The very name of each file, wherever it goes. */
type Wish =
  | { readonly as: 'glb' }
  | { readonly as: 'engine'; readonly preset: EnginePreset }
  | { readonly as: ExportFormat }
  | { readonly as: 'offered'; readonly format: MeshFormat }

/** The file as it came goes through this server; all else is made here, and fails for reasons of its own. */
const isFetched = (wish: Wish, mesh: LoadedMesh | null): boolean => wish.as === 'offered' || mesh === null

export interface TakeAwayProps {
  readonly result: Result
  readonly wanted: RefitRequest | null
}

/** Every file that can be had of a mesh, with the size and origin that are wanted now. */
export function TakeAway({ result, wanted }: TakeAwayProps) {
  const { data: mesh = null } = useQuery(meshQuery(result))
  const [again, setAgain] = useState<{
    readonly key: string
    readonly passes: boolean
    readonly flatAxes: readonly Axis[]
  } | null>(null)
  const [engine, setEngine] = useState('')
  const key = JSON.stringify(wanted)
  useEffect(() => {
    if (mesh && wanted) prepareRefit(mesh.bytes)
  }, [mesh, wanted])

  const baked = async (from: LoadedMesh): Promise<{ glb: Uint8Array<ArrayBuffer>; box: Box }> => {
    if (!wanted) return { glb: from.bytes, box: from.box }
    const { glb, after, fit } = await refitInWorker(from.bytes, wanted)
    const asked = vec3((axis) =>
      fit.flatAxes.includes(axis) ? (wanted.scaled_bbox?.[axis] ?? AUTOMATIC) : fit.sizeMetres[axis],
    )
    const { passes } = measure(after, {
      scaled_bbox: asked,
      ...(wanted.pivot_point && { pivot_point: wanted.pivot_point }),
    })
    setAgain({ key, passes, flatAxes: fit.flatAxes })
    return { glb, box: after }
  }
  const save = useMutation({
    mutationFn: async (wish: Wish) => {
      if (wish.as === 'offered' || !mesh) {
        const format = wish.as === 'offered' ? wish.format : 'glb'
        const response = await fetch(resultUrl(result, format))
        if (!response.ok) await readAnswer(response)
        return saveFile(await response.blob(), fileName(result, mesh && boxSize(mesh.box), format))
      }
      const { glb, box } = await baked(mesh)
      const size = boxSize(box)
      if (wish.as === 'glb')
        return saveFile(new Blob([glb], { type: 'model/gltf-binary' }), fileName(result, size, 'glb'))
      if (wish.as === 'engine')
        return saveFile(
          await exportInWorker({ engine: wish.preset.engine, glb, name: result.name }),
          wish.preset.fileName(result.name, engineTags(result, size)),
        )
      const base = fileStem(result, size)
      saveFile(await exportInWorker({ format: wish.as, glb, name: base }), `${base}.${EXPORTS[wish.as].ending}`)
    },
    networkMode: 'always',
    retry: false,
  })
  // What the upstream made has its own size; beside a refit it would be taken for the refitted one.
  const offered = (mesh && wanted) || result.own ? [] : result.formats.filter((format) => format !== 'glb')
  const preset = ENGINE_PRESETS.find((each) => each.engine === engine)
  const nameFor = ({ fileName: named }: EnginePreset, from: LoadedMesh): string =>
    named(result.name, engineTags(result, boxSize(boxAs(from.box, wanted))))
  const failure = !save.isError
    ? null
    : isFetched(save.variables, mesh)
      ? artistText(save.error)
      : { what: save.error.message, next: 'The other formats may still work.' }
  // A file of the artist's own that cannot be opened has nothing to give.
  if (result.own && !mesh) return null
  return (
    <div className={css.downloads}>
      {mesh ? <LostNote bytes={mesh.bytes} /> : null}
      {mesh || result.formats.includes('glb') ? (
        <Button look="main" disabled={save.isPending} onClick={() => save.mutate({ as: 'glb' })}>
          {save.isPending && wanted ? 'Refitting' : 'Download GLB'}
        </Button>
      ) : null}
      {again?.key === key ? (
        <p className={again.passes ? css.pass : css.fail} role="status">
          {again.passes
            ? 'Measured again after baking: size and origin are as asked.'
            : `Measured again after baking: still not as asked. ${again.flatAxes.length > 0 ? flatText(again.flatAxes) : ''}`}
        </p>
      ) : null}
      {mesh || offered.length > 0 ? (
        <span className={css.others}>
          {Object.entries(mesh ? EXPORTS : {}).map(([name, each]) => (
            <Button key={name} disabled={save.isPending} onClick={() => save.mutate({ as: name as ExportFormat })}>
              {each.name}
            </Button>
          ))}
          {offered.map((format) => (
            <Button
              key={format}
              disabled={save.isPending}
              title="The file that was made along with the mesh"
              onClick={() => save.mutate({ as: 'offered', format })}
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
            {ENGINE_PRESETS.map((each) => (
              <option key={each.engine}>{each.engine}</option>
            ))}
          </select>
          {preset ? (
            <Button
              className={css.named}
              disabled={save.isPending}
              onClick={() => save.mutate({ as: 'engine', preset })}
            >
              {nameFor(preset, mesh)}
            </Button>
          ) : null}
        </label>
      ) : null}
      {preset ? <p className={css.facts}>{preset.note}</p> : null}
      {failure ? <Notice tone="bad" what={failure.what} next={failure.next} /> : null}
    </div>
  )
}
