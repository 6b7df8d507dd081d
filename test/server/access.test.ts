import { describe, expect, it } from 'vitest'
import { createGate } from '../../src/server/access.ts'
import { createHostList } from '../../src/server/host-list.ts'

const ask = (path: string, headers: Record<string, string> = {}) =>
  new Request(`http://studio:4173${path}`, { headers })

describe('a server that others can reach', () => {
  const gate = createGate('open-sesame-42')

  it('lets nobody in without its token', async () => {
    expect(gate(ask('/'))?.status).toBe(401)
    expect(gate(ask('/?token=open-sesame-43'))?.status).toBe(401)
    expect(gate(ask('/', { cookie: 'plinth_access=open-sesame-42' }))?.status).toBe(401)
    const api = gate(ask('/api/plinth', { authorization: 'Bearer wrong' }))
    expect(await api?.json()).toMatchObject({ error: 'no_access', statusCode: 401 })
  })

  it('takes a program’s token from its header', () => {
    expect(gate(ask('/api/plinth', { authorization: 'Bearer open-sesame-42' }))).toBeNull()
  })

  it('takes it from the address once, then keeps a digest where no script can read it', () => {
    const answer = gate(ask('/?session=A&token=open-sesame-42'))
    expect([answer?.status, answer?.headers.get('location')]).toEqual([303, '/?session=A'])
    const cookie = answer?.headers.get('set-cookie') ?? ''
    expect(cookie).toContain('HttpOnly; SameSite=Lax')
    expect(cookie).not.toContain('sesame')
    expect(gate(ask('/api/plinth', { cookie: `a=b; ${cookie.split(';')[0]}` }))).toBeNull()
  })

  it('is open when it listens on this machine only and no token is set', () => {
    expect(createGate(null)(ask('/'))).toBeNull()
  })
})

describe('the Host that a request names', () => {
  const isOwn = createHostList('127.0.0.1', () => 4173)
  const named = (...hosts: string[]) => isOwn({ url: '/', rawHeaders: hosts.flatMap((host) => ['Host', host]) })

  it.each(['127.0.0.1:4173', 'localhost:4173', 'LOCALHOST:4173', '[::1]:4173'])('%s is this server', (host) => {
    expect(named(host)).toBe(true)
  })

  it.each([
    'evil.example',
    'evil.example:4173',
    'localhost',
    'localhost:4174',
    'localhost.evil.example:4173',
    '127.0.0.1.nip.io:4173',
    'localhost.:4173',
    '127.0.0.1:4173@evil.example',
    '',
    '127.0.0.2:4173',
  ])('"%s" is not', (host) => {
    expect(named(host)).toBe(false)
  })

  it('is refused when it is missing, doubled, or overruled by the request line', () => {
    expect(named()).toBe(false)
    expect(named('localhost:4173', 'localhost:4173')).toBe(false)
    expect(isOwn({ url: 'http://evil.example/', rawHeaders: ['Host', 'localhost:4173'] })).toBe(false)
  })
})
