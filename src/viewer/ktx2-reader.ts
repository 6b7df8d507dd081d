import wasmUrl from 'three/addons/libs/basis/basis_transcoder.wasm?url'
import { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js'

async function fetchTranscoder(): Promise<ArrayBuffer> {
  const response = await fetch(wasmUrl)
  if (!response.ok) throw new Error(`The texture decoder could not be fetched: ${response.status}.`)
  return response.arrayBuffer()
}

/**
 * three's loader of KTX2 textures, with a worker that has an address of its own instead of a blob; `basis-worker.ts`
 * says why.
 */
export class Ktx2Reader extends KTX2Loader {
  override init(): Promise<void> {
    this.transcoderPending ??= this.#prepareWorkers()
    return this.transcoderPending
  }

  async #prepareWorkers(): Promise<void> {
    const wasm = await fetchTranscoder()
    this.workerPool.setWorkerCreator(() => {
      const worker = new Worker(new URL('./basis-worker.ts', import.meta.url), { type: 'module' })
      worker.postMessage({ type: 'init', config: this.workerConfig, transcoderBinary: wasm })
      return worker
    })
  }
}
