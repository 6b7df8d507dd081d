import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { startApp, type AppServer } from '../fixtures/app-server.ts'
import { launch } from '../fixtures/chromium.ts'
import { drawCalls, openPage } from '../fixtures/open-page.ts'
import { PACKED_SIZE, dracoGlb, ktx2Glb, meshoptGlb, plainGlb, webpGlb } from '../fixtures/packed-glb.ts'

let app: AppServer
let browser: Browser
let page: Page
let faults: string[]

beforeAll(async () => {
  app = await startApp(inject('builtDir'))
  browser = await launch()
  ;({ page, faults } = await openPage(browser, app.url))
})

afterEach(() => expect(faults.splice(0)).toEqual([]))

afterAll(async () => {
  await browser?.close()
  await app?.close()
})

/** Drops a file on the page, as from a folder. */
async function drop(name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ fileName, base64 }) => {
      const dropped = new DataTransfer()
      dropped.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], fileName))
      return dropped
    },
    { fileName: name, base64: Buffer.from(bytes).toString('base64') },
  )
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}

const heading = (name: string) => page.getByRole('heading', { name })
const cellOf = (row: string) => page.getByRole('row', { name: row }).getByRole('cell').first()
const look = (name: string) => page.getByRole('radio', { name, exact: true })
const facts = () => page.getByRole('list', { name: 'What the mesh is made of' })

/** Waits until the stage has been drawn so often. */
const drawnBeyond = (count: number) => expect.poll(() => drawCalls(page), { timeout: 20_000 }).toBeGreaterThan(count)

describe('a GLB of one’s own', () => {
  it.each([
    ['plain', plainGlb, 'no texture'],
    ['packed with Draco', dracoGlb, 'no texture'],
    ['packed with meshopt', meshoptGlb, 'no texture'],
    ['with a KTX2 texture', ktx2Glb, '1 texture (4 × 4)'],
    ['with a WebP texture', webpGlb, '1 texture (8 × 8)'],
  ])('%s is opened by dropping it, measured, and told to be closed', async (name, make, texture) => {
    const file = `${name.replaceAll(' ', '-')}.glb`
    await drop(file, await make())
    await heading(file).waitFor()
    for (const [axis, row] of ['Width', 'Height', 'Depth'].entries()) expect(Number.parseFloat((await cellOf(row).textContent()) ?? '')).toBeCloseTo(PACKED_SIZE[axis] ?? Number.NaN, 3)
    expect(Number.parseFloat((await cellOf('Pivot Y').textContent()) ?? '')).toBeCloseTo(-0.5, 3)
    await facts().getByText('closed').waitFor()
    expect(await facts().textContent()).toContain('12 triangles')
    expect(await facts().textContent()).toContain(texture)
  })

  it('that is none gets its sentence, and the next one opens', async () => {
    await drop('page.glb', new TextEncoder().encode('<!doctype html><title>Not found</title>'))
    await page.getByText('The file is no GLB').waitFor()
    await drop('again.glb', await plainGlb())
    await cellOf('Width').waitFor()
  })
})

describe('the viewer', () => {
  it('draws each look, and draws nothing more until it is touched', async () => {
    for (const name of ['Clay', 'Normals', 'Wire', 'UV', 'Textured']) {
      const before = await drawCalls(page)
      await look(name).click()
      await drawnBeyond(before)
      expect(await look(name).isChecked()).toBe(true)
    }
    await page.waitForTimeout(600)
    const still = await drawCalls(page)
    await page.waitForTimeout(1000)
    expect(await drawCalls(page)).toBe(still)
  })

  it('is worked by the keyboard', async () => {
    await look('Textured').focus()
    await page.keyboard.press('ArrowRight', { delay: 50 })
    expect(await look('Clay').isChecked()).toBe(true)
    await page.keyboard.press('ArrowLeft', { delay: 50 })
    expect(await look('Textured').isChecked()).toBe(true)
  })

  it('draws on while the view turns, and stops when it is told to', async () => {
    await page.getByRole('button', { name: 'Turn', exact: true }).click()
    const before = await drawCalls(page)
    await drawnBeyond(before + 60)
    await page.getByRole('button', { name: 'Turn', exact: true }).click()
    await page.waitForTimeout(600)
    const still = await drawCalls(page)
    await page.waitForTimeout(800)
    expect(await drawCalls(page)).toBe(still)
  })

  it('lights the mesh in another way, and brighter or darker', async () => {
    await page.getByRole('button', { name: 'Light' }).click()
    for (const name of ['Outdoor', 'Studio']) {
      const before = await drawCalls(page)
      await look(name).click()
      await drawnBeyond(before)
    }
    await page.getByRole('slider', { name: 'Exposure' }).focus()
    const before = await drawCalls(page)
    await page.keyboard.press('ArrowRight')
    await drawnBeyond(before)
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Escape')
  })

  it('goes back to the session, whose draft is as it was', async () => {
    await page.getByRole('button', { name: 'Back to the session' }).click()
    await page.getByRole('button', { name: 'Generate preview' }).waitFor()
    expect(await page.getByRole('radiogroup', { name: 'Look' }).count()).toBe(0)
  })
})
