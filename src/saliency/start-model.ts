import { fork, type ChildProcess } from 'node:child_process'
import type { ModelSpec } from './model-spec.ts'

/**
 * All that the process of the model needs: it gets none of the server's secrets. Large blocks are given back to the
 * system as soon as they are free (mallopt(3)), or the process would keep what the largest step of the network took.
 */
export function modelEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMPDIR']
  const named = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))
  return { ...Object.fromEntries(named), MALLOC_MMAP_THRESHOLD_: '262144' }
}

/** Starts the process of a model; with `check`, one that only looks whether it can be used. */
export function startModel(processFile: string, spec: ModelSpec, check = false): ChildProcess {
  return fork(processFile, [JSON.stringify(spec), ...(check ? ['check'] : [])], {
    serialization: 'advanced',
    execArgv: [],
    env: modelEnvironment(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}
