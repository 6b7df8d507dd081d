import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import sharp from 'sharp'
import { startApp } from '../fixtures/app-server.ts'
import { buildApp } from '../fixtures/built.ts'
import { launch } from '../fixtures/chromium.ts'
import { downloadGlb, generate, openPage, spin, type } from '../fixtures/open-page.ts'

/** Not under `public`: it would ship with the page. */
const FILE = '.github/screenshot.webp'

/** The README's picture: the first sample as a mesh in the stage of the built page, its origin at the bottom centre. */
export default async function makeScreenshot(): Promise<void> {
  const builtDir = await buildApp()
  const app = await startApp(builtDir)
  const chromium = await launch()
  try {
    const { page } = await openPage(chromium, app.url, { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1.5 })
    await spin(page, 1).click()
    for (const [name, text] of [['Width', '0.24'], ['Height', '0.2'], ['Depth', '0.15'], ['Pivot X', '0'], ['Pivot Y', '-0.5'], ['Pivot Z', '0']] as const)
      await type(page, name, text)
    await generate(page).click()
    await downloadGlb(page)
    await page.mouse.move(0, 0)
    await page.waitForTimeout(1500)
    await mkdir(dirname(FILE), { recursive: true })
    const { size } = await sharp(await page.screenshot()).webp({ quality: 88, effort: 6 }).toFile(FILE)
    console.log(`${FILE} ${Math.round(size / 1000)} kB`)
  } finally {
    await chromium.close()
    await app.close()
    await rm(builtDir, { recursive: true, force: true })
  }
}
