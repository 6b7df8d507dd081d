import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { firstFrame } from '../../src/session/first-frame.ts'

const made: string[] = []
const revoked: string[] = []

beforeEach(() => {
  made.length = revoked.length = 0
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
    made.push(`blob:plinth/${made.length}`)
    return made.at(-1) ?? ''
  })
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void revoked.push(url))
})

afterEach(() => vi.restoreAllMocks())

const video = new Blob(['mp4'], { type: 'video/mp4' })

/** The element that the first frame is loaded with. */
function watchVideo(): HTMLVideoElement {
  const element = document.createElement('video')
  vi.spyOn(document, 'createElement').mockReturnValue(element)
  return element
}

describe('the first frame of a video', () => {
  it('stops loading on abort, and its object URL is revoked', async () => {
    const leaving = new AbortController()
    const frame = firstFrame(video, leaving.signal)
    expect(made).toHaveLength(1)
    leaving.abort()
    await expect(frame).rejects.toBe(leaving.signal.reason)
    expect(revoked).toEqual(made)
  })

  it('is not even begun after an abort', async () => {
    await expect(firstFrame(video, AbortSignal.abort())).rejects.toThrow('aborted')
    expect(made).toEqual([])
  })

  it('fails when the video does, and its object URL is revoked', async () => {
    const element = watchVideo()
    const frame = firstFrame(video, new AbortController().signal)
    element.dispatchEvent(new Event('error'))
    await expect(frame).rejects.toThrow('cannot play this video')
    expect(revoked).toEqual(made)
  })
})

/** A decoder and canvases for an animation of frames that are all seen or not; counts the bitmaps that are open. */
function animation(frames: readonly ('empty' | 'shown')[], atFrame: (index: number) => void = () => {}) {
  const open = new Set<object>()
  const canvases: HTMLCanvasElement[] = []
  let drawn = frames[0]
  vi.stubGlobal('createImageBitmap', async () => {
    const bitmap = { width: 2, height: 2, frame: drawn, close: () => open.delete(bitmap) }
    open.add(bitmap)
    return bitmap
  })
  vi.stubGlobal(
    'ImageDecoder',
    class {
      static readonly isTypeSupported = async () => true
      readonly tracks = { ready: Promise.resolve(), selectedTrack: { frameCount: frames.length } }
      readonly completed = Promise.resolve()
      readonly close = () => {}
      readonly decode = async ({ frameIndex }: { readonly frameIndex: number }) => {
        atFrame(frameIndex)
        drawn = frames[frameIndex]
        return { image: { displayWidth: 2, displayHeight: 2, close: () => {} } }
      }
    },
  )
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext() {
        const data = new Uint8ClampedArray(16).fill(255)
        if (drawn === 'shown') data.fill(0, 0, 3)
        return { drawImage: () => {}, getImageData: () => ({ data }) }
      }
    },
  )
  const create = document.createElement.bind(document)
  vi.spyOn(document, 'createElement').mockImplementation((name: string) => {
    const element = create(name)
    if (element instanceof HTMLCanvasElement) canvases.push(element)
    return element
  })
  return { open, canvases }
}

const gif = new Blob(['gif'], { type: 'image/gif' })

describe('of an animated picture', () => {
  afterEach(() => vi.unstubAllGlobals())

  it.each([
    ['the first', ['shown', 'empty'], 'shown'],
    ['a later', ['empty', 'empty', 'shown', 'shown'], 'shown'],
    ['the very first, where none shows anything,', ['empty', 'empty', 'empty'], 'empty'],
  ] as const)(
    '%s frame is taken, drawn on one canvas at most, and no other stays in memory',
    async (_, frames, look) => {
      const { open, canvases } = animation(frames)
      const taken = await firstFrame(gif, new AbortController().signal)
      expect(taken).toMatchObject({ frame: look })
      expect([...open]).toEqual([taken])
      expect(canvases.length).toBeLessThanOrEqual(1)
    },
  )

  it.each(['left early', 'broken'])('nothing stays in memory of one that is %s', async (how) => {
    const leaving = new AbortController()
    const { open } = animation(['empty', 'empty', 'shown'], () => {
      if (how === 'broken') throw new Error('It is broken.')
      leaving.abort(new Error('It is left early.'))
    })
    await expect(firstFrame(gif, leaving.signal)).rejects.toThrow(`It is ${how}.`)
    expect(open.size).toBe(0)
  })
})
