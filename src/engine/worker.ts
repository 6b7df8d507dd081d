/** A thread's side of `worker-task`: one task at a time, its progress, its end. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { parentPort } from 'node:worker_threads'
import sharp from 'sharp'
import { ApiError } from '../contract/api-error.ts'
import { NoSubjectError, PictureError } from './picture-error.ts'
import { cutSubject, makeMesh, makeSpin, type OnProgress } from './pipeline.ts'
import type { Subject } from './subject.ts'
import { asStorageError } from './storage-error.ts'
import { readSubject, writeSubject } from './subject-file.ts'
import type { TaskResult, WorkerMessage, WorkerTask } from './worker-task.ts'

// Pictures here are small and all different: threads of libvips' own and a memory of past operations cost more than they give.
sharp.concurrency(1)
sharp.cache(false)

/** The subject last worked on: the readings of one picture come one after another, and share what is derived from it. */
let last: { readonly file: string; readonly subject: Subject } | null = null

async function subjectIn(file: string): Promise<Subject> {
  if (last?.file !== file) last = { file, subject: readSubject(await readFile(file)) }
  return last.subject
}

async function perform(task: WorkerTask, onProgress: OnProgress): Promise<TaskResult> {
  switch (task.kind) {
    case 'cut': {
      const subject = await cutSubject(await readFile(task.imageFile))
      await writeFile(`${task.subjectFile}.tmp`, writeSubject(subject))
      await rename(`${task.subjectFile}.tmp`, task.subjectFile)
      last = null
      return {}
    }
    case 'spin':
      return makeSpin(await subjectIn(task.subjectFile), task.reading, onProgress)
    case 'mesh':
      return makeMesh(await subjectIn(task.subjectFile), task.reading, task, onProgress)
  }
}

const isTold = (error: unknown): error is Error => error instanceof PictureError || error instanceof NoSubjectError || error instanceof ApiError

const say = (message: WorkerMessage) => parentPort?.postMessage(message)

parentPort?.on('message', async (task: WorkerTask) => {
  try {
    say({ is: 'done', result: await perform(task, (share) => say({ is: 'progress', share })) })
  } catch (cause) {
    const error = asStorageError(cause)
    say({ is: 'failed', message: error instanceof Error ? error.message : String(error), told: isTold(error) })
  }
})
