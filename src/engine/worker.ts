/** A thread's side of `worker-task`: one task at a time, its progress, its end. */
import { access, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { parentPort } from 'node:worker_threads'
import sharp from 'sharp'
import { ApiError } from '../contract/api-error.ts'
import { NoSubjectError, PictureError } from '../cutout/picture-error.ts'
import { cutFiner, cutSubject, makeMesh, makeSpin, type OnProgress } from './pipeline.ts'
import type { Subject } from '../cutout/subject.ts'
import { asStorageError } from './storage-error.ts'
import { readSubject, writeSubject } from '../cutout/subject-file.ts'
import type { TaskResult, WorkerMessage, WorkerTask } from './worker-task.ts'

// Pictures here are small and all different: threads of libvips' own and a memory of past operations cost more than they give.
sharp.concurrency(1)
sharp.cache(false)

/** The subject last worked on: the readings of one picture come one after another, and share what is derived from it. */
let last: { readonly version: string; readonly subject: Subject } | null = null

async function subjectIn(file: string): Promise<Subject> {
  // A session removed and made again has the same path, and another thread may have cut its subject.
  const { ino, mtimeMs, size } = await stat(file)
  const version = `${file} ${ino} ${mtimeMs} ${size}`
  if (last?.version !== version) last = { version, subject: readSubject(await readFile(file)) }
  return last.subject
}

async function keepSubject(file: string, subject: Subject): Promise<void> {
  await writeFile(`${file}.tmp`, writeSubject(subject))
  await rename(`${file}.tmp`, file)
}

/** The subject at full resolution, cut when it is first asked for; the known one where the picture has no more to show. */
async function fineSubject(
  known: Subject,
  { imageFile, subjectFile }: { imageFile: string; subjectFile: string },
): Promise<Subject> {
  if (
    await access(subjectFile).then(
      () => true,
      () => false,
    )
  )
    return subjectIn(subjectFile)
  const fine = await cutFiner(await readFile(imageFile), known)
  if (fine === known) return known
  await keepSubject(subjectFile, fine)
  // As it is on disk, rounded: a mesh made again after a restart is then the same.
  return subjectIn(subjectFile)
}

async function perform(task: WorkerTask, onProgress: OnProgress): Promise<TaskResult> {
  switch (task.kind) {
    case 'cut': {
      await keepSubject(task.subjectFile, await cutSubject(await readFile(task.imageFile)))
      return {}
    }
    case 'spin':
      return makeSpin(await subjectIn(task.subjectFile), task.spinIndex, onProgress)
    case 'mesh': {
      const subject = await subjectIn(task.subjectFile)
      return makeMesh(task.fine ? await fineSubject(subject, task.fine) : subject, task.spinIndex, task, onProgress)
    }
  }
}

const isTold = (error: unknown): error is Error =>
  error instanceof PictureError || error instanceof NoSubjectError || error instanceof ApiError

const say = (message: WorkerMessage) => parentPort?.postMessage(message)

parentPort?.on('message', async (task: WorkerTask) => {
  try {
    say({ is: 'done', result: await perform(task, (share) => say({ is: 'progress', share })) })
  } catch (cause) {
    const error = asStorageError(cause)
    say({ is: 'failed', message: error instanceof Error ? error.message : String(error), told: isTold(error) })
  }
})
