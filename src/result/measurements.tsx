import { useId, useState } from 'react'
import { MeshFacts } from './facts.tsx'
import css from './result-panel.module.css'
import type { Result } from './result.ts'
import { reportOf, type ReportFacts, type ResultReport } from './result-report.ts'
import { sayLength, type Unit } from '../contract/length.ts'
import type { Measured } from '../glb/measure.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { LoadedMesh } from '../viewer/open-glb.ts'

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
  readonly report: ResultReport
}

function Row({ row, unit, normalised = false, report: { judged, of } }: RowProps) {
  const own = normalised ? null : unit
  // A tick is for what was measured.
  const within = of === 'a file' ? '✓' : ''
  return (
    <tr className={row.within ? undefined : css.off}>
      <th scope="row">{row.name}</th>
      <td>{valueText(row.actual, own)}</td>
      {judged ? <td>{row.requested === null ? 'auto' : valueText(row.requested, own)}</td> : null}
      {judged ? <td>{row.within ? within : offText(row.offMetres, unit)}</td> : null}
    </tr>
  )
}

const Table = ({ report, unit }: { readonly report: ResultReport; readonly unit: Unit }) => (
  <table className={css.table}>
    <thead>
      <tr>
        <th scope="col">{report.of === 'a file' ? 'Measured' : 'Calculated'}</th>
        <th scope="col">{report.of === 'a file' ? 'Actual' : 'Will be'}</th>
        {report.judged ? <th scope="col">Requested</th> : null}
        {report.judged ? <th scope="col">Difference</th> : null}
      </tr>
    </thead>
    <tbody>
      {report.size.map((row) => (
        <Row key={row.name} row={row} unit={unit} report={report} />
      ))}
      {report.pivot.map((row) => (
        <Row key={row.name} row={row} unit={unit} normalised report={report} />
      ))}
    </tbody>
  </table>
)

const MARKS = { pass: 'check', warn: 'warning', bad: 'error', plain: null } as const

export interface MeasurementsProps extends Omit<ReportFacts, 'box' | 'result'> {
  readonly mesh: LoadedMesh
  readonly result: Result
  /** Mends the fault that was found in the file. */
  readonly onCorrect: () => void
  /** Undoes a stretch; null where the sizes follow one side already. */
  readonly onNatural: (() => void) | null
}

/** Whether the mesh is what was wanted, in one line, with the figures behind it. */
export function Measurements({ mesh, result, onCorrect, onNatural, ...facts }: MeasurementsProps) {
  const [unfolded, setUnfolded] = useState(false)
  const details = useId()
  const report = reportOf({ ...facts, box: mesh.box, result })
  const mark = MARKS[report.tone]
  return (
    <>
      <div className={css.verdict}>
        <output className={css[report.tone]}>
          {mark ? <Icon name={mark} /> : null}
          {report.line}
        </output>
        <button
          type="button"
          className={css.unfold}
          aria-label="Measurements"
          aria-expanded={unfolded}
          aria-controls={unfolded ? details : undefined}
          onClick={() => setUnfolded(!unfolded)}
        />
      </div>
      {report.tone === 'warn' && onNatural ? (
        <p className={css.next}>
          <Button onClick={onNatural}>Undo the stretch</Button>
        </p>
      ) : null}
      {report.correctable === null ? null : (
        <p className={css.next}>
          {report.correctable
            ? 'You can correct it here, free.'
            : 'No other size brings it closer. Generate another spin, or set that side to Auto.'}
          {report.correctable ? (
            <Button look="main" onClick={onCorrect}>
              Correct it
            </Button>
          ) : null}
        </p>
      )}
      {unfolded ? (
        <div id={details} className={css.details}>
          <Table report={report} unit={facts.unit} />
          <MeshFacts result={result} mesh={mesh} />
        </div>
      ) : null}
    </>
  )
}
