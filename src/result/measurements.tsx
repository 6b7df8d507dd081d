import { sayLength, type Unit } from '../contract/length.ts'
import { pivotOfBox } from '../contract/fit.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import { boxSize, type Box } from '../contract/vec3.ts'
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
const valueText = (value: number, unit: Unit | null): string =>
  unit ? sayLength(value, unit) : figure(Math.abs(value) < 5e-6 ? 0 : value)

interface RowProps {
  readonly row: Measured
  /** Of lengths. A pivot is normalised, but how far it is off is a length. */
  readonly unit: Unit
  readonly normalised?: boolean
  readonly judged: boolean
}

function Row({ row, unit, normalised = false, judged }: RowProps) {
  const own = normalised ? null : unit
  return (
    <tr className={row.within ? undefined : css.off}>
      <th scope="row">{row.name}</th>
      <td>{valueText(row.actual, own)}</td>
      {judged ? <td>{row.requested === null ? 'auto' : valueText(row.requested, own)}</td> : null}
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
          {judged ? <th scope="col">Requested</th> : null}
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
  /** The size and origin that the mesh gets instead of its own. */
  readonly refit: RefitRequest | null
  /** Mends the fault that was found in the file. */
  readonly onCorrect: () => void
}

/** Size and origin of the file's own vertices against the request, or what a refit makes of them. */
export function Measurements({ mesh, result, unit, refit, onCorrect }: MeasurementsProps) {
  return (
    <>
      {refit ? (
        <Refitted box={mesh.box} refit={refit} unit={unit} />
      ) : result.own ? (
        <Table {...measureAlone(mesh.box)} unit={unit} judged={false} />
      ) : (
        <AsItCame box={mesh.box} request={result.request} unit={unit} onCorrect={onCorrect} />
      )}
      <MeshFacts result={result} mesh={mesh} />
    </>
  )
}

interface RefittedProps {
  readonly box: Box
  readonly refit: RefitRequest
  readonly unit: Unit
}

function Refitted({ box, refit, unit }: RefittedProps) {
  const refitted = boxAs(box, refit)
  const { flatAxes } = solve(box, refit)
  const request = {
    scaled_bbox: refit.scaled_bbox ?? boxSize(refitted),
    pivot_point: refit.pivot_point ?? pivotOfBox(refitted),
  }
  return (
    <>
      <output className={css.refit}>
        Refitted here, free: what you download has this size and origin. Undo takes it back.
      </output>
      {flatAxes.length > 0 ? (
        <Notice tone="warn" what={flatText(flatAxes)} next="The other sides and the origin are as you set them." />
      ) : null}
      <Table {...measure(refitted, request)} unit={unit} judged />
    </>
  )
}

interface AsItCameProps {
  readonly box: Box
  readonly request: PreviewRequest
  readonly unit: Unit
  readonly onCorrect: () => void
}

function AsItCame({ box, request, unit, onCorrect }: AsItCameProps) {
  const fault = diagnose(box, request)
  return (
    <>
      {fault ? (
        <Notice
          tone="warn"
          what={`Measured: not what was requested. ${fault.what}`}
          next={
            fault.correction
              ? 'You can correct it here, free.'
              : 'No other size brings it nearer. Generate another spin, or leave that side automatic.'
          }
        >
          {fault.correction ? <Button onClick={onCorrect}>Correct it</Button> : null}
        </Notice>
      ) : (
        <output className={css.pass}>Measured: size and origin are as requested.</output>
      )}
      <Table {...measure(box, request)} unit={unit} judged />
    </>
  )
}
