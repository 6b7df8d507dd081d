/*
 * The model looks at a picture from the moment it is uploaded: while the picture is written down, waits for a thread
 * and is decoded there, and its own label is made.
 */
import { hasOwnAlpha } from '../cutout/cut-out.ts'
import type { Picture } from '../cutout/decode-picture.ts'
import type { SaliencyMap } from '../cutout/saliency-map.ts'
import { LOOK_SCALE, wholeOf } from '../saliency/closer-look.ts'
import { modelInput } from '../saliency/model-input.ts'
import type { ModelServer } from '../saliency/model-server.ts'

export interface EarlyLook {
  readonly seen: Promise<SaliencyMap | null>
  /** Nobody waits for it any more. */
  leave(): void
}

export interface EarlyLooks {
  /** Shows the model the picture of a session, unless its alpha says what its subject is. */
  begin(session: string, picture: Picture): void
  /** What was begun for a session, once. */
  take(session: string): EarlyLook | null
}

export function createEarlyLooks(model: ModelServer): EarlyLooks {
  const begun = new Map<string, EarlyLook>()
  return {
    begin(session, picture) {
      if (model.missing() !== null || hasOwnAlpha(picture)) return
      const leaving = new AbortController()
      const seen = firstLook(picture, model, leaving.signal).catch(() => null)
      begun.set(session, { seen, leave: () => leaving.abort() })
    },
    take(session) {
      const look = begun.get(session) ?? null
      begun.delete(session)
      return look
    },
  }
}

/** The very picture that a thread would show, so that the model sees the same. */
async function firstLook(picture: Picture, model: ModelServer, signal: AbortSignal): Promise<SaliencyMap | null> {
  const enlarged = { width: LOOK_SCALE * model.width, height: LOOK_SCALE * model.height }
  return model.see(wholeOf(await modelInput(picture, enlarged), model), signal)
}
