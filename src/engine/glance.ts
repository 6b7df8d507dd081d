/*
 * The model looks at a picture beside the thread that cuts it out: the thread sends the picture small to the main
 * thread, which has the model's process, and goes on with its own label; only then it waits for what the model saw.
 * It waits asleep (Atomics.wait), as its label and what follows are one piece of work that hears no messages. For the
 * same reason it is the thread that asks for the closer look, where its label turns out to need one.
 */
import { MessageChannel, receiveMessageOnPort, type MessagePort } from 'node:worker_threads'
import type { Picture } from '../cutout/decode-picture.ts'
import { once, type Saliency, type SaliencyMap } from '../cutout/saliency-map.ts'
import type { EarlyLook } from './early-looks.ts'
import { CLOSER_LOOKS, LOOK_SCALE, wholeOf } from '../saliency/closer-look.ts'
import { modelInput } from '../saliency/model-input.ts'
import type { ModelServer } from '../saliency/model-server.ts'

/** A thread's end of it. */
export interface Glance {
  readonly port: MessagePort
  /** One number: how many answers have come on the port; `CLOSED` when no more will. */
  readonly answers: Int32Array<SharedArrayBuffer>
  /** Size of the picture that the model takes, px. */
  readonly width: number
  readonly height: number
}

/** More answers than anybody waits for. */
const CLOSED = 2 ** 30

/**
 * The server's end: passes pictures on to the model, but for the first one where that was shown already. `close` when
 * the thread's work is over.
 */
export function openGlance(
  model: ModelServer,
  early: EarlyLook | null = null,
): { readonly glance: Glance; close(): void } {
  const { port1, port2 } = new MessageChannel()
  const answers = new Int32Array(new SharedArrayBuffer(4))
  const leaving = new AbortController()
  let first = early
  port1.on('message', async (rgb: Uint8Array) => {
    const seen = first?.seen ?? model.see(rgb, leaving.signal)
    first = null
    port1.postMessage(await seen)
    Atomics.add(answers, 0, 1)
    Atomics.notify(answers, 0)
  })
  const close = (): void => {
    leaving.abort()
    early?.leave()
    Atomics.store(answers, 0, CLOSED)
    Atomics.notify(answers, 0)
    port1.close()
  }
  return { glance: { port: port2, answers, width: model.width, height: model.height }, close }
}

/** Only against a model that never answers; how long it may take is for its server to say. */
const PATIENCE_MS = 120_000

/** Shows the picture to the model, in the background. */
export async function glanceAt(picture: Picture, glance: Glance): Promise<Saliency> {
  const { width, height } = glance
  const rgb = await modelInput(picture, { width: LOOK_SCALE * width, height: LOOK_SCALE * height })
  const whole = once(show(glance, 1, wholeOf(rgb, glance)))
  return {
    first: whole,
    closer() {
      let map = whole()
      let shown = 1
      for (const next of CLOSER_LOOKS) {
        const look = map && next(rgb, glance, map)
        const seen = look && show(glance, ++shown, look.rgb)()
        if (seen) map = look.joined(seen)
      }
      return map
    },
  }
}

/** Sends a picture, the `nth` of this glance. What is returned waits for the answer. */
function show({ port, answers }: Glance, nth: number, rgb: Uint8Array): () => SaliencyMap | null {
  port.postMessage(rgb)
  return () => {
    for (let had = 0; (had = Atomics.load(answers, 0)) < nth;)
      if (Atomics.wait(answers, 0, had, PATIENCE_MS) === 'timed-out') return null
    return (receiveMessageOnPort(port)?.message as SaliencyMap | null | undefined) ?? null
  }
}
