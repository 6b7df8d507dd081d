/*
 * Corrections that were not sent, so that a reload of their tab does not lose them: the newest alone, for pictures are large. The picture is
 * written once, the outline after each stroke.
 */
import * as z from 'zod/mini'
import { ENCLOSED_CHOICES } from '../contract/enclosed-areas.ts'
import { openStorage, tableOf } from '../storage/storage.ts'
import type { Tables } from '../storage/tables.ts'

const pictureSchema = z.object({
  id: z.literal('picture'),
  of: z.string(),
  file: z.instanceof(Blob),
  fileName: z.string(),
  name: z.string(),
  correcting: z.boolean(),
  enclosed: z.enum(ENCLOSED_CHOICES),
})

const outlineSchema = z.object({ id: z.literal('outline'), of: z.string(), bytes: z.instanceof(Uint8Array) })

const rowSchema = z.discriminatedUnion('id', [pictureSchema, outlineSchema])

/** What is corrected. */
export interface CorrectedPicture extends Omit<z.output<typeof pictureSchema>, 'id' | 'of' | 'file' | 'fileName'> {
  readonly file: File
}

export interface KeptCorrections {
  readonly picture: CorrectedPicture
  /** Coverage in bytes, one a pixel of the picture as it is worked on. */
  readonly alpha: Uint8Array
}

/** `storage`: for tests, another one than the page's. */
export function correctionsIn(storage: () => Promise<Tables> = openStorage) {
  const table = tableOf('corrections', { read: (row) => rowSchema.safeParse(row).data ?? null, storage })
  return {
    /** Keeps an outline in the place of the one before. Rejects where nothing can be kept. */
    async keep(of: string, { file, ...about }: CorrectedPicture, alpha: Uint8Array<ArrayBuffer>): Promise<void> {
      if (!(await table.keeps())) throw new Error('This browser keeps nothing.')
      const picture = { id: 'picture', of, file, fileName: file.name, ...about } as const
      const outline = { id: 'outline', of, bytes: alpha } as const
      await table.change((rows) => {
        const isThere = rows.some((row) => row.id === 'picture' && row.of === of)
        return { put: isThere ? [outline] : [picture, outline] }
      })
    },
    /** Null where they are not kept, or others have taken their place. */
    async find(of: string): Promise<KeptCorrections | null> {
      const rows = await table.all()
      const picture = rows.find((row) => row.id === 'picture')
      const outline = rows.find((row) => row.id === 'outline')
      if (picture?.of !== of || outline?.of !== of) return null
      const { file, fileName, name, correcting, enclosed } = picture
      return {
        picture: { file: new File([file], fileName, { type: file.type }), name, correcting, enclosed },
        alpha: outline.bytes,
      }
    },
    forget: (of: string): Promise<void> =>
      table.change((rows) => ({ remove: rows.filter((row) => row.of === of).map(({ id }) => id) })),
  }
}

/** The page's own. */
export const keptCorrections = correctionsIn()
