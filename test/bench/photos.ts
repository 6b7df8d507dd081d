import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { picture, PICTURES } from '../fixtures/pictures.ts'
import { isShared } from '../fixtures/shared-pictures.ts'

/** Puts the photos of the benchmarks into a folder, so that the process that measures does not hold what it takes to make them. */
export async function writePhotos(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of PICTURES)
    await writeFile(join(folder, isShared(name) ? name.replace('/', '-') : name), await picture(name))
}
