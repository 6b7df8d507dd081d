import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSettings } from '../../src/server/settings.ts'

describe('settings', () => {
  it('without any value mean the local engine on this machine', () => {
    expect(readSettings({})).toEqual({
      apiKey: null,
      upstream: null,
      upstreamKind: 'local',
      assetHosts: [],
      dataDir: resolve('.plinth'),
      host: '127.0.0.1',
      port: 4173,
      accessToken: null,
    })
    expect(readSettings({ CSM_API_KEY: '', PORT: ' ' })).toEqual(readSettings({}))
  })

  it('with a key alone mean CSM', () => {
    expect(readSettings({ CSM_API_KEY: '0123456789abcdef' })).toMatchObject({
      upstream: 'https://api.csm.ai',
      upstreamKind: 'csm',
      apiKey: '0123456789abcdef',
    })
  })

  it('add hosts of files to those known of CSM', () => {
    const { assetHosts } = readSettings({
      CSM_API_KEY: '0123456789abcdef',
      PLINTH_ASSET_HOSTS: 'new.files.example,api.csm.ai',
    })
    expect(assetHosts).toEqual(['api.csm.ai', 'imageto3d.blob.core.windows.net', 'new.files.example'])
  })

  it('may name another server with the same API, with or without a key', () => {
    const env = {
      PLINTH_UPSTREAM: 'http://127.0.0.1:9000/base/',
      PLINTH_ASSET_HOSTS: 'Files.example, cdn.files.example',
    }
    expect(readSettings(env)).toMatchObject({
      upstream: 'http://127.0.0.1:9000/base',
      upstreamKind: 'custom',
      assetHosts: ['files.example', 'cdn.files.example'],
    })
  })

  it('that are wrong are all named in one error, which repeats no secret', () => {
    const env = {
      CSM_API_KEY: 'has spaces in it',
      PLINTH_UPSTREAM: 'http://elsewhere.example',
      PLINTH_ASSET_HOSTS: '127.0.0.1,*.x',
      HOST: 'a b',
      PORT: '70000',
      PLINTH_ACCESS_TOKEN: 'short',
    }
    const message = (() => {
      try {
        readSettings(env)
        return ''
      } catch (error) {
        return error instanceof Error ? error.message : ''
      }
    })()
    for (const name of Object.keys(env)) expect(message).toContain(`  ${name}: `)
    expect(message).not.toContain('has spaces in it')
    expect(message.split('\n')).toHaveLength(8)
  })

  it.each(['0.0.0.0', '::', '192.168.1.5', 'studio.local'])('for %s, which others can reach, need a token', (HOST) => {
    expect(() => readSettings({ HOST })).toThrow('PLINTH_ACCESS_TOKEN: must be set')
    expect(readSettings({ HOST, PLINTH_ACCESS_TOKEN: 'a-long-token' }).host).toBe(HOST)
  })
})
