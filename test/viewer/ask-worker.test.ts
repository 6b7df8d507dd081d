import { afterEach, describe, expect, it, vi } from 'vitest'
import { askWorker } from '../../src/viewer/ask-worker.ts'
import { prepareRefit, refitInWorker } from '../../src/download/refit-client.ts'
import { refit } from '../../src/glb/refit.ts'
import { KINDS_OF_GLB } from '../fixtures/generated-glb.ts'

/** Has a worker's ways of speaking, and says what a test lets it say. */
class Spoken extends EventTarget {
  readonly asked: unknown[] = []
  ended = 0
  readonly #answer: (question: unknown, worker: Spoken) => void
  constructor(answer: (question: unknown, worker: Spoken) => void = () => {}) {
    super()
    this.#answer = answer
  }
  postMessage(question: unknown): void {
    this.asked.push(question)
    queueMicrotask(() => this.#answer(question, this))
  }
  terminate(): void {
    this.ended++
  }
  says(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }))
  }
}

const ask = (worker: Spoken, asking?: Parameters<typeof askWorker>[2]) =>
  askWorker(worker as unknown as Worker, 'question', asking)

describe('a worker that is asked', () => {
  it('is ended with its answer', async () => {
    const worker = new Spoken((question, own) => own.says({ done: `to the ${String(question)}` }))
    expect(await ask(worker)).toBe('to the question')
    expect(worker.ended).toBe(1)
  })

  it.each<[string, (worker: Spoken) => void, RegExp]>([
    ['gives its reason', (worker) => worker.says({ reason: 'The file is cut off.' }), /^The file is cut off\.$/],
    ['cannot be started', (worker) => worker.dispatchEvent(new Event('error')), /could not be started/],
    ['answers in what cannot be read', (worker) => worker.dispatchEvent(new Event('messageerror')), /cannot be read/],
  ])('and %s fails with a sentence, and is ended', async (_, answer, sentence) => {
    const worker = new Spoken((__, own) => answer(own))
    await expect(ask(worker)).rejects.toThrow(sentence)
    expect(worker.ended).toBe(1)
  })

  it('and has died without a word is waited for no longer than is sensible', async () => {
    const worker = new Spoken()
    await expect(ask(worker, { limitMs: 20 })).rejects.toThrow(/did not answer/)
    expect(worker.ended).toBe(1)
  })

  it('is ended in the middle of its work when nobody wants it any more', async () => {
    const [worker, wish] = [new Spoken(), new AbortController()]
    const answer = ask(worker, { signal: wish.signal })
    wish.abort(new Error('No longer wanted.'))
    await expect(answer).rejects.toThrow('No longer wanted.')
    expect(worker.ended).toBe(1)
    await expect(ask(new Spoken(), { signal: wish.signal })).rejects.toThrow('No longer wanted.')
  })
})

/** Refits as the page's worker does, file first; what was made is listed. */
function workers(fails: (nth: number) => boolean = () => false) {
  const made: Spoken[] = []
  vi.stubGlobal('Worker', function make() {
    let file = new Uint8Array()
    const nth = made.length
    const worker = new Spoken(async (order, own) => {
      const { bytes, request } = order as { bytes?: Uint8Array<ArrayBuffer>; request?: Parameters<typeof refit>[1] }
      if (bytes) file = bytes
      if (request) own.says(fails(nth) ? { reason: 'Too little memory.' } : { done: await refit(file, request) })
    })
    made.push(worker)
    return worker
  })
  return made
}

describe('files that are taken away one after another', () => {
  afterEach(() => void vi.unstubAllGlobals())

  const REQUEST = { scaled_bbox: [1, 2, 3], pivot_point: [0, 0, 0] } as const

  it('are baked once for one size and origin, anew for another, and apart for another file', async () => {
    const made = workers()
    const [bytes, other] = [
      await KINDS_OF_GLB['one mesh as the engine writes it']!(),
      await KINDS_OF_GLB['nodes that mirror']!(),
    ]
    const bakings = () => made.flatMap(({ asked }) => asked).filter((order) => 'request' in (order as object)).length
    const [first, second] = await Promise.all([refitInWorker(bytes, REQUEST), refitInWorker(bytes, { ...REQUEST })])
    expect([first.glb === second.glb, bakings()]).toEqual([true, 1])
    await refitInWorker(other, REQUEST)
    expect((await refitInWorker(bytes, REQUEST)).glb).toBe(first.glb)
    expect(bakings()).toBe(2)
    expect((await refitInWorker(bytes, { ...REQUEST, scaled_bbox: [2, 2, 3] })).after.max[0]).toBeCloseTo(1, 5)
    expect(bakings()).toBe(3)
  })

  it('come of a worker that was given the file beforehand, and is given it once', async () => {
    const made = workers()
    const bytes = await KINDS_OF_GLB['one mesh as the engine writes it']!()
    prepareRefit(bytes)
    prepareRefit(bytes)
    await refitInWorker(bytes, REQUEST)
    await refitInWorker(bytes, { ...REQUEST, scaled_bbox: [2, 2, 3] })
    expect(made.map(({ asked }) => asked.length)).toEqual([3])
    // No more than one file is held.
    prepareRefit(await KINDS_OF_GLB['nodes that mirror']!())
    expect(made.map(({ ended }) => ended)).toEqual([1, 0])
  })

  it('do not mix when two sizes of one file are asked for at once', async () => {
    const made = workers()
    const bytes = await KINDS_OF_GLB['one mesh as the engine writes it']!()
    prepareRefit(bytes)
    const [one, two] = await Promise.all([
      refitInWorker(bytes, REQUEST),
      refitInWorker(bytes, { ...REQUEST, scaled_bbox: [2, 4, 6] }),
    ])
    expect([one.after.max[1], two.after.max[1]].map((each) => Number(each.toFixed(4)))).toEqual([1, 2])
    expect(made.filter(({ ended }) => ended === 0)).toHaveLength(1)
  })

  it('are baked again after a failure, by another worker', async () => {
    const made = workers((nth) => nth === 0)
    const bytes = await KINDS_OF_GLB['one mesh as the engine writes it']!()
    prepareRefit(bytes)
    await expect(refitInWorker(bytes, REQUEST)).rejects.toThrow('Too little memory.')
    expect((await refitInWorker(bytes, REQUEST)).after.max[1]).toBeCloseTo(1, 5)
    expect(made.map(({ ended }) => ended)).toEqual([1, 0])
  })
})
