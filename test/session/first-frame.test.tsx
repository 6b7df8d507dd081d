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
