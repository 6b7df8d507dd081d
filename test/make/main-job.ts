import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { framesOn, generate, handle, middleOf, slider, spin, stageIsReady } from '../fixtures/open-page.ts'

/** Not under `public`: it would ship with the page. */
const FILE = '.github/main-job.webp'

const [WIDTH_PX, STEPS, STEP_MS] = [960, 7, 60]

interface Frame {
  readonly png: Buffer
  readonly ms: number
}

interface Point {
  readonly x: number
  readonly y: number
}

/** Browsers leave the pointer out of pictures, so one is drawn. */
const showPointer = (page: Page): Promise<void> =>
  page.evaluate(`{
    const pointer = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    pointer.setAttribute('viewBox', '0 0 24 24');
    pointer.innerHTML = '<path d="M4 2v17l4.6-4.3 2.9 6.8 2.9-1.2-2.9-6.7h6.3z" fill="#fff" stroke="#111" stroke-width="1.5"/>';
    Object.assign(pointer.style, { position: 'fixed', left: '0', top: '0', width: '38px', zIndex: '9999', pointerEvents: 'none' });
    document.body.append(pointer);
    const follow = ({ clientX, clientY }) => { pointer.style.translate = (clientX - 6) + 'px ' + (clientY - 3) + 'px' };
    addEventListener('pointermove', follow, { capture: true });
    const press = (to) => () => { pointer.style.scale = to };
    addEventListener('pointerdown', press('0.85'), { capture: true });
    addEventListener('pointerup', press('1'), { capture: true });
  }`)

/** Films the page by pictures of it: how long each is shown does not depend on how long it took. */
class Film {
  readonly #frames: Frame[] = []
  readonly #page: Page
  #at: Point = { x: 700, y: 640 }

  constructor(page: Page) {
    this.#page = page
  }

  async show(ms: number): Promise<void> {
    await framesOn(this.#page, 2)
    const png = await sharp(await this.#page.screenshot())
      .resize(WIDTH_PX)
      .png()
      .toBuffer()
    this.#frames.push({ png, ms })
  }

  async moveTo(to: Point, steps = STEPS): Promise<void> {
    const from = this.#at
    for (let step = 1; step <= steps; step++) {
      const t = step / steps
      const eased = t * t * (3 - 2 * t)
      this.#at = { x: from.x + (to.x - from.x) * eased, y: from.y + (to.y - from.y) * eased }
      await this.#page.mouse.move(this.#at.x, this.#at.y)
      await this.show(STEP_MS)
    }
  }

  async click(element: Locator): Promise<void> {
    await this.moveTo(await middleOf(element))
    await this.#page.mouse.down()
    await this.show(120)
    await this.#page.mouse.up()
    await this.show(500)
  }

  async drag(element: Locator, dx: number, dy: number): Promise<void> {
    const { x, y } = await middleOf(element)
    await this.moveTo({ x, y })
    await this.#page.mouse.down()
    await this.moveTo({ x: x + dx, y: y + dy }, 10)
    await this.#page.mouse.up()
    await this.show(500)
  }

  async save(): Promise<void> {
    const { size } = await sharp(
      this.#frames.map(({ png }) => png),
      { join: { animated: true } },
    )
      .webp({ quality: 72, effort: 5, minSize: true, loop: 0, delay: this.#frames.map(({ ms }) => ms) })
      .toFile(FILE)
    const seconds = this.#frames.reduce((sum, { ms }) => sum + ms, 0) / 1000
    console.log(`${FILE} ${Math.round(size / 1000)} kB, ${this.#frames.length} pictures, ${seconds.toFixed(1)} s`)
  }
}

/** A machine that is busy may take the database for one that does not open. */
async function openUntilItSaves(page: Page): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    if (!(await page.getByText('does not let Plinth save anything').isVisible())) return
    await page.reload()
    await stageIsReady(page)
  }
  throw new Error('The page finds no place to save anything.')
}

/** A job takes longer than anybody looks on: as many pictures of it as there is room for. */
const [MOST_WAITING, WAITED_FOR_MS] = [24, 180_000]

/** The main job on the first sample: a spin, a size, a pivot, a mesh, a file. */
export async function filmMainJob(page: Page): Promise<void> {
  await openUntilItSaves(page)
  await showPointer(page)
  const film = new Film(page)
  await film.moveTo({ x: 700, y: 600 }, 1)
  await film.show(700)
  await film.click(spin(page, 1))
  await film.drag(slider(page, 'Height'), 40, 0)
  await film.drag(handle(page, 'pivot-y'), 0, 60)
  await film.click(generate(page))
  const download = page.getByRole('button', { name: 'Download GLB' })
  for (let shown = 0; shown < MOST_WAITING && !(await download.isVisible()); shown++) await film.show(120)
  await download.waitFor({ timeout: WAITED_FOR_MS })
  await film.show(900)
  await film.click(page.getByRole('radio', { name: 'Clay', exact: true }))
  await film.click(page.getByRole('radio', { name: 'Textured', exact: true }))
  await film.click(download)
  await page.getByText('Saved ').first().waitFor()
  await film.show(1500)
  await film.save()
}
