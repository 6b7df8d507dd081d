import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { cutOut } from '../../src/cutout/cut-out.ts'
import { decodePicture } from '../../src/cutout/decode-picture.ts'
import { framingOf } from '../../src/engine/pipeline.ts'
import { READINGS } from '../../src/shape/readings.ts'
import type { Subject } from '../../src/cutout/subject.ts'
import { textureSurface } from '../../src/paint/texture-surface.ts'
import { renderFrames } from '../../src/paint/turntable.ts'

const CELL = 200
/** Front, three-quarter, side and back. */
const TURNS_RAD = [0, 0.7, Math.PI / 2, Math.PI]

interface Cell {
  readonly input: Buffer
  readonly column: number
}

const toCell = (image: Sharp): Promise<Buffer> =>
  image.resize(CELL, CELL, { fit: 'contain', background: '#808080' }).removeAlpha().png().toBuffer()

async function rowOf(path: string): Promise<Cell[]> {
  const bytes = await readFile(path)
  const subject = cutOut(await decodePicture(bytes))
  const cells = [toCell(sharp(bytes).flatten({ background: '#ffffff' })), toCell(maskPicture(subject))]
  for (const { build } of READINGS) {
    const model = textureSurface(await build(subject, { maxTriangles: 12_000 }), subject, { size: 1024 })
    const { rgb } = renderFrames(model, { framing: framingOf(subject), turnsRad: TURNS_RAD, sizePx: CELL })
    const bytesOfFrame = CELL * CELL * 3
    for (let frame = 0; frame < TURNS_RAD.length; frame++)
      cells.push(
        toCell(
          sharp(rgb.subarray(frame * bytesOfFrame, (frame + 1) * bytesOfFrame), {
            raw: { width: CELL, height: CELL, channels: 3 },
          }),
        ),
      )
  }
  return (await Promise.all(cells)).map((input, column) => ({ input, column }))
}

function maskPicture({ width, height, mask }: Subject): Sharp {
  return sharp(
    Uint8Array.from(mask, (value) => Math.round(255 * value)),
    { raw: { width, height, channels: 1 } },
  )
}

/**
 * Draws one sheet of all photos in the folder (or in PLINTH_BENCH_IMAGES): picture, mask, and each reading from front,
 * three-quarter, side and back. It is made to be looked at.
 */
export async function drawContactSheet(photoFolder: string, print: (line: string) => void): Promise<void> {
  const folder = resolve(process.env.PLINTH_BENCH_IMAGES ?? photoFolder)
  const names = (await readdir(folder)).filter((name) => /\.(png|jpe?g|webp)$/i.test(name)).toSorted()
  const rows: Cell[][] = []
  for (const name of names) rows.push(await rowOf(join(folder, name)))
  const file = join(tmpdir(), `plinth-contact-sheet-${new Date().toISOString().replace(/[:.]/g, '-')}.png`)
  await sharp({
    create: {
      width: CELL * (2 + READINGS.length * TURNS_RAD.length),
      height: CELL * rows.length,
      channels: 3,
      background: '#808080',
    },
  })
    .composite(
      rows.flatMap((cells, row) => cells.map(({ input, column }) => ({ input, left: column * CELL, top: row * CELL }))),
    )
    .png()
    .toFile(file)
  print(`contact sheet: ${file}`)
  print(`  rows: ${names.join(', ')}`)
  print(
    `  columns: picture, mask, then ${READINGS.map(({ label }) => label).join(', ')}, each from front, three-quarter, side and back`,
  )
}
