import type { ModelServer } from '../saliency/model-server.ts'
import type { EarlyLooks } from './early-looks.ts'
import { openGlance } from './glance.ts'
import type { WorkerPool } from './worker-pool.ts'
import type { WorkerTask } from './worker-task.ts'

const cutsOut = (task: WorkerTask): boolean => task.kind !== 'spin' && (task.kind !== 'mesh' || task.fine !== undefined)

/** The same pool, whose threads can show the model a picture that they cut out. */
export function withModel(pool: WorkerPool, model: ModelServer, early: EarlyLooks): WorkerPool {
  return {
    ...pool,
    async run(session, task, ...others) {
      if (!cutsOut(task)) return pool.run(session, task, ...others)
      const begun = early.take(session)
      if (model.missing() !== null) return pool.run(session, task, ...others)
      const { glance, close } = openGlance(model, begun)
      return pool.run(session, { ...task, glance }, ...others).finally(close)
    },
    async cancel(session) {
      early.take(session)?.leave()
      await pool.cancel(session)
    },
  }
}
