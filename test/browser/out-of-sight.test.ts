import { describe, expect, it } from 'vitest'
import { MOVING, browserSuite } from '../fixtures/browser-suite.ts'
import {
  drawCalls,
  expectDrawnBeyond,
  expectRest,
  framesOn,
  generate,
  spin,
  stageCanvas,
} from '../fixtures/open-page.ts'

const { visit } = browserSuite()

describe('the stage out of sight', () => {
  it('draws no frame in a phone’s low window though its mesh turns by itself, and turns on when it is scrolled back', async () => {
    const page = await visit('/', { ...MOVING, viewport: { width: 360, height: 470 } })
    await spin(page, 1).click()
    await generate(page).click()
    await page.getByRole('button', { name: 'Download GLB' }).waitFor()
    const turn = page.getByRole('button', { name: 'Auto-rotate', exact: true })
    await turn.click()
    expect(await turn.getAttribute('aria-pressed')).toBe('true')
    await expectDrawnBeyond(page, (await drawCalls(page)) + 10)
    await page.getByRole('button', { name: 'Download GLB' }).scrollIntoViewIfNeeded()
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
    await expect
      .poll(() => stageCanvas(page).evaluate((canvas) => canvas.getBoundingClientRect().bottom))
      .toBeLessThan(0)
    await expectRest(page)
    const before = await drawCalls(page)
    await framesOn(page, 30)
    expect(await drawCalls(page)).toBe(before)
    await stageCanvas(page).scrollIntoViewIfNeeded()
    await expectDrawnBeyond(page, before)
  })
})
