import { createContext } from 'react'
import { newId } from '../contract/new-id.ts'
import { tableOf, type Table } from '../storage/storage.ts'
import { askIntent } from './ask-intent.ts'
import { findCreated } from './find-created.ts'
import { readJob, type Job } from './job.ts'
import { lookAt } from './look-at.ts'
import { notedInBrowser } from './noted.ts'
import type { RunnerParts } from './runner-parts.ts'
import { JobRunner } from './runner.ts'
import { sendJob } from './send-job.ts'

const lockOf = (tab: string): string => `plinth-tab-${tab}`

/** Over plain HTTP there are no locks: then a tab that does not answer for itself counts as gone, and the proxy is asked. */
const locks = (): LockManager | undefined => ('locks' in navigator ? navigator.locks : undefined)

async function isOpenTab(tab: string): Promise<boolean> {
  const state = await locks()
    ?.query()
    .catch(() => null)
  return state?.held?.some(({ name }) => name === lockOf(tab)) ?? false
}

/** A runner with the browser's network and clock, over a table of jobs. */
export function runnerOver(table: Table<Job>, tab: string, isAlive: RunnerParts['isAlive']): JobRunner {
  const runner = new JobRunner({
    table,
    noted: notedInBrowser,
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
  void runner.load()
  return runner
}

function openRunner(): JobRunner {
  const tab = newId()
  // Held as long as the tab lives, so that others know.
  void locks()
    ?.request(lockOf(tab), () => new Promise(() => {}))
    .catch(() => {})
  const runner = runnerOver(tableOf('jobs', { read: readJob }), tab, isOpenTab)
  window.addEventListener('online', () => void runner.online())
  return runner
}

let opened: JobRunner | undefined

/** The page's one runner, for every session. */
export const pageRunner = (): JobRunner => (opened ??= openRunner())

/** A test brings its own. */
export const RunnerContext = createContext(pageRunner)
