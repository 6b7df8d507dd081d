/** A thread's side of `worker-task`: one task at a time, its progress, its end. */
import { readFile } from 'node:fs/promises'
import { parentPort } from 'node:worker_threads'
import sharp from 'sharp'
import { ApiError } from '../contract/api-error.ts'
import { NoSubjectError, PictureError } from '../cutout/picture-error.ts'
import { cutPicture } from './cut-picture.ts'
import { glanceAt } from './glance.ts'
import type { Look } from './look.ts'
import { fineSubject, keepSubject, subjectIn } from './kept-subjects.ts'
import { cutSubject, makeMesh, makeSpin, outlineOf, type OnProgress } from './pipeline.ts'
import { reasonOf } from './reason-of.ts'
import { asStorageError } from './storage-error.ts'
import type { TaskResult, WorkerMessage, WorkerTask } from './worker-task.ts'

// Pictures here are small and all different, so libvips' own threads and its cache would cost more than they give.
sharp.concurrency(1)
sharp.cache(false)

async function perform(task: WorkerTask, onProgress: OnProgress): Promise<TaskResult> {
  const { glance } = task
  const look: Look = async (picture) => (glance ? glanceAt(picture, glance) : null)
  switch (task.kind) {
    case 'cut': {
      const subject = await cutSubject(await readFile(task.imageFile), task.enclosed, look)
      await keepSubject(task.subjectFile, subject)
      const { enclosed, specksLeftOut, disagreement, unsure } = subject
      return { enclosed, specksLeftOut, disagreement, unsure }
    }
    case 'outline':
      return { outline: outlineOf(await cutSubject(task.image, 'auto', look)) }
    case 'picture':
      return { cutOut: await cutPicture(task.image, look, task.enclosed) }
    case 'spin':
      return makeSpin(await subjectIn(task.subjectFile), task.spinIndex, onProgress)
    case 'mesh': {
      const subject = await subjectIn(task.subjectFile)
      return makeMesh(
        task.fine ? await fineSubject(subject, task.fine, look) : subject,
        task.spinIndex,
        task,
        onProgress,
      )
    }
  }
}

const isForArtist = (error: unknown): boolean =>
  error instanceof PictureError || error instanceof NoSubjectError || error instanceof ApiError

const say = (message: WorkerMessage) => parentPort?.postMessage(message)

parentPort?.on('message', async (task: WorkerTask) => {
  try {
    say({ kind: 'done', result: await perform(task, (share) => say({ kind: 'progress', share })) })
  } catch (cause) {
    const error = asStorageError(cause)
    say({ kind: 'failed', message: reasonOf(error), forArtist: isForArtist(error) })
  }
})
