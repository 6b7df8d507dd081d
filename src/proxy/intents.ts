/*
 * One POST per intent. A paid call must never be forwarded twice, and it is not only people who repeat one: a browser
 * resends a POST whose connection was dropped, and so does many a relay. So what was sent is written down before it
 * leaves, and what came back when it has; a repeat is answered from that.
 */
import { ApiError, isApiErrorKind } from '../contract/api-error.ts'
import { envelope } from '../contract/envelope.ts'
import { hexOf } from '../contract/hex.ts'
import { SAME_WISH_MS, type IntentRecord } from '../contract/intent.ts'
import type { Answer } from './backend.ts'

/** What an intent came to. */
export type IntentEnd =
  | { readonly is: 'answered'; readonly status: number; readonly body: string; readonly retryAfter: string | null }
  | { readonly is: 'failed'; readonly kind: string; readonly status: number; readonly message: string }

export interface KeptIntent {
  readonly id: string
  /** Digest of the POST's path and body. */
  readonly asked: string
  readonly atMs: number
  /** Null as long as no answer has come. */
  readonly end: IntentEnd | null
}

/** Where intents outlive the process. */
export interface IntentShelf {
  /** Null for one that is not kept, or not any more. */
  get(id: string): Promise<KeptIntent | null>
  put(kept: KeptIntent): Promise<void>
}

export interface Asked {
  readonly path: string
  /** JSON text. */
  readonly body: string
}

export interface Intents {
  /**
   * Notes that an intent is on its way: to be called before its body is read, which may take long. Returns what ends that.
   * Nothing of it has been forwarded yet, so it need not outlive the process.
   */
  arrive(id: string): () => void
  /**
   * The answer to an intent: `send` is called for the first request only, a second one waits for the same answer, and a
   * later one gets it from the shelf. Under the same wish another intent gets the answer of the first one too, while that
   * is under way and a moment longer.
   * @throws {ApiError} what the first one failed with; `conflict` when the id was used for something else; `bad_upstream`
   *   when the intent was sent before this process began and no answer is known
   */
  once(id: string, asked: Asked, send: () => Promise<Answer>, wish?: string): Promise<Answer>
  /** What an intent has come to, for whoever missed its answer. Nothing is sent. Rejects when the shelf cannot be read. */
  recordOf(id: string): Promise<IntentRecord>
  /** Resolves when nothing is under way, or after `ms`. */
  settled(ms: number): Promise<void>
}

export interface IntentsOptions {
  readonly shelf: IntentShelf
  readonly now: () => Date
  /** Blanks secrets in what is written down. */
  readonly mask: (text: string) => string
  readonly warn: (message: string) => void
}

const digestOf = async (text: string): Promise<string> =>
  hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))

function notKnown(): never {
  throw new ApiError(
    'bad_upstream',
    'This request was sent before Plinth was restarted, and its answer is not known. It may have been accepted: look at the session before sending it again.',
  )
}

function answerOf(end: IntentEnd | null): Answer {
  if (end === null) return notKnown()
  if (end.is === 'answered')
    return { status: end.status, body: JSON.parse(end.body) as Answer['body'], retryAfter: end.retryAfter }
  throw new ApiError(isApiErrorKind(end.kind) ? end.kind : 'internal', end.message, { status: end.status })
}

export function createIntents({ shelf, now, mask, warn }: IntentsOptions): Intents {
  const underWay = new Map<string, { readonly text: string; readonly answer: Promise<Answer> }>()

  /** How many requests of each intent are being read. */
  const arriving = new Map<string, number>()
  const isUnderWay = (id: string): boolean => underWay.has(id) || arriving.has(id)

  /** The first intent of each wish, as long as it stands for others. */
  const wishes = new Map<
    string,
    { readonly id: string; readonly atMs: number; open: boolean; answer: Promise<Answer> }
  >()

  /** Sends for an intent, unless another one with the same wish was sent. */
  function sendOfWish(id: string, wish: string, send: () => Promise<Answer>): Promise<Answer> {
    const nowMs = now().getTime()
    for (const [key, { open, atMs }] of wishes) if (!open && nowMs - atMs > SAME_WISH_MS) wishes.delete(key)
    const same = wishes.get(wish)
    if (same && same.id !== id) return same.answer
    const entry = { id, atMs: nowMs, open: true, answer: send() }
    wishes.set(wish, entry)
    const close = () => {
      entry.open = false
    }
    entry.answer.then(close, close)
    return entry.answer
  }

  /** What the shelf could not take, so that within this process nothing is sent twice all the same. */
  const unshelved = new Map<string, KeptIntent>()

  const put = (kept: KeptIntent) =>
    shelf.put(kept).then(
      () => void unshelved.delete(kept.id),
      (error: unknown) => {
        unshelved.set(kept.id, kept)
        warn(`An intent could not be written down: ${error instanceof Error ? error.message : String(error)}`)
      },
    )

  async function first(id: string, text: string, send: () => Promise<Answer>): Promise<Answer> {
    const asked = await digestOf(text)
    const kept = unshelved.get(id) ?? (await shelf.get(id).catch(notKnown))
    if (kept) {
      assertSame(kept.asked, asked)
      return answerOf(kept.end)
    }
    const sent = { id, asked, atMs: now().getTime(), end: null }
    await put(sent)
    try {
      const { status, body, retryAfter } = await send()
      await put({ ...sent, end: { is: 'answered', status, body: mask(JSON.stringify(body)), retryAfter } })
      return { status, body, retryAfter }
    } catch (error) {
      const { kind, status, message } =
        error instanceof ApiError ? error : new ApiError('internal', 'The proxy failed on this request.')
      await put({ ...sent, end: { is: 'failed', kind, status, message: mask(message) } })
      throw error
    }
  }

  return {
    arrive(id) {
      arriving.set(id, (arriving.get(id) ?? 0) + 1)
      return () => {
        const others = (arriving.get(id) ?? 1) - 1
        if (others > 0) arriving.set(id, others)
        else arriving.delete(id)
      }
    },
    async once(id, { path, body }, send, wish) {
      const text = `${path}\n${body}`
      const before = underWay.get(id)
      if (before) {
        assertSame(before.text, text)
        return before.answer
      }
      const answer = first(id, text, wish === undefined ? send : () => sendOfWish(id, `${path} ${wish}`, send)).finally(
        () => underWay.delete(id),
      )
      underWay.set(id, { text, answer })
      return answer
    },
    async recordOf(id) {
      if (isUnderWay(id)) return { is: 'under way' }
      const kept = unshelved.get(id) ?? (await shelf.get(id))
      // It may have begun while the shelf was read.
      if (isUnderWay(id)) return { is: 'under way' }
      if (!kept) return { is: 'never seen' }
      const { end } = kept
      if (end === null) return { is: 'not known' }
      const { status } = end
      if (end.is === 'answered') return { is: 'answered', status, body: JSON.parse(end.body) as unknown }
      return { is: 'answered', status, body: envelope(status, end.message, null, end.kind) }
    },
    async settled(ms) {
      let timer: NodeJS.Timeout | undefined
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms)
      })
      await Promise.race([Promise.allSettled([...underWay.values()].map(({ answer }) => answer)), patience])
      clearTimeout(timer)
    },
  }
}

function assertSame(kept: string, asked: string): void {
  if (kept !== asked) throw new ApiError('conflict', 'This intent was sent with another request. Nothing was sent.')
}
