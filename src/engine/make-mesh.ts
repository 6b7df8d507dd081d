import { choiceOfSpins, type EnclosedChoice } from '../contract/enclosed-areas.ts'
import { MESH_FORMATS, type MeshFormat } from '../contract/mesh-fields.ts'
import { allOrNone, onceBegun, WAITING, without, type JobTools } from './job-tools.ts'
import { fineSubjectFile, IMAGE_FILE, SUBJECT_FILE, meshFile } from './session-files.ts'
import type { Job, MeshJob, SessionRecord } from './session-record.ts'
import type { SessionStore } from './session-store.ts'
import type { TaskResult, WorkerTask } from './worker-task.ts'

/**
 * A preview's GLB stays under 3 MB. A refined mesh has twice the resolution along each axis, so four times the
 * triangles, and its GLB is about 7 MB: it is made to be worked on, not to be looked at over a slow line.
 */
const PREVIEW_TRIANGLES = 60_000
const MAX_TRIANGLES = { preview: PREVIEW_TRIANGLES, refine: 4 * PREVIEW_TRIANGLES } as const

/** Puts a mesh's files in the place of the ones before. A preview ends the refined mesh too [SESSION-2]. */
export async function makeMesh(tools: JobTools, code: string, job: MeshJob): Promise<void> {
  const { store, book, newId } = tools
  const { key, kind, spinIndex, target } = job
  await book.update(code, () => ({
    status: kind === 'preview' ? 'training_preview' : 'training_refine',
    message: WAITING,
    selectedSpinIndex: spinIndex,
  }))
  const made = await generate(tools, code, job)
  const formats = await writeFiles(tools, code, job, made)
  const before = book.get(code)?.meshes
  const replaced = kind === 'preview' ? [before?.preview, before?.refine] : [before?.refine]
  await book.update(code, (record) => {
    const enclosed = record.enclosed?.made
    const { proportions } = made
    const mesh = { key, spinIndex, target, formats, ...(enclosed && { enclosed }), ...(proportions && { proportions }) }
    const meshes = kind === 'preview' ? { preview: mesh, refine: null } : { ...record.meshes, refine: mesh }
    const pending = [...without(record, job), ...refineAfter(record, job, newId)]
    // With another of its kind waiting, these files are outdated and not offered, so nothing is done yet.
    if (pending.some((waiting) => waiting.kind === kind)) return { meshes, pending }
    return { status: kind === 'preview' ? 'preview_done' : 'refine_done', message: '', meshes, pending }
  })
  await store.drop(
    code,
    replaced.flatMap((mesh) => (mesh ? filesOf(mesh) : [])),
  )
}

async function generate(tools: JobTools, code: string, job: MeshJob): Promise<TaskResult> {
  const record = tools.book.get(code)
  const begun = onceBegun(tools, code, 'Generating Mesh')
  const files = await tools.run(
    code,
    meshTask(tools.store, code, job, choiceOfSpins(record?.enclosed?.made)),
    (share) => {
      begun()
      tools.setProgress(code, job, share)
    },
  )
  // The thread works for another session already; what is left is to write the files.
  tools.setProgress(code, job, 1)
  return files
}

function meshTask(
  store: SessionStore,
  code: string,
  { kind, spinIndex, target }: MeshJob,
  enclosed: EnclosedChoice,
): WorkerTask {
  return {
    kind: 'mesh',
    subjectFile: store.path(code, SUBJECT_FILE),
    ...(kind === 'refine' && {
      fine: {
        imageFile: store.path(code, IMAGE_FILE),
        subjectFile: store.path(code, fineSubjectFile(enclosed)),
        enclosed,
      },
    }),
    spinIndex,
    maxTriangles: MAX_TRIANGLES[kind],
    target,
    name: 'mesh',
  }
}

async function writeFiles(tools: JobTools, code: string, { key }: MeshJob, files: TaskResult): Promise<MeshFormat[]> {
  const formats = MESH_FORMATS.filter((format) => files[format])
  await allOrNone(
    tools,
    code,
    formats.map((format) => tools.store.write(code, meshFile(key, format), files[format] ?? new Uint8Array())),
  )
  return formats
}

const refineAfter = ({ autoRefine }: SessionRecord, job: MeshJob, newId: () => string): Job[] =>
  job.kind === 'preview' && autoRefine
    ? [{ ...job, kind: 'refine', key: newId(), follows: [...(job.follows ?? []), 'preview'] }]
    : []

const filesOf = ({ key, formats }: { key: string; formats: readonly MeshFormat[] }): string[] =>
  formats.map((format) => meshFile(key, format))
