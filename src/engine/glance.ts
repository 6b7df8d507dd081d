/*
 * The model looks at a picture beside the thread that cuts it out: the thread sends the picture small to the main
 * thread, which has the model's process, and goes on with its own label; only then it waits for what the model saw.
 * It waits asleep (Atomics.wait), as its label and what follows are one piece of work that hears no messages.
 */
import { MessageChannel, receiveMessageOnPort, type MessagePort } from 'node:worker_threads'
import type { Picture } from '../cutout/decode-picture.ts'
import type { Saliency, SaliencyMap } from '../cutout/saliency-map.ts'
import { modelInput } from '../saliency/model-input.ts'
import type { ModelServer } from '../saliency/model-server.ts'

/** A thread's end of it. */
export interface Glance {
  readonly port: MessagePort
  /** One number: 0 until the answer is on the port. */
  readonly answered: Int32Array<SharedArrayBuffer>
  /** Size of the picture that the model takes, px. */
  readonly width: number
  readonly height: number
}

/** The server's end: passes one picture on to the model. `close` when the thread's work is over. */
export function openGlance(model: ModelServer): { readonly glance: Glance; close(): void } {
  const { port1, port2 } = new MessageChannel()
  const answered = new Int32Array(new SharedArrayBuffer(4))
  const leaving = new AbortController()
  const wake = (): void => {
    Atomics.store(answered, 0, 1)
    Atomics.notify(answered, 0)
  }
  port1.on('message', async (rgb: Uint8Array) => {
    port1.postMessage(await model.see(rgb, leaving.signal))
    wake()
  })
  const close = (): void => {
    leaving.abort()
    wake()
    port1.close()
  }
  return { glance: { port: port2, answered, width: model.width, height: model.height }, close }
}

/** Only against a model that never answers; how long it may take is for its server to say. */
const PATIENCE_MS = 120_000

/** Shows the picture to the model. What is returned waits for the answer; null where the model has none. */
export async function glanceAt(picture: Picture, glance: Glance): Promise<Saliency> {
  const { port, answered } = glance
  port.postMessage(await modelInput(picture, glance))
  return () => {
    Atomics.wait(answered, 0, 0, PATIENCE_MS)
    return (receiveMessageOnPort(port)?.message as SaliencyMap | null | undefined) ?? null
  }
}
