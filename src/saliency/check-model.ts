import { execFileSync } from 'node:child_process'
import type { FromModel } from './model-messages.ts'
import type { ModelSpec } from './model-spec.ts'
import { modelEnvironment } from './start-model.ts'

/** A large model may take its time to open. */
const PATIENCE_MS = 60_000

/**
 * What is wrong with a model, found out by opening it once in a process of its own; null where nothing is. That models
 * do not run on this machine at all is not the model's fault, and is told elsewhere.
 */
export function problemOfModel(processFile: string, spec: ModelSpec): string | null {
  try {
    const printed = execFileSync(process.execPath, [processFile, JSON.stringify(spec), 'check'], {
      env: modelEnvironment(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: PATIENCE_MS,
    })
    const said = JSON.parse(printed) as FromModel
    return said.kind === 'failed' && said.of !== 'runtime' ? said.message : null
  } catch {
    return `${spec.file} cannot be opened: the process that tried it ended before it was done`
  }
}
