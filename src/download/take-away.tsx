import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { ENGINE_PRESETS, type EnginePreset } from './engine-presets.ts'
import { engineTags } from './file-name.ts'
import { FormatList } from './format-list.tsx'
import { LostNote } from './lost-note.tsx'
import { prepareRefit } from './refit-client.ts'
import { savedKey, type Saved } from './saved.ts'
import css from './take-away.module.css'
import { chooseTarget, downloadTarget, presetOf } from './target.ts'
import { useSave } from './use-save.ts'
import type { MeshFormat } from '../contract/mesh-fields.ts'
import { boxSize } from '../contract/vec3.ts'
import type { RefitRequest } from '../glb/refit-request.ts'
import { boxAs, flatText } from '../glb/solve.ts'
import { meshQuery } from '../result/mesh-query.ts'
import type { Result } from '../result/result.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useStore } from '../ui/store.ts'
import type { LoadedMesh } from '../viewer/open-glb.ts'

/** Files that came along with the mesh, which Plinth hands on as they are. */
const OFFERED_NAMES: Readonly<Partial<Record<MeshFormat, string>>> = {
  fbx: 'FBX',
  obj: 'OBJ',
  zip: 'OBJ (zip)',
  usdz: 'USDZ',
  stl: 'STL',
}

export interface TakeAwayProps {
  readonly result: Result
  /** The size and origin that every file is to have; null for those of the mesh as it came. */
  readonly refit: RefitRequest | null
  /** Downloading is the one thing to do next. */
  readonly main: boolean
  /** What was saved last, of whichever mesh. */
  readonly saved: Saved | null
  readonly onSaved: (saved: Saved) => void
}

/** Saves a mesh as any file that can be made of it or came with it: for the target first, the others behind it. */
export function TakeAway({ result, refit, main, saved, onSaved }: TakeAwayProps) {
  const { data: mesh = null, isError } = useQuery(meshQuery(result))
  const { busy, failure, take } = useSave({ result, refit, mesh, onSaved })
  const target = useStore(downloadTarget, (chosen) => chosen)
  const [unfolded, setUnfolded] = useState(false)
  const others = useId()
  useEffect(() => {
    if (mesh && refit) prepareRefit(mesh.bytes)
  }, [mesh, refit])
  // Nothing can be made of a file of the artist's own that cannot be opened.
  if (result.own && !mesh) return null
  // Only what can be opened can be made ready for an engine.
  const preset = mesh ? presetOf(target) : null
  // These have the size they were made with; beside a refit they would be taken for refitted ones.
  const offered = (mesh && refit) || result.own ? [] : result.formats.filter((format) => format !== 'glb')
  const offeredButtons = offered.map((format) => (
    <Button
      key={format}
      aria-disabled={busy}
      aria-label={`Original ${OFFERED_NAMES[format] ?? format.toUpperCase()}`}
      title="The file that was made along with the mesh"
      onClick={() => take({ as: 'offered', format })}
    >
      {OFFERED_NAMES[format] ?? format.toUpperCase()}
    </Button>
  ))
  return (
    <div className={css.downloads}>
      <div className={css.first}>
        {mesh ? <TargetChoice /> : null}
        {mesh || result.formats.includes('glb') ? (
          <Button
            look={main ? 'main' : 'plain'}
            icon="download"
            className={css.download}
            aria-disabled={busy}
            title={preset && mesh ? nameFor(preset, result, mesh, refit) : undefined}
            onClick={() => take(preset ? { as: 'engine', preset } : { as: 'glb' })}
          >
            {busy ? 'Preparing the file' : preset ? `Download for ${preset.engine} · ${preset.kind}` : 'Download GLB'}
          </Button>
        ) : null}
        {!mesh && (isError || !result.formats.includes('glb')) ? offeredButtons : null}
      </div>
      {mesh ? (
        <div className={css.after}>
          <SavedLine saved={saved?.key === savedKey(result, refit) ? saved : null} howTo={preset?.howTo ?? null} />
          <Button
            look="quiet"
            small
            aria-expanded={unfolded}
            aria-controls={unfolded ? others : undefined}
            onClick={() => setUnfolded(!unfolded)}
          >
            Other formats
          </Button>
        </div>
      ) : null}
      {failure ? <Notice tone="bad" what={failure.what} next={failure.next} /> : null}
      {mesh && unfolded ? (
        <div id={others} className={css.others}>
          {preset ? <p className={css.note}>{`For ${preset.engine}: ${preset.howTo} ${preset.note}`}</p> : null}
          <FormatList
            busy={busy}
            of={savedKey(result, refit)}
            plain={preset !== null}
            onSave={(format) => take({ as: format })}
          />
          {offered.length > 0 ? (
            <fieldset className={css.offered}>
              <legend>Original files</legend>
              {offeredButtons}
            </fieldset>
          ) : null}
        </div>
      ) : null}
      {mesh ? <LostNote bytes={mesh.bytes} /> : null}
    </div>
  )
}

const nameFor = (preset: EnginePreset, result: Result, { box }: LoadedMesh, refit: RefitRequest | null): string =>
  preset.fileName(result.name, engineTags(result, boxSize(boxAs(box, refit))))

/** Where the file goes next. */
function TargetChoice() {
  const target = useStore(downloadTarget, (chosen) => chosen)
  return (
    <label className={css.target} title="Where the file goes next">
      Export for:
      <select value={target ?? ''} onChange={(event) => chooseTarget(event.target.value)}>
        <option value="">Any program</option>
        {ENGINE_PRESETS.map(({ engine }) => (
          <option key={engine}>{engine}</option>
        ))}
      </select>
    </label>
  )
}

/** What became of the last press. */
function SavedLine({ saved, howTo }: { readonly saved: Saved | null; readonly howTo: string | null }) {
  return (
    <output className={css.saved}>
      {saved ? (
        <>
          <span className={css.name}>{`Saved ${saved.name}`}</span>
          {saved.baked === null ? null : saved.baked.passes ? (
            <span className={css.pass}>Measured in the file: size and pivot are as set.</span>
          ) : (
            <span className={css.fail}>
              {`Measured in the file: still not as set. ${saved.baked.flatAxes.length > 0 ? flatText(saved.baked.flatAxes) : ''}`}
            </span>
          )}
          {howTo ? <span>{howTo}</span> : null}
        </>
      ) : null}
    </output>
  )
}
