import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

/** Our own chair, and where `../shared/images` was there the real stool, which earlier figures are of. */
const TIMED = ['chair.jpg', 'shared-stool.jpg']

export interface TimedPhoto {
  readonly name: string
  readonly bytes: Buffer
}

/** The photos to time, their longer side at 1024 pixels, as JPEGs straight from a camera's settings. */
export function timedPhotos(folder: string, names: readonly string[] = TIMED): Promise<TimedPhoto[]> {
  return Promise.all(
    names
      .filter((name) => existsSync(join(folder, name)))
      .map(async (name) => ({
        name,
        bytes: await sharp(await readFile(join(folder, name)))
          .resize(1024, 1024, { fit: 'contain', background: '#ffffff' })
          .jpeg({ quality: 90 })
          .toBuffer(),
      })),
  )
}
