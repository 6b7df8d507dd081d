import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { artistText } from '../contract/artist-text.ts'
import { boxSize, type Vec3 } from '../contract/vec3.ts'
import { boxAs } from '../glb/solve.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Measurements } from './measurements.tsx'
import { isFileFault, meshQuery } from './mesh-query.ts'
import css from './result-panel.module.css'
import type { Result } from './result.ts'
import type { ReportFacts } from './result-report.ts'
import { resultName, resultTitle } from './result-title.ts'

export interface ResultPanelProps extends Pick<ReportFacts, 'refit' | 'saved' | 'natural' | 'unit'> {
  readonly result: Result
  /** Mends what was found wrong with the file. */
  readonly onCorrect: () => void
  /** Undoes a stretch; null where the sizes follow one side already. */
  readonly onNatural: (() => void) | null
  /** The downloads. */
  readonly children?: ReactNode
}

/** From here on the stage stutters on an ordinary machine. */
const MANY_TRIANGLES = 2_000_000

/** A mesh measured against its request, and its files. */
export function ResultPanel({ result, onCorrect, onNatural, children, ...facts }: ResultPanelProps) {
  const mesh = useQuery(meshQuery(result))
  const sizeMetres = mesh.data ? boxSize(facts.saved ?? boxAs(mesh.data.box, facts.refit)) : null
  return (
    <section className={css.panel} aria-label="Result">
      <Title result={result} sizeMetres={sizeMetres} unit={facts.unit} />
      {result.formats.includes('glb') ? null : (
        <Notice
          tone="plain"
          what="The mesh came without a GLB, so it can be neither shown nor measured here."
          next="The files below are as they were made."
        />
      )}
      {mesh.data ? (
        <Measurements mesh={mesh.data} result={result} onCorrect={onCorrect} onNatural={onNatural} {...facts} />
      ) : null}
      {mesh.isError ? <Unshown error={mesh.error} result={result} onAgain={() => void mesh.refetch()} /> : null}
      {children}
      {mesh.data && mesh.data.triangles >= MANY_TRIANGLES ? (
        <Notice
          tone="warn"
          what={`The mesh has ${(mesh.data.triangles / 1e6).toFixed(1)} million triangles.`}
          next="The stage may stutter with it. Measuring and downloading work as always."
        />
      ) : null}
      {mesh.data && mesh.data.leftOut.length > 0 ? (
        <Notice
          tone="warn"
          what={mesh.data.leftOut.join(' ')}
          next="The files that you save here are as it is shown."
        />
      ) : null}
    </section>
  )
}

/** A line breaks before the size and nowhere within it. */
function Title({ result, ...size }: Pick<ResultPanelProps, 'result' | 'unit'> & { readonly sizeMetres: Vec3 | null }) {
  const title = resultTitle(result, size)
  const name = resultName(result)
  return (
    <h2 className={css.heading}>
      {name}
      <span className={css.whole}>{title.slice(name.length, name.length + 2)}</span>{' '}
      <span className={css.whole}>{title.slice(name.length + 3)}</span>
    </h2>
  )
}

function Unshown({
  error,
  result,
  onAgain,
}: {
  readonly error: Error
  readonly result: Result
  readonly onAgain: () => void
}) {
  const words = isFileFault(error)
    ? {
        what: error.message,
        next: result.own ? 'Open another file, or go back to the session.' : 'The file can still be downloaded.',
      }
    : artistText(error)
  return (
    <Notice tone="bad" what={words.what} next={words.next}>
      {result.own ? null : <Button onClick={onAgain}>Open again</Button>}
    </Notice>
  )
}
