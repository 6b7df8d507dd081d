import { sayLength, type Unit } from '../contract/length.ts'
import { pivotOfBox } from '../contract/fit.ts'
import { boxSize } from '../contract/vec3.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { diagnose } from '../glb/diagnose.ts'
import { MeshFacts } from './facts.tsx'
import { measure, measureAlone, type Measured } from '../glb/measure.ts'
import type { LoadedMesh } from '../viewer/open-glb.ts'
import css from './result-panel.module.css'
import type { RefitRequest } from '../glb/refit-request.ts'
import type { Result } from './result.ts'
import { boxAs, flatText, solve } from '../glb/solve.ts'

const figure = (value: number): string => String(Number(value.toPrecision(4)))

const offText = (metres: number, unit: Unit): string =>
  `${metres > 0 ? '+' : '−'}${sayLength(Math.abs(metres), unit, 3)}`

/** A length in the artist's unit, or a normalised coordinate, which has none. */
const said = (value: number, unit: Unit | null): string =>
  unit ? sayLength(value, unit) : figure(Math.abs(value) < 5e-6 ? 0 : value)

interface RowProps {
  readonly row: Measured
  /** Of lengths, which a pivot is none of; how far it is off is one. */
  readonly unit: Unit
  readonly normalised?: boolean
  readonly judged: boolean
}

function Row({ row, unit, normalised = false, judged }: RowProps) {
  const own = normalised ? null : unit
  return (
    <tr className={row.within ? undefined : css.off}>
      <th scope="row">{row.name}</th>
      <td>{said(row.actual, own)}</td>
      {judged ? <td>{row.asked === null ? 'auto' : said(row.asked, own)}</td> : null}
      {judged ? <td>{row.within ? '✓' : offText(row.offMetres, unit)}</td> : null}
    </tr>
  )
}

function Table({
  size,
  pivot,
  unit,
  judged,
}: {
  readonly size: readonly Measured[]
  readonly pivot: readonly Measured[]
  readonly unit: Unit
  readonly judged: boolean
}) {
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">Measured</th>
          <th scope="col">Is</th>
          {judged ? <th scope="col">Asked</th> : null}
          {judged ? <th scope="col">Off</th> : null}
        </tr>
      </thead>
      <tbody>
        {size.map((row) => (
          <Row key={row.name} row={row} unit={unit} judged={judged} />
        ))}
        {pivot.map((row) => (
          <Row key={row.name} row={row} unit={unit} normalised judged={judged} />
        ))}
      </tbody>
    </table>
  )
}

export interface MeasurementsProps {
  readonly mesh: LoadedMesh
  readonly result: Result
  readonly unit: Unit
  /** The size and origin that the mesh is to have instead of its own. */
  readonly wanted: RefitRequest | null
  /** Has the fault that was found mended in the file. */
  readonly onCorrect: () => void
}

/** Size and origin of the file's own vertices against what was asked; or what they come to by a refit. */
export function Measurements({ mesh, result, unit, wanted, onCorrect }: MeasurementsProps) {
  if (wanted) {
    const box = boxAs(mesh.box, wanted)
    const { flatAxes } = solve(mesh.box, wanted)
    const asked = { scaled_bbox: boxSize(box), pivot_point: wanted.pivot_point ?? pivotOfBox(box) }
    return (
      <>
        <p className={css.refit} role="status">
          Refitted here, for nothing: what you download has this size and origin. Undo takes it back.
        </p>
        {flatAxes.length > 0 ? (
          <Notice tone="warn" what={flatText(flatAxes)} next="The other sides and the origin are as you set them." />
        ) : null}
        <Table
          {...measure(box, { ...asked, ...(wanted.scaled_bbox && { scaled_bbox: wanted.scaled_bbox }) })}
          unit={unit}
          judged
        />
        <MeshFacts result={result} mesh={mesh} />
      </>
    )
  }
  if (result.own) {
    return (
      <>
        <Table {...measureAlone(mesh.box)} unit={unit} judged={false} />
        <MeshFacts result={result} mesh={mesh} />
      </>
    )
  }
  const report = measure(mesh.box, result.request)
  const fault = diagnose(mesh.box, result.request)
  return (
    <>
      {fault ? (
        <Notice
          tone="warn"
          what={`Measured: not what was asked. ${fault.what}`}
          next={
            fault.correction
              ? 'It can be corrected here, for nothing.'
              : 'No other size brings it nearer. Generate another spin, or leave that side automatic.'
          }
        >
          {fault.correction ? <Button onClick={onCorrect}>Correct it</Button> : null}
        </Notice>
      ) : (
        <p className={css.pass} role="status">
          Measured: size and origin are as asked.
        </p>
      )}
      <Table {...report} unit={unit} judged />
      <MeshFacts result={result} mesh={mesh} />
    </>
  )
}
