import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { inPieces, refusal, reset, silence, webPage, type Fault } from '../fixtures/cloud.ts'
import { cloudSuite, comes, expectMesh, meshes, press } from '../fixtures/cloud-suite.ts'
import { TOY_ROOM, toyPhoto, toyRoom } from '../fixtures/toy-room.ts'
import { addPicture, generate, spin } from '../fixtures/open-page.ts'
import type { Behaviour } from '../fixtures/upstream.ts'

const { open, cloud, allow } = cloudSuite()

/** Half of the mesh's file; `whole` says that there is no more. */
const halfOf =
  (whole: boolean): Behaviour =>
  (_request, response, raw) => {
    const { mesh } = cloud()
    const half = mesh.subarray(0, mesh.length / 2)
    response.writeHead(200, { 'content-length': whole ? half.length : mesh.length })
    response.write(half, () => (whole ? response.end() : raw.socket.resetAndDestroy()))
  }

const plainly = (fault: Fault): Behaviour => fault({})

describe('a mesh whose file', () => {
  it.each<[what: string, fault: Behaviour, reads: RegExp]>([
    ['has a link that has expired', plainly(refusal(403, 'Expired')), /its host answered 403/],
    ['breaks before its first byte', plainly(reset), /broke/],
    ['breaks in the middle', halfOf(false), /broke|cannot be reached/],
    ['ends in the middle', halfOf(true), /cut off/],
    ['is a web page', plainly(webPage(200)), /not a mesh that can be shown/],
  ])('%s is said to, and is fetched again without another request', async (_what, fault, reads) => {
    const { page, code } = await open()
    allow(page, /answer \d+: GET|ERR_/)
    await generate(page).click()
    await expect.poll(() => cloud().posts(code).length).toBe(1)
    cloud().fileFault = fault
    cloud().finish(code)
    await comes(page, reads)
    cloud().fileFault = null
    await press(page, 'Open again')
    await page.getByText(reads).first().waitFor({ state: 'detached' })
    await expectMesh(page)
    expect([cloud().posts(code).length, await meshes(page).count()]).toEqual([1, 1])
  })

  it('comes slowly, by links of which only the newest is good, is shown, and opens when session and file are gone', async () => {
    const { page, code } = await open()
    await generate(page).click()
    await expect.poll(() => cloud().posts(code).length).toBe(1)
    cloud().linkFault = plainly(refusal(403, 'Expired'))
    cloud().fileFault = inPieces(cloud().mesh, 'application/octet-stream')
    cloud().finish(code)
    allow(page, /answer \d+: GET/)
    await expectMesh(page)
    cloud().fileFault = plainly(silence)
    cloud().getFault = refusal(404, 'No such session.')
    await page.reload()
    await expectMesh(page)
    expect([cloud().posts(code).length, await meshes(page).count()]).toEqual([1, 1])
  })
})

/** Each has a colour of its own, so that it is no other test's. */
let colours = 0

async function add(page: Page): Promise<void> {
  const background = { r: ++colours, g: 90, b: 140 }
  const buffer = await sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .png()
    .toBuffer()
  const file = { name: 'cube.png', mimeType: 'image/png', buffer }
  await addPicture(page, file, 'Send as it is')
}

const sent = () => cloud().pictures().length
const isOpen = (page: Page, session: number) => expect.poll(() => page.url()).toContain(`SESSION_OF_PICTURE_${session}`)

describe('a picture', () => {
  it('whose answer is lost is sent once: its session is found, after a reload too', async () => {
    const { page } = await open()
    allow(page, /answer \d+: (POST|GET)/)
    cloud().postFaults.push({ taken: true, fault: reset }, { taken: true, fault: webPage(502) })
    const before = sent()
    await add(page)
    await isOpen(page, 1)
    await spin(page, 1).waitFor()
    expect(sent()).toBe(before + 1)
    // As long as no picture of a session can be had, it cannot be found.
    cloud().fileFault = plainly(refusal(503, 'Busy'))
    await add(page)
    await expect.poll(sent).toBe(before + 2)
    await page.reload()
    cloud().fileFault = null
    await comes(page, 'cube has arrived.')
    await press(page, 'Open cube')
    await isOpen(page, 2)
    expect(sent()).toBe(before + 2)
  })

  it('that may have arrived is not sent again by itself, one that was refused says why', async () => {
    const { page } = await open()
    allow(page, /answer \d+: POST/)
    cloud().postFaults.push({ taken: false, fault: reset }, { taken: false, fault: refusal(400, 'The kiln is full.') })
    const before = sent()
    await add(page)
    await comes(page, /^cube was sent, but not confirmed\./)
    await page.clock.fastForward(30_000)
    await page.reload()
    await comes(page, /^cube was sent, but not confirmed\./)
    expect(sent()).toBe(before + 1)
    await press(page, 'Send cube again')
    await comes(page, 'Sending cube failed. The kiln is full.')
    await page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click()
    await page.getByText('Sending cube failed.').waitFor({ state: 'detached' })
    expect(sent()).toBe(before + 2)
  })

  it('is sent with the alpha of its cut-out, whose pixels have no other colours than the subject', async () => {
    const { page } = await open()
    const before = sent()
    await addPicture(page, { name: 'toys.jpg', mimeType: 'image/jpeg', buffer: await toyPhoto(toyRoom()) })
    await expect.poll(sent).toBe(before + 1)
    const { image_url } = JSON.parse(cloud().pictures().at(-1)?.body ?? '') as { readonly image_url: string }
    expect(image_url).toMatch(/^data:image\/png;base64,/)
    const png = Buffer.from(image_url.split(',')[1] ?? '', 'base64')
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true })
    const seen = ([x, y]: readonly [number, number]) => [
      ...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4),
    ]
    expect([info.channels, seen(TOY_ROOM.ball)[3], seen([20, 20])[3]]).toEqual([4, 255, 0])
    const [red = 0, green = 0] = seen([20, 20])
    expect(red - green, 'the ball’s red where there was a wall').toBeGreaterThan(80)
  })
})
