import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeSubject } from '../../src/cutout/subject-file.ts'
import type { Subject } from '../../src/cutout/subject.ts'
import { fineSubject, keepSubject, subjectIn } from '../../src/engine/kept-subjects.ts'
import type { Look } from '../../src/engine/look.ts'
import { cutFiner, cutSubject } from '../../src/engine/pipeline.ts'

const SIDE = 1400
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">
  <rect width="100%" height="100%" fill="white"/><circle cx="50%" cy="50%" r="600" fill="firebrick"/></svg>`

let folder: string
let known: Subject
let files: { imageFile: string; subjectFile: string; enclosed: 'auto' }
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-subjects-'))
  files = { imageFile: join(folder, 'image'), subjectFile: join(folder, 'subject-fine.rgba'), enclosed: 'auto' }
  const image = await sharp(Buffer.from(PICTURE)).png().toBuffer()
  await writeFile(files.imageFile, image)
  known = await cutSubject(image, 'auto')
})
afterEach(() => rm(folder, { recursive: true }))

const same = (a: Subject, b: Subject): boolean => Buffer.from(writeSubject(a)).equals(writeSubject(b))

test('a subject is the same once it was kept, and kept again it replaces the one before', async () => {
  const file = join(folder, 'subject')
  await keepSubject(file, known)
  expect(same(await subjectIn(file), known)).toBe(true)
  const inverse = { ...known, mask: known.mask.map((coverage) => 1 - coverage) }
  await keepSubject(file, inverse)
  expect(same(await subjectIn(file), inverse)).toBe(true)
})

test('the finer cut-out is kept for the next refinement', async () => {
  const fine = await fineSubject(known, files)
  expect(fine.width).toBeGreaterThan(1.2 * known.width)
  await rm(files.imageFile)
  expect(same(await fineSubject(known, files), fine)).toBe(true)
})

test('a finer cut-out that cannot be kept is used all the same, and a damaged one is cut again', async () => {
  await mkdir(join(files.subjectFile, 'in the way'), { recursive: true })
  const fine = await fineSubject(known, files)
  expect(fine.width).toBeGreaterThan(1.2 * known.width)
  expect((await readdir(folder)).toSorted(), 'nothing half-written').toEqual(['image', 'subject-fine.rgba'])
  await rm(files.subjectFile, { recursive: true })
  await fineSubject(known, files)
  await truncate(files.subjectFile, 1000)
  expect(same(await fineSubject(known, files), fine)).toBe(true)
  expect(same(await subjectIn(files.subjectFile), fine)).toBe(true)
})

/** Two discs on a wall of stripes; a model sees the left one alone. */
const TWO = `<svg xmlns="http://www.w3.org/2000/svg" width="1100" height="1100">
  <pattern id="wall" width="140" height="90" patternUnits="userSpaceOnUse"><rect width="140" height="90" fill="gold"/>
  <rect width="60" height="90" fill="navy"/></pattern><rect width="100%" height="100%" fill="url(#wall)"/>
  <circle cx="35%" cy="50%" r="300" fill="firebrick"/><circle cx="82%" cy="80%" r="150" fill="seagreen"/></svg>`

test('a refined mesh has the subject of its preview, as the model sees the same picture for both', async () => {
  const shown: Buffer[] = []
  const look: Look = async ({ rgba }) => {
    shown.push(Buffer.from(rgba))
    const values = Float32Array.from({ length: 100 * 100 }, (_, p) =>
      Number(Math.hypot((p % 100) - 34.5, Math.floor(p / 100) - 49.5) < 27.3),
    )
    const seen = () => ({ width: 100, height: 100, values })
    return { first: seen, closer: seen }
  }
  const image = await sharp(Buffer.from(TWO)).png().toBuffer()
  const preview = await cutSubject(image, 'auto', look)
  const fine = await cutFiner(image, preview, 'auto', look)
  expect([preview.width, preview.height].map((px) => Math.abs(px - 16 - (600 * 1024) / 1100) < 5)).toEqual([true, true])
  expect([fine.width, fine.height].map((px) => Math.abs(px - 16 - 600) < 7)).toEqual([true, true])
  expect(shown[1]?.equals(shown[0]!)).toBe(true)
})
