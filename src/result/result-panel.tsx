import { useMutation, useQuery } from '@tanstack/react-query'
import { readAnswer } from '../contract/answer.ts'
import { ApiError } from '../contract/api-error.ts'
import { artistText } from '../contract/artist-text.ts'
import type { MeshFormat } from '../contract/assets.ts'
import { sayLength, type Unit } from '../contract/length.ts'
import { boxSize } from '../contract/vec3.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { MeshFacts } from './facts.tsx'
import { fileName } from './file-name.ts'
import { measure, measureAlone, type Measured } from './measure.ts'
import { meshQuery, type LoadedMesh } from './mesh-query.ts'
import css from './result-panel.module.css'
import { resultUrl, type Result } from './result.ts'
import { saveFile } from './save-file.ts'

const FORMAT_NAMES: Readonly<Record<MeshFormat, string>> = {
  glb: 'GLB',
  obj: 'OBJ',
  zip: 'OBJ (zip)',
  usdz: 'USDZ',
  fbx: 'FBX',
  stl: 'STL',
}

const figure = (value: number): string => String(Number(value.toPrecision(4)))

/** Millimetres, as a deviation is spoken of. */
const offText = (metres: number): string => `${metres > 0 ? '+' : '−'}${figure(Math.abs(metres) * 1000)} mm`

/** What came back, measured against what was asked, and its files. */
export function ResultPanel({ result, unit = 'm' }: { readonly result: Result; readonly unit?: Unit }) {
  const mesh = useQuery(meshQuery(result))
  return (
    <section className={css.panel} aria-labelledby="result-heading">
      <h2 id="result-heading" className={css.heading}>
        {result.own ? result.own.name : 'Result'}
      </h2>
      {mesh.data ? <Measurements mesh={mesh.data} result={result} unit={unit} /> : null}
      {mesh.isError ? <Unshown error={mesh.error} result={result} onAgain={() => void mesh.refetch()} /> : null}
      {result.own ? null : <Downloads result={result} mesh={mesh.data ?? null} />}
    </section>
  )
}

function Unshown({ error, result, onAgain }: { readonly error: Error; readonly result: Result; readonly onAgain: () => void }) {
  const words = error instanceof ApiError || error instanceof TypeError ? artistText(error) : { what: error.message, next: result.own ? 'Open another file, or go back to the session.' : 'The files below can still be downloaded.' }
  return (
    <Notice tone="bad" what={words.what} next={words.next}>
      {result.own ? null : <Button onClick={onAgain}>Open again</Button>}
    </Notice>
  )
}

interface MeasurementsProps {
  readonly mesh: LoadedMesh
  readonly result: Result
  readonly unit: Unit
}

function Measurements({ mesh, result, unit }: MeasurementsProps) {
  if (result.own) return <Alone mesh={mesh} result={result} unit={unit} />
  const report = measure(mesh.box, result.request)
  return (
    <>
      <p className={report.passes ? css.pass : css.fail} role="status">
        {report.passes ? 'Measured: size and origin are as asked.' : 'Measured: not what was asked.'}
      </p>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">Measured</th>
            <th scope="col">Is</th>
            <th scope="col">Asked</th>
            <th scope="col">Off</th>
          </tr>
        </thead>
        <tbody>
          {report.size.map((row) => (
            <Row key={row.name} row={row} unit={unit} />
          ))}
          {report.pivot.map((row) => (
            <Row key={row.name} row={row} unit={null} />
          ))}
        </tbody>
      </table>
      <MeshFacts result={result} mesh={mesh} />
    </>
  )
}

/** A file of one's own is measured as it is. */
function Alone({ mesh, result, unit }: MeasurementsProps) {
  const { size, pivot } = measureAlone(mesh.box)
  return (
    <>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">Measured</th>
            <th scope="col">Is</th>
          </tr>
        </thead>
        <tbody>
          {[...size, ...pivot].map(({ name, actual }, index) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{said(actual, index < size.length ? unit : null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <MeshFacts result={result} mesh={mesh} />
    </>
  )
}

/** A length in the artist's unit, or a normalised coordinate, which has none. */
const said = (value: number, unit: Unit | null): string => (unit ? sayLength(value, unit) : figure(Math.abs(value) < 5e-6 ? 0 : value))

const Row = ({ row, unit }: { readonly row: Measured; readonly unit: Unit | null }) => (
  <tr className={row.within ? undefined : css.off}>
    <th scope="row">{row.name}</th>
    <td>{said(row.actual, unit)}</td>
    <td>{row.asked === null ? 'auto' : said(row.asked, unit)}</td>
    <td>{row.within ? '✓' : offText(row.offMetres)}</td>
  </tr>
)

function Downloads({ result, mesh }: { readonly result: Result; readonly mesh: LoadedMesh | null }) {
  const size = mesh ? boxSize(mesh.box) : null
  const save = useMutation({
    mutationFn: async (format: MeshFormat) => {
      const name = fileName(result, size, format)
      if (format === 'glb' && mesh) return saveFile(new Blob([mesh.bytes], { type: 'model/gltf-binary' }), name)
      const response = await fetch(resultUrl(result, format))
      if (!response.ok) await readAnswer(response)
      saveFile(await response.blob(), name)
    },
    networkMode: 'always',
    retry: false,
  })
  const others = result.formats.filter((format) => format !== 'glb')
  const words = save.isError ? artistText(save.error) : null
  return (
    <div className={css.downloads}>
      {result.formats.includes('glb') ? (
        <Button look="main" disabled={save.isPending} onClick={() => save.mutate('glb')}>
          Download GLB
        </Button>
      ) : null}
      <span className={css.others}>
        {others.map((format) => (
          <Button key={format} disabled={save.isPending} onClick={() => save.mutate(format)}>
            {FORMAT_NAMES[format]}
          </Button>
        ))}
      </span>
      {words ? <Notice tone="bad" what={words.what} next={words.next} /> : null}
    </div>
  )
}
