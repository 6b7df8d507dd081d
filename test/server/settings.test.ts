import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../../src/server/settings.ts'

const wrongIn = (file: string, problemOf?: () => string): string => {
  try {
    readSettings({ PLINTH_CUTOUT_MODEL: file, PORT: 'x' }, problemOf)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

describe('settings', () => {
  it('without any value mean the local engine on this machine', () => {
    expect(readSettings({})).toEqual({
      apiKey: null,
      upstream: null,
      upstreamKind: 'local',
      assetHosts: [],
      dataDir: resolve('.plinth'),
      model: null,
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

  describe('of a model of one’s own', () => {
    const DESCRIBED = { width: 32, height: 16, mean: [0.5, 0.5, 0.5], deviation: [1, 1, 1], output: 'mask' }
    let folder: string

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'plinth-settings-'))
    })
    afterEach(() => rm(folder, { recursive: true }))

    async function modelBeside(description: unknown): Promise<string> {
      await writeFile(join(folder, 'own.onnx'), 'weights')
      await writeFile(join(folder, 'own.json'), JSON.stringify(description))
      return join(folder, 'own.onnx')
    }
    it('read what its description says', async () => {
      const file = await modelBeside(DESCRIBED)
      expect(readSettings({ PLINTH_CUTOUT_MODEL: file }).model).toEqual({ file, sha256: null, ...DESCRIBED })
    })

    it('name a file that is missing, a description that is wrong, and what its trial found, among all that is wrong', async () => {
      const missing = join(folder, 'none.onnx')
      expect(wrongIn(missing)).toContain(`  PLINTH_CUTOUT_MODEL: there is no file ${missing}`)
      expect(wrongIn(join(folder, 'model.pth'))).toContain('must end with .onnx')
      const file = await modelBeside({ ...DESCRIBED, width: 'wide', deviation: [1, 0, 1], inputs: 3 })
      const lines = wrongIn(file).split('\n')
      const line = lines.find((text) => text.includes('PLINTH_CUTOUT_MODEL')) ?? ''
      for (const part of [join(folder, 'own.json'), 'At width', 'At deviation[1]', 'At inputs'])
        expect(line).toContain(part)
      expect(lines.some((text) => text.includes('  PORT: '))).toBe(true)
      await writeFile(join(folder, 'own.json'), 'no json')
      expect(wrongIn(file)).toContain('own.json: ')
      await modelBeside(DESCRIBED)
      expect(wrongIn(file, () => 'It has no output mask')).toContain('  PLINTH_CUTOUT_MODEL: It has no output mask')
      await rm(join(folder, 'own.json'))
      expect(wrongIn(file)).toContain(`there is no file ${join(folder, 'own.json')}`)
    })
  })
})
