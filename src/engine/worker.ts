/** A thread's side of `worker-task`: one task at a time, its progress, its end. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { parentPort } from 'node:worker_threads'
import { NoSubjectError, PictureError } from './picture-error.ts'
import { cutSubject, makeMesh, makeSpin, type OnProgress } from './pipeline.ts'
import { readSubject, writeSubject } from './subject-file.ts'
import type { TaskResult, WorkerMessage, WorkerTask } from './worker-task.ts'

async function perform(task: WorkerTask, onProgress: OnProgress): Promise<TaskResult> {
  switch (task.kind) {
    case 'cut': {
      const subject = await cutSubject(await readFile(task.imageFile))
      await writeFile(`${task.subjectFile}.tmp`, writeSubject(subject))
      await rename(`${task.subjectFile}.tmp`, task.subjectFile)
      return {}
    }
    case 'spin':
      return makeSpin(readSubject(await readFile(task.subjectFile)), task.reading, onProgress)
    case 'mesh':
      return makeMesh(readSubject(await readFile(task.subjectFile)), task.reading, task, onProgress)
  }
}

const isTold = (error: unknown): error is Error => error instanceof PictureError || error instanceof NoSubjectError

const say = (message: WorkerMessage) => parentPort?.postMessage(message)

parentPort?.on('message', async (task: WorkerTask) => {
  try {
    say({ is: 'done', result: await perform(task, (share) => say({ is: 'progress', share })) })
  } catch (error) {
    say({ is: 'failed', message: error instanceof Error ? error.message : String(error), told: isTold(error) })
  }
})
