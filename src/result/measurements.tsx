import { sayLength, type Unit } from '../contract/length.ts'
import { pivotOfBox } from '../contract/fit.ts'
import { boxSize } from '../contract/vec3.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { correctedBox, diagnose } from './diagnose.ts'
import { MeshFacts } from './facts.tsx'
import { measure, measureAlone, type Measured } from './measure.ts'
import type { LoadedMesh } from './mesh-query.ts'
import css from './result-panel.module.css'
import type { RefitRequest } from './refit.ts'
import type { Result } from './result.ts'

const figure = (value: number): string => String(Number(value.toPrecision(4)))

/** Millimetres, as a deviation is spoken of. */
const offText = (metres: number): string => `${metres > 0 ? '+' : '−'}${figure(Math.abs(metres) * 1000)} mm`

/** A length in the artist's unit, or a normalised coordinate, which has none. */
const said = (value: number, unit: Unit | null): string => (unit ? sayLength(value, unit) : figure(Math.abs(value) < 5e-6 ? 0 : value))

function Row({ row, unit, judged }: { readonly row: Measured; readonly unit: Unit | null; readonly judged: boolean }) {
  return (
    <tr className={row.within ? undefined : css.off}>
      <th scope="row">{row.name}</th>
      <td>{said(row.actual, unit)}</td>
      {judged ? <td>{row.asked === null ? 'auto' : said(row.asked, unit)}</td> : null}
      {judged ? <td>{row.within ? '✓' : offText(row.offMetres)}</td> : null}
    </tr>
  )
}

function Table({ size, pivot, unit, judged }: { readonly size: readonly Measured[]; readonly pivot: readonly Measured[]; readonly unit: Unit; readonly judged: boolean }) {
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
          <Row key={row.name} row={row} unit={null} judged={judged} />
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
  readonly onCorrect: (correction: RefitRequest | null) => void
}

/** Size and origin of the file's own vertices against what was asked; or what they come to by a refit. */
export function Measurements({ mesh, result, unit, wanted, onCorrect }: MeasurementsProps) {
  if (wanted) {
    const box = correctedBox(mesh.box, wanted)
    const asked = { scaled_bbox: boxSize(box), pivot_point: wanted.pivot_point ?? pivotOfBox(box) }
    return (
      <>
        <p className={css.refit} role="status">
          Refitted here, for nothing: what you download has this size and origin.
        </p>
        <Table {...measure(box, { ...asked, ...(wanted.scaled_bbox && { scaled_bbox: wanted.scaled_bbox }) })} unit={unit} judged />
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
        <Notice tone="warn" what={`Measured: not what was asked. ${fault.what}`} next="It can be corrected here, for nothing.">
          <Button onClick={() => onCorrect(fault.correction)}>Correct it</Button>
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
