import { useQuery } from '@tanstack/react-query'
import css from './frame-section.module.css'
import type { OwnFile } from './own-file.ts'
import { inMetres, sayLength, unitName, type Unit } from '../contract/length.ts'
import { boxSize, vec3, type Vec3 } from '../contract/vec3.ts'
import { isPlausible, saySizes } from '../draft/size-offers.ts'
import type { FileFrame } from '../formats/file-frame.ts'
import { meshQuery } from '../result/mesh-query.ts'
import type { Result } from '../result/result.ts'
import { Segments } from '../ui/segments.tsx'

const FILE_UNITS = ['m', 'cm', 'mm', 'in'] as const satisfies readonly Unit[]

const UPS = [
  { value: 'Y', name: 'Y', title: 'As modelling programs and engines have it' },
  { value: 'Z', name: 'Z', title: 'As CAD, slicers, scanners and Blender have it' },
] as const

/** What the mesh would measure in another unit, metres. */
const sizeIn = (size: Vec3, from: Unit, to: Unit): Vec3 =>
  vec3((axis) => (size[axis] / inMetres(1, from)) * inMetres(1, to))

/** `In metres its longest side is 250 m; in millimetres it would be 0.25 m.` Null where the unit makes sense. */
function hintFor(size: Vec3, unit: Unit): string | null {
  if (isPlausible(size)) return null
  const better = FILE_UNITS.filter((other) => isPlausible(sizeIn(size, unit, other)))
  const would = better.map(
    (other) => `in ${unitName(other)} it would be ${sayLength(Math.max(...sizeIn(size, unit, other)), 'm', 3)}`,
  )
  return `In ${unitName(unit)} its longest side is ${[sayLength(Math.max(...size), 'm', 3), ...would].join('; ')}.`
}

export interface FrameSectionProps {
  readonly own: OwnFile
  readonly frame: FileFrame
  readonly result: Result
}

/** Asks for unit and up axis where the file's format has neither; another answer reads it again. */
export function FrameSection({ own, frame, result }: FrameSectionProps) {
  const { data: mesh } = useQuery(meshQuery(result))
  const size = mesh ? boxSize(mesh.box) : null
  const hint = size && hintFor(size, frame.unit)
  const next = own.nextFrame ?? frame
  const units = FILE_UNITS.map((unit) => ({
    value: unit,
    name: unit,
    title: size ? `In ${unitName(unit)}: ${saySizes(sizeIn(size, frame.unit, unit), 'm')}` : unitName(unit),
  }))
  return (
    <section className={css.section} aria-labelledby="frame-title">
      <h2 className={css.title} id="frame-title">
        Read the file as
      </h2>
      <div className={css.choice}>
        <span aria-hidden="true">Unit</span>
        <Segments
          name="Unit of the file"
          value={next.unit}
          options={units}
          onChange={(unit: Unit) => own.reread({ unit })}
        />
      </div>
      <div className={css.choice}>
        <span aria-hidden="true">Up</span>
        <Segments name="Up axis of the file" value={next.up} options={UPS} onChange={(up) => own.reread({ up })} />
      </div>
      {hint ? <output className={css.hint}>{hint}</output> : <p className={css.note}>Its format names neither.</p>}
    </section>
  )
}
