import { afterEach, describe, expect, it, vi } from 'vitest'
import { askWorker } from '../../src/ui/ask-worker.ts'
import { prepareRefit, refitInWorker } from '../../src/download/refit-client.ts'
import { refit } from '../../src/glb/refit.ts'
import { KINDS_OF_GLB } from '../fixtures/generated-glb.ts'

/** Stands in for a worker, and answers as the test decides. */
class FakeWorker extends EventTarget {
  readonly questions: unknown[] = []
  terminations = 0
  readonly #answer: (question: unknown, worker: FakeWorker) => void
  constructor(answer: (question: unknown, worker: FakeWorker) => void = () => {}) {
    super()
    this.#answer = answer
  }
  postMessage(question: unknown): void {
    this.questions.push(question)
    queueMicrotask(() => this.#answer(question, this))
  }
  terminate(): void {
    this.terminations++
  }
  answer(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }))
  }
}

const ask = (worker: FakeWorker, options?: Parameters<typeof askWorker>[2]) =>
  askWorker(worker as unknown as Worker, 'question', options)

describe('a worker', () => {
  it('is terminated once it has answered', async () => {
    const worker = new FakeWorker((question, own) => own.answer({ done: `to the ${String(question)}` }))
    expect(await ask(worker)).toBe('to the question')
    expect(worker.terminations).toBe(1)
  })

  it.each<[string, (worker: FakeWorker) => void, RegExp]>([
    ['gives a reason', (worker) => worker.answer({ reason: 'The file is cut off.' }), /^The file is cut off\.$/],
    ['cannot be started', (worker) => worker.dispatchEvent(new Event('error')), /could not be started/],
    [
      'sends an unreadable answer',
      (worker) => worker.dispatchEvent(new Event('messageerror')),
      /could not finish this file/,
    ],
  ])('that %s fails with a sentence and is terminated', async (_, answer, sentence) => {
    const worker = new FakeWorker((__, own) => answer(own))
    await expect(ask(worker)).rejects.toThrow(sentence)
    expect(worker.terminations).toBe(1)
  })

  it('that has died silently is not waited for forever', async () => {
    const worker = new FakeWorker()
    await expect(ask(worker, { limitMs: 20 })).rejects.toThrow(/without an end/)
    expect(worker.terminations).toBe(1)
  })

  it('is terminated in the middle of its work when the question is aborted', async () => {
    const [worker, abort] = [new FakeWorker(), new AbortController()]
    const answer = ask(worker, { signal: abort.signal })
    abort.abort(new Error('Aborted.'))
    await expect(answer).rejects.toThrow('Aborted.')
    expect(worker.terminations).toBe(1)
    await expect(ask(new FakeWorker(), { signal: abort.signal })).rejects.toThrow('Aborted.')
  })
})

/** Workers that refit as the page's own do, file first. Returns the list of those made. */
function refitWorkers(fails: (nth: number) => boolean = () => false) {
  const made: FakeWorker[] = []
  vi.stubGlobal('Worker', function make() {
    let file = new Uint8Array()
    const nth = made.length
    const worker = new FakeWorker(async (order, own) => {
      const { bytes, request } = order as { bytes?: Uint8Array<ArrayBuffer>; request?: Parameters<typeof refit>[1] }
      if (bytes) file = bytes
      if (request) own.answer(fails(nth) ? { reason: 'Too little memory.' } : { done: await refit(file, request) })
    })
    made.push(worker)
    return worker
  })
  return made
}

describe('refitting in a worker', () => {
  afterEach(() => void vi.unstubAllGlobals())

  const REQUEST = { scaled_bbox: [1, 2, 3], pivot_point: [0, 0, 0] } as const

  it('bakes once for each file, size and origin', async () => {
    const made = refitWorkers()
    const [bytes, other] = [
      await KINDS_OF_GLB['one mesh as the engine writes it']!(),
      await KINDS_OF_GLB['nodes that mirror']!(),
    ]
    const bakings = () =>
      made.flatMap(({ questions }) => questions).filter((order) => 'request' in (order as object)).length
    const [first, second] = await Promise.all([refitInWorker(bytes, REQUEST), refitInWorker(bytes, { ...REQUEST })])
    expect([first.glb === second.glb, bakings()]).toEqual([true, 1])
    await refitInWorker(other, REQUEST)
    expect((await refitInWorker(bytes, REQUEST)).glb).toBe(first.glb)
    expect(bakings()).toBe(2)
    expect((await refitInWorker(bytes, { ...REQUEST, scaled_bbox: [2, 2, 3] })).after.max[0]).toBeCloseTo(1, 5)
    expect(bakings()).toBe(3)
  })

  it('uses the worker that was given the file in advance, and sends the file once', async () => {
    const made = refitWorkers()
    const bytes = await KINDS_OF_GLB['one mesh as the engine writes it']!()
    prepareRefit(bytes)
    prepareRefit(bytes)
    await refitInWorker(bytes, REQUEST)
    await refitInWorker(bytes, { ...REQUEST, scaled_bbox: [2, 2, 3] })
    expect(made.map(({ questions }) => questions.length)).toEqual([3])
    // Only one file is kept ready.
    prepareRefit(await KINDS_OF_GLB['nodes that mirror']!())
    expect(made.map(({ terminations }) => terminations)).toEqual([1, 0])
  })

  it('keeps two sizes of one file apart when both are requested at once', async () => {
    const made = refitWorkers()
    const bytes = await KINDS_OF_GLB['one mesh as the engine writes it']!()
    prepareRefit(bytes)
    const [one, two] = await Promise.all([
      refitInWorker(bytes, REQUEST),
      refitInWorker(bytes, { ...REQUEST, scaled_bbox: [2, 4, 6] }),
    ])
    expect([one.after.max[1], two.after.max[1]].map((top) => Number(top.toFixed(4)))).toEqual([1, 2])
    expect(made.filter(({ terminations }) => terminations === 0)).toHaveLength(1)
  })

  it('bakes again in another worker after a failure', async () => {
    const made = refitWorkers((nth) => nth === 0)
    const bytes = await KINDS_OF_GLB['one mesh as the engine writes it']!()
    prepareRefit(bytes)
    await expect(refitInWorker(bytes, REQUEST)).rejects.toThrow('Too little memory.')
    expect((await refitInWorker(bytes, REQUEST)).after.max[1]).toBeCloseTo(1, 5)
    expect(made.map(({ terminations }) => terminations)).toEqual([1, 0])
  })
})
