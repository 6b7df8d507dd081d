import { createContext } from 'react'
import { newId } from '../contract/new-id.ts'
import { tableOf } from '../storage/storage.ts'
import { askIntent } from './ask-intent.ts'
import { findCreated } from './find-created.ts'
import { readJob } from './job.ts'
import { lookAt } from './look-at.ts'
import { JobRunner } from './runner.ts'
import { sendJob } from './send-job.ts'

const lockOf = (tab: string): string => `plinth-tab-${tab}`

/** Over plain HTTP there are no locks: then a tab that does not answer for itself counts as gone, and the proxy is asked. */
const locks = (): LockManager | undefined => ('locks' in navigator ? navigator.locks : undefined)

async function isAlive(tab: string): Promise<boolean> {
  const state = await locks()
    ?.query()
    .catch(() => null)
  return state?.held?.some(({ name }) => name === lockOf(tab)) ?? false
}

/** A runner with the browser's storage, network and clock. */
export function openRunner(): JobRunner {
  const tab = newId()
  // Held as long as the tab lives, so that others know.
  void locks()
    ?.request(lockOf(tab), () => new Promise(() => {}))
    .catch(() => {})
  const runner = new JobRunner({
    table: tableOf('jobs', { read: readJob }),
    send: sendJob,
    look: lookAt,
    ask: askIntent,
    find: findCreated,
    now: Date.now,
    after(ms, call) {
      const timer = setTimeout(call, ms)
      return () => clearTimeout(timer)
    },
    tab,
    isAlive,
  })
  window.addEventListener('online', () => void runner.online())
  void runner.load()
  return runner
}

let opened: JobRunner | undefined

/** The page's one runner, for every session; a test brings its own. */
export const RunnerContext = createContext<() => JobRunner>(() => (opened ??= openRunner()))
