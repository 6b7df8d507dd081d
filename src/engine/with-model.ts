import sharp from 'sharp'
import type { ModelServer } from '../saliency/model-server.ts'
import { openGlance } from './glance.ts'
import type { WorkerPool } from './worker-pool.ts'
import type { WorkerTask } from './worker-task.ts'

const cutsOut = (task: WorkerTask): boolean => task.kind !== 'spin' && (task.kind !== 'mesh' || task.fine !== undefined)

/**
 * The model opens while a thread starts and decodes the picture. One with an alpha channel may be shown to no model at
 * all, so there it opens only when it is asked.
 */
async function prepareFor(task: WorkerTask, model: ModelServer): Promise<void> {
  const picture = task.kind === 'cut' ? task.imageFile : 'image' in task ? task.image : null
  if (picture !== null && !(await sharp(picture).metadata()).hasAlpha) model.prepare()
}

/** The same pool, whose threads can show the model a picture that they cut out. */
export function withModel(pool: WorkerPool, model: ModelServer): WorkerPool {
  return {
    ...pool,
    async run(session, task, ...others) {
      if (!cutsOut(task) || model.missing() !== null) return pool.run(session, task, ...others)
      // What is wrong with the picture is the task's to say.
      prepareFor(task, model).catch(() => {})
      const { glance, close } = openGlance(model)
      return pool.run(session, { ...task, glance }, ...others).finally(close)
    },
  }
}
