import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type OverlayOptions } from 'sharp'
import { MODELS, type ModelName } from './objects.ts'
import { takePhoto } from './photo.ts'
import { PHOTO_ROOMS, type PhotoRoomName } from './photo-rooms.ts'

const CELL = 320

/** One sheet of every object on every paper and in every room, to be looked at: `node test/make/run.mjs photo-sheet`. */
export default async function makePhotoSheet(): Promise<void> {
  const objects = Object.keys(MODELS) as ModelName[]
  const rooms: (PhotoRoomName | 'none')[] = [...(Object.keys(PHOTO_ROOMS) as PhotoRoomName[]), 'none']
  const lights = ['softbox', 'window', 'bulb'] as const
  const cells: OverlayOptions[] = []
  for (const [row, object] of objects.entries())
    for (const [column, room] of rooms.entries()) {
      const start = performance.now()
      const light = lights[(row + column) % 3]!
      const { bytes } = await takePhoto({ object, room, light, encoding: room === 'none' ? 'png' : 'jpeg' })
      console.log(
        `${object}, ${room}, ${light}: ${Math.round(performance.now() - start)} ms, ${Math.round(bytes.length / 1000)} kB`,
      )
      cells.push({ input: await sharp(bytes).resize(CELL).png().toBuffer(), left: column * CELL, top: row * CELL })
    }
  const file = join(tmpdir(), 'plinth-photo-sheet.png')
  await sharp({
    create: { width: CELL * rooms.length, height: CELL * objects.length, channels: 3, background: '#bbbbbb' },
  })
    .composite(cells)
    .png()
    .toFile(file)
  console.log(`${file}\n  rows: ${objects.join(', ')}\n  columns: ${rooms.join(', ')}`)
}
