import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { build } from 'vite'
import { SAMPLES } from '../../src/session/samples.ts'
import { launch } from '../fixtures/chromium.ts'

const SIZE = 1024
const FOLDER = 'public/samples'

async function studioScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      lib: { entry: join(import.meta.dirname, 'studio-page.ts'), formats: ['iife'], name: 'studio' },
    },
  })
  const [bundle] = Array.isArray(built) ? built : [built]
  if (!bundle || !('output' in bundle)) throw new Error('Vite built no studio')
  return bundle.output[0].code
}

/** Photographs the four sample objects into public/samples. `ONLY=duck.webp PASSES=24 OUT=/tmp/x` gives a quick look at one. */
export default async function makeSamples(): Promise<void> {
  const { ONLY, PASSES = '72', OUT = FOLDER } = process.env
  await mkdir(OUT, { recursive: true })
  const chromium = await launch()
  try {
    const page = await chromium.newPage()
    page.on('pageerror', (error) => console.error(error))
    page.on('console', (message) => message.type() === 'error' && console.error(message.text()))
    await page.addScriptTag({ content: await studioScript() })
    for (const { file } of SAMPLES.filter((sample) => !ONLY || sample.file === ONLY)) {
      const start = performance.now()
      const base64: unknown = await page.evaluate(
        `photographByName('${file.replace('.webp', '')}', ${SIZE}, ${PASSES})`,
      )
      const raw = { raw: { width: SIZE, height: SIZE, channels: 4 } } as const
      const picture = await sharp(Buffer.from(String(base64), 'base64'), raw)
        .flip()
        .webp({ quality: 90, alphaQuality: 100, effort: 6 })
        .toBuffer()
      await writeFile(join(OUT, file), picture)
      console.log(
        `${file} ${Math.round(picture.length / 1000)} kB, ${Math.round((performance.now() - start) / 1000)} s`,
      )
    }
  } finally {
    await chromium.close()
  }
  await writeFile(join(OUT, 'samples.json'), `${JSON.stringify(SAMPLES, null, 2)}\n`)
}
