import { Fragment } from 'react'
import { UNITS, type Unit } from '../contract/length.ts'
import { bytesText } from '../result/bytes-text.ts'
import { Button } from '../ui/button.tsx'
import { useStore } from '../ui/store.ts'
import { EXPORT_FORMATS, type ExportFormat } from './export-formats.ts'
import { EXPORTS } from './exports.ts'
import { chooseFrame, fileFrames, isFramed, type FramedFormat } from './file-frames.ts'
import css from './format-list.module.css'
import { bytesKey, fileBytes } from './saved.ts'

export interface FormatListProps {
  readonly busy: boolean
  /** Of which mesh with which size and pivot, as `savedKey` has it. */
  readonly of: string
  /** The GLB itself is one of them, since the first button saves another file. */
  readonly plain: boolean
  readonly onSave: (format: ExportFormat | 'glb') => void
}

/** Up axis and unit of a format that has none of its own. */
function FrameChoice({ format }: { readonly format: FramedFormat }) {
  const { up, unit } = useStore(fileFrames, (frames) => frames[format])
  const { name } = EXPORTS[format]
  return (
    <span className={css.frame}>
      <select
        aria-label={`Up axis of the ${name}`}
        value={up}
        onChange={(event) => chooseFrame(format, { up: event.target.value === 'Y' ? 'Y' : 'Z' })}
      >
        <option value="Z">Z up</option>
        <option value="Y">Y up</option>
      </select>
      <select
        aria-label={`Unit of the ${name}`}
        value={unit}
        onChange={(event) => chooseFrame(format, { unit: event.target.value as Unit })}
      >
        {UNITS.map((option) => (
          <option key={option.unit} value={option.unit}>
            {option.name}
          </option>
        ))}
      </select>
    </span>
  )
}

/** ` (335 kB)` once such a file was made. */
function KnownSize({ of, format }: { readonly of: string; readonly format: ExportFormat | 'glb' }) {
  const bytes = useStore(fileBytes, (sizes) => sizes[bytesKey(of, format)])
  return bytes === undefined ? null : ` (${bytesText(bytes)})`
}

/** Every format that Plinth writes, and what to know or to choose of each. */
export const FormatList = ({ busy, of, plain, onSave }: FormatListProps) => (
  <div className={css.list}>
    {plain ? (
      <>
        <Button aria-disabled={busy} aria-describedby="about-glb" onClick={() => onSave('glb')}>
          GLB
          <KnownSize of={of} format="glb" />
        </Button>
        <span className={css.about} id="about-glb">
          For any program. Y up, metres
        </span>
      </>
    ) : null}
    {EXPORT_FORMATS.map((format) => (
      <Fragment key={format}>
        <Button aria-disabled={busy} aria-describedby={`about-${format}`} onClick={() => onSave(format)}>
          {EXPORTS[format].name}
          <KnownSize of={of} format={format} />
        </Button>
        <span className={css.about} id={`about-${format}`}>
          {isFramed(format) ? <FrameChoice format={format} /> : EXPORTS[format].about}
        </span>
      </Fragment>
    ))}
  </div>
)
