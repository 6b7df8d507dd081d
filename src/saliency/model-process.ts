/*
 * The process in which the model runs: `node model-process.js <description as JSON>`. A process rather than a thread,
 * because what goes wrong in native code then ends the model and not the server, and because its memory is free again
 * when it ends: of a thread's, some 60 MB stayed. With `check` behind the description it looks once whether the model
 * can be used, and says so.
 */
import { ModelError } from './model-error.ts'
import type { ModelSpec } from './model-spec.ts'
import { loadRuntime, openModel, readWeights, type Model } from './open-model.ts'
import type { FromModel, ToModel } from './model-messages.ts'

const [spec, mode] = process.argv.slice(2)
const model = JSON.parse(spec ?? '{}') as ModelSpec

const say = (message: FromModel): void => void process.send?.(message)

function failure(id: number, error: unknown): FromModel {
  const message = error instanceof Error ? error.message : String(error)
  return { kind: 'failed', id, of: error instanceof ModelError ? error.of : 'look', message }
}

async function see(opening: Promise<Model>, { id, rgb }: ToModel): Promise<FromModel> {
  try {
    return { kind: 'seen', id, map: await (await opening).see(rgb) }
  } catch (error) {
    return failure(id, error)
  }
}

/** The weights alone where their hash is known; of others, whether the runtime can open and run them. */
async function check(): Promise<FromModel> {
  try {
    await loadRuntime()
    if (model.sha256 !== null) await readWeights(model)
    else await (await openModel(model)).see(new Uint8Array(3 * model.width * model.height))
    return { kind: 'checked' }
  } catch (error) {
    return failure(0, error)
  }
}

if (mode === 'check') {
  const result = await check()
  if (process.send) say(result)
  else process.stdout.write(JSON.stringify(result))
  process.disconnect?.()
} else {
  const opening = openModel(model)
  // What is wrong is said when there is somebody to say it to: at the first look.
  opening.catch(() => {})
  process.on('message', async (message: ToModel) => say(await see(opening, message)))
  process.on('disconnect', () => process.exit())
}
