/** Cut-outs on disk, where every thread finds them. */
import { readFile, stat } from 'node:fs/promises'
import type { EnclosedChoice } from '../contract/enclosed-areas.ts'
import { newId } from '../contract/new-id.ts'
import { readSubject, writeSubject } from '../cutout/subject-file.ts'
import type { Subject } from '../cutout/subject.ts'
import type { Look } from './look.ts'
import { cutFiner } from './pipeline.ts'
import { writeIntoPlace } from './write-into-place.ts'

/** The subject last read: the spins of one picture come one after another, and share what is derived from it. */
let last: { readonly version: string; readonly subject: Subject } | null = null

export async function subjectIn(file: string): Promise<Subject> {
  // By more than the path: a sample that is made again has the same one, and another thread may have cut its subject.
  const { ino, mtimeMs, size } = await stat(file)
  const version = `${file} ${ino} ${mtimeMs} ${size}`
  if (last?.version !== version) last = { version, subject: readSubject(await readFile(file)) }
  return last.subject
}

export const keepSubject = (file: string, subject: Subject): Promise<void> =>
  writeIntoPlace(file, writeSubject(subject), newId())

/**
 * The subject at full resolution, cut when it is first needed; the known one where the picture has no more to show. It
 * is kept only to save the next refinement its time: no trouble with that file fails this one.
 */
export async function fineSubject(
  known: Subject,
  {
    imageFile,
    subjectFile,
    enclosed,
  }: { readonly imageFile: string; readonly subjectFile: string; readonly enclosed: EnclosedChoice },
  look?: Look,
): Promise<Subject> {
  const kept = await subjectIn(subjectFile).catch(() => null)
  if (kept) return kept
  const fine = await cutFiner(await readFile(imageFile), known, enclosed, look)
  if (fine === known) return known
  const bytes = writeSubject(fine)
  await writeIntoPlace(subjectFile, bytes, newId()).catch(() => {})
  // Rounded as it is on disk: a mesh made again after a restart is then the same.
  return readSubject(bytes)
}
