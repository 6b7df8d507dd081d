import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { readSession, type Session } from '../../src/contract/session.ts'
import { keepSeen } from '../../src/offline/keep-seen.ts'
import { forgetSeen, keepSession, keepSpin, seenSession, seenSpin } from '../../src/offline/seen.ts'

const spinUrl = 'https://cloud.example/spin.webp'

function sessionWith(code: string, fields: object = {}): Session {
  const session = readSession({
    session_code: code,
    status: 'spin_generate_done',
    spins: [spinUrl, { image_url: spinUrl, label: 'slab', proportions: [1, 2, 0.5] }],
    ...fields,
  })
  if (!session) throw new Error('not a session')
  return session
}

const picture = new Blob(['frames'], { type: 'image/webp' })

describe('what this browser keeps of sessions it has seen', () => {
  it('is a session with its spins and their pictures, without meshes, whose links expire', async () => {
    const session = sessionWith('S_1', {
      name: 'Kettle',
      status: 'preview_done',
      preview_mesh_url_glb: 'https://cloud.example/mesh.glb',
    })
    await keepSession(session, 1)
    await keepSpin('S_1', 1, picture)
    expect(await seenSession('S_1')).toEqual({
      ...session,
      status: 'spin_generate_done',
      phase: { work: 'spins', state: 'done' },
      meshes: { preview: {}, refine: {} },
    })
    expect(await (await seenSpin('S_1', 1))?.text()).toBe('frames')
    expect([await seenSpin('S_1', 0), await seenSession('S_2')]).toEqual([null, null])
  })

  it('is nothing of a session whose spins are still being made', async () => {
    await keepSession(sessionWith('S_NEW', { status: 'spin_generate_processing' }), 1)
    expect(await seenSession('S_NEW')).toBeNull()
  })

  it('is the newest thirty, and the samples; a deleted session goes with its pictures', async () => {
    await keepSession(sessionWith('SAMPLE_duck'), 0)
    for (let index = 0; index < 33; index++) await keepSession(sessionWith(`S_MANY_${index}`), 100 + index)
    const kept = await Promise.all(Array.from({ length: 33 }, (_, index) => seenSession(`S_MANY_${index}`)))
    expect(kept.map((session) => session !== null)).toEqual(Array.from({ length: 33 }, (_, index) => index >= 3))
    expect(await seenSession('SAMPLE_duck')).not.toBeNull()
    await keepSpin('S_MANY_9', 0, picture)
    await forgetSeen('S_MANY_9')
    expect([await seenSession('S_MANY_9'), await seenSpin('S_MANY_9', 0)]).toEqual([null, null])
  })

  it('follows what the page fetches, before and after it begins', async () => {
    const client = new QueryClient()
    client.setQueryData(['session', 'S_OPEN'], sessionWith('S_OPEN'))
    keepSeen(client)
    client.setQueryData(['spin', 'S_OPEN', 0, undefined], { blob: picture, kind: 'image' })
    client.setQueryData(['session', 'S_NEXT'], sessionWith('S_NEXT'))
    await expect.poll(() => seenSpin('S_OPEN', 0)).not.toBeNull()
    await expect.poll(() => seenSession('S_OPEN')).not.toBeNull()
    await expect.poll(() => seenSession('S_NEXT')).not.toBeNull()
  })
})
