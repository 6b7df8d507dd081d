import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { startApp } from '../fixtures/app-server.ts'
import { buildApp } from '../fixtures/built.ts'
import { launch } from '../fixtures/chromium.ts'
import { filmMainJob } from './main-job.ts'
import { takePhoto } from './photo.ts'
import { downloadGlb, generate, middleOf, newVisitor, openPage, spin, type } from '../fixtures/open-page.ts'

/** Not under `public`: it would ship with the page. */
const FILE = '.github/screenshot.webp'

const CUT_OUT_FILE = '.github/cut-out.webp'

/** A photo in its cut-out, with the brush over a thin part that it has lost. */
async function takeCutOut(page: Page): Promise<void> {
  const { bytes } = await takePhoto({ object: 'rocket', room: 'kitchen', encoding: 'jpeg', side: 1024 })
  await page.getByLabel('Image file').setInputFiles({ name: 'rocket.jpg', mimeType: 'image/jpeg', buffer: bytes })
  await page.getByRole('radio', { name: 'Keep' }).click()
  const { x, y } = await middleOf(page.getByRole('application'))
  await page.mouse.move(x, y - 225)
  await page.mouse.down()
  await page.mouse.move(x, y - 270, { steps: 8 })
  await page.waitForTimeout(1000)
  const { size } = await sharp(await page.screenshot())
    .webp({ quality: 88, effort: 6 })
    .toFile(CUT_OUT_FILE)
  await page.mouse.up()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Discard it' }).click()
  console.log(`${CUT_OUT_FILE} ${Math.round(size / 1000)} kB`)
}

const LOOKS = ['Textured', 'Clay', 'Normals', 'Wire', 'UV']

/** The README's pictures: the main job as it moves, a photo's cut-out, the first sample as a mesh in the stage of the built page, its origin at the bottom centre, and the same mesh in its five looks. */
export default async function makeScreenshot(): Promise<void> {
  const builtDir = await buildApp()
  const app = await startApp(builtDir)
  const chromium = await launch()
  try {
    const visitor = await newVisitor(chromium, { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1.5 })
    const filmed = await newVisitor(chromium, { viewport: { width: 1440, height: 900 } })
    await filmMainJob(await openPage(filmed, app.url))
    await filmed.context.close()
    const page = await openPage(visitor, app.url)
    await mkdir(dirname(FILE), { recursive: true })
    await takeCutOut(page)
    await spin(page, 1).click()
    for (const [name, text] of [
      ['Width', '0.24'],
      ['Height', '0.2'],
      ['Depth', '0.15'],
      ['Pivot X', '0'],
      ['Pivot Y', '-0.5'],
      ['Pivot Z', '0'],
    ] as const)
      await type(page, name, text)
    await generate(page).click()
    await downloadGlb(page)
    await page.mouse.move(0, 0)
    await page.waitForTimeout(1500)
    const { size } = await sharp(await page.screenshot())
      .webp({ quality: 88, effort: 6 })
      .toFile(FILE)
    console.log(`${FILE} ${Math.round(size / 1000)} kB`)
    const stage = await page.locator('canvas').boundingBox()
    if (!stage) throw new Error('There is no stage to take pictures of.')
    for (const look of LOOKS) {
      await page.getByRole('radio', { name: look, exact: true }).click()
      await page.mouse.move(0, 0)
      await page.waitForTimeout(1200)
      const file = `${dirname(FILE)}/look-${look.toLowerCase()}.webp`
      const side = Math.min(stage.width, stage.height) * 0.86
      const clip = {
        x: stage.x + (stage.width - side) / 2,
        y: stage.y + (stage.height - side) / 2,
        width: side,
        height: side,
      }
      const taken = await sharp(await page.screenshot({ clip }))
        .resize(480)
        .webp({ quality: 84, effort: 6 })
        .toFile(file)
      console.log(`${file} ${Math.round(taken.size / 1000)} kB`)
    }
  } finally {
    await chromium.close()
    await app.close()
    await rm(builtDir, { recursive: true, force: true })
  }
}
