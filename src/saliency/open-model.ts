/*
 * A model in this very process: `see` keeps the thread that calls it busy for half a second, so a server runs it in a
 * process of its own. Two threads, as the one that cuts out waits for the second half of a look: 0.65 s instead of
 * 0.95, for 3 % more CPU time. They wait for each other asleep, or they would take it from the work beside them.
 * Measured with u2netp, most and later resident: 580 and 590 MB as it comes, 340 and 110 MB without the arena and the
 * pattern of its memory, 265 and 110 MB without the optimisations that lay weights out anew, for an eighth more time.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { InferenceSession } from 'onnxruntime-node'
import type { SaliencyMap } from '../cutout/saliency-map.ts'
import { ModelError } from './model-error.ts'
import type { ModelSpec } from './model-spec.ts'
import { planesOf, spread } from './tensors.ts'

export interface Model {
  /** @param rgb 3 bytes a pixel, of the size that the model takes, in rows from the top-left */
  see(rgb: Uint8Array): Promise<SaliencyMap>
  close(): Promise<void>
}

const OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 2,
  interOpNumThreads: 1,
  enableCpuMemArena: false,
  enableMemPattern: false,
  graphOptimizationLevel: 'extended',
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

/** @throws {ModelError} of the runtime, where it does not load on this machine */
export async function loadRuntime() {
  try {
    return await import('onnxruntime-node')
  } catch (cause) {
    throw new ModelError('runtime', `onnxruntime-node does not load here: ${reasonOf(cause)}`, { cause })
  }
}

/** @throws {ModelError} of the model, where its file cannot be read or is another than it should be */
export async function readWeights({ file, sha256 }: Pick<ModelSpec, 'file' | 'sha256'>): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new ModelError('model', `The weights cannot be read: ${reasonOf(cause)}`, { cause })
  })
  const found = createHash('sha256').update(bytes).digest('hex')
  if (sha256 !== null && found !== sha256)
    throw new ModelError('model', `The weights in ${file} are not those that Plinth knows: their SHA-256 is ${found}.`)
  return bytes
}

/** @throws {ModelError} */
export async function openModel(spec: ModelSpec): Promise<Model> {
  const { InferenceSession: Sessions, Tensor } = await loadRuntime()
  const weights = await readWeights(spec)
  const session = await Sessions.create(weights, OPTIONS).catch((cause: unknown) => {
    throw new ModelError('model', `${spec.file} does not open as an ONNX model: ${reasonOf(cause)}`, { cause })
  })
  const [input, output] = namesIn(session, spec)
  return {
    async see(rgb) {
      const tensor = new Tensor('float32', planesOf(rgb, spec), [1, 3, spec.height, spec.width])
      const answer = (await session.run({ [input]: tensor }, [output]))[output]
      const [height = 0, width = 0] = answer?.dims.slice(-2) ?? []
      if (!answer || !(answer.data instanceof Float32Array) || answer.data.length !== width * height)
        throw new ModelError('model', `Its output ${output} is ${say(answer?.dims)}, and not one map of 32-bit floats.`)
      return { width, height, values: spread(answer.data) }
    },
    close: () => session.release(),
  }
}

const say = (shape: readonly (number | string)[] | undefined): string => `[${shape?.join(', ') ?? ''}]`

/** @throws {ModelError} where the model takes or gives something else than the description beside it says */
function namesIn(session: InferenceSession, spec: ModelSpec): readonly [input: string, output: string] {
  const [input, ...others] = session.inputMetadata
  const wanted = [1, 3, spec.height, spec.width]
  if (!input?.isTensor || others.length > 0 || input.type !== 'float32' || !takes(input.shape, wanted))
    throw new ModelError(
      'model',
      `It must have one input, of 32-bit floats, that takes ${say(wanted)}; it has ${session.inputMetadata.map(told).join(' and ') || 'none'}.`,
    )
  const names = session.outputNames
  const output = spec.output ?? names[0]
  if (output === undefined || !names.includes(output))
    throw new ModelError('model', `It has no output ${output ?? ''}; it has ${names.join(', ') || 'none'}.`)
  return [input.name, output]
}

const told = (value: InferenceSession.ValueMetadata): string =>
  `${value.name}${value.isTensor ? ` of ${value.type} ${say(value.shape)}` : ''}`

/** A side with a name instead of a number takes any. */
const takes = (shape: readonly (number | string)[], size: readonly number[]): boolean =>
  shape.length === size.length && shape.every((side, k) => typeof side === 'string' || side === size[k])
