import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { INTENT_KEPT_MS } from '../../src/contract/intent.ts'
import { openIntentFiles } from '../../src/server/intent-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-intent-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a start deletes the intents that are too old, before another is put, and keeps the others', async () => {
  const now = new Date()
  const place = (name: string) => join(folder, 'intents', `${name}.json`)
  await mkdir(join(folder, 'intents'))
  for (const [name, ageMs] of [
    ['old', INTENT_KEPT_MS + 60_000],
    ['fresh', INTENT_KEPT_MS - 60_000],
  ] as const) {
    await writeFile(place(name), '{}')
    const at = new Date(now.getTime() - ageMs)
    await utimes(place(name), at, at)
  }
  openIntentFiles(folder, () => now)
  await expect.poll(() => readdir(join(folder, 'intents'))).toEqual(['fresh.json'])
})
