import { useRef, useState } from 'react'
import { artistText } from '../contract/artist-text.ts'
import { InvalidInput } from '../contract/problems.ts'
import { saveFile } from '../download/save-file.ts'
import { IntakeError } from '../intake/intake-error.ts'
import { bytesText } from '../result/bytes-text.ts'
import { StorageError } from '../storage/database.ts'
import { Button } from '../ui/button.tsx'
import { MAX_ARCHIVE_BYTES, writeArchive } from './archive.ts'
import type { Entry } from './entry.ts'
import css from './library.module.css'
import { openArchive } from './open-archive.ts'
import { libraryShelves } from './shelves.ts'
import { meshesText } from './words.ts'

const shelves = libraryShelves()

const sizeOf = (entries: readonly Entry[]): number =>
  entries.flatMap(({ results }) => results).reduce((sum, { bytes }) => sum + bytes, 0)

async function save(entries: readonly Entry[]): Promise<string> {
  const bytes = sizeOf(entries)
  if (bytes > MAX_ARCHIVE_BYTES)
    return `These are ${bytesText(bytes)}; one file holds ${bytesText(MAX_ARCHIVE_BYTES)}. Search for some of them, and export those.`
  const name = `plinth-library-${new Date().toISOString().slice(0, 10)}.zip`
  saveFile(new Blob([await writeArchive(entries, shelves)], { type: 'application/zip' }), name)
  return `Saved ${name}`
}

async function takeIn(file: File): Promise<string> {
  if (file.size > MAX_ARCHIVE_BYTES * 1.1)
    return `${file.name} is larger than ${bytesText(MAX_ARCHIVE_BYTES)}, which is more than a browser can open.`
  const { added, known } = await shelves.takeIn(await openArchive(new Uint8Array(await file.arrayBuffer()), file.name))
  return `${meshesText(added)} imported${known > 0 ? `, ${known} kept here already` : ''}.`
}

/** What is wrong with a file is said as it is; anything else in the page's usual words. */
function wordsOf(error: unknown): string {
  if (error instanceof InvalidInput || error instanceof IntakeError || error instanceof StorageError)
    return `Nothing was imported. ${error.message}`
  const { what, next } = artistText(error)
  return `${what} ${next}`
}

/** The library as one file: what the list shows goes out, and what such a file holds comes in. */
export function Transfer({ entries }: { readonly entries: readonly Entry[] }) {
  const input = useRef<HTMLInputElement>(null)
  const [words, setWords] = useState('')
  const [busy, setBusy] = useState(false)
  const run = (work: Promise<string>) => {
    setBusy(true)
    setWords('')
    void work
      .catch(wordsOf)
      .then(setWords)
      .finally(() => setBusy(false))
  }
  return (
    <div className={css.transfer}>
      <output className={css.facts}>{words}</output>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        aria-label="Library file"
        hidden
        onChange={({ target }) => {
          const file = target.files?.[0]
          if (file) run(takeIn(file))
          target.value = ''
        }}
      />
      <Button aria-disabled={busy} onClick={() => busy || input.current?.click()}>
        Import
      </Button>
      <Button aria-disabled={busy} disabled={sizeOf(entries) === 0} onClick={() => busy || run(save(entries))}>
        {busy ? 'Working' : 'Export'}
      </Button>
    </div>
  )
}
