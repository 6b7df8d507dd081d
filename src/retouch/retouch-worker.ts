import { artistText } from '../contract/artist-text.ts'
import { MAX_SENT_BYTES } from '../contract/limits.ts'
import { composeCutOut } from '../strokes/compose-cut-out.ts'
import { cutOutPng } from '../strokes/cut-out-png.ts'
import { openRetouch, type Retouch } from '../strokes/retouch.ts'
import type { PixelBox } from '../cutout/hint.ts'
import { askCutOut } from './ask-cut-out.ts'
import { keptCorrections } from './kept-corrections.ts'
import { greyOf, largeOf, pixelsOf, previewOf } from './decode.ts'
import type { Order, Patch, Report, Standing } from './messages.ts'

const report = (what: Report, transfer: Transferable[] = []) => self.postMessage(what, { transfer })

type Opening = Extract<Order, { readonly do: 'open' }>

/** What was opened, and its outline once it has one. */
let opened: Opening | null = null
let open: Retouch | null = null
let ownAlpha = false

function standingOf(retouch: Retouch): Standing {
  const { canUndo, canRedo, touched } = retouch
  const objects = retouch.objects().map(({ id, box, kept }) => ({ id, box, kept }))
  return { canUndo, canRedo, touched, empty: retouch.alpha.every((byte) => byte < 128), objects }
}

/** The subject's own pixels in a box. */
function patchOf({ picture: { rgba, width }, alpha }: Retouch, box: PixelBox): Patch {
  const [w, h] = [box.right - box.left, box.bottom - box.top]
  const pixels = new Uint8ClampedArray(w * h * 4)
  for (let y = 0; y < h; y++) {
    const from = (y + box.top) * width + box.left
    pixels.set(rgba.subarray(from * 4, (from + w) * 4), y * w * 4)
    for (let x = 0; x < w; x++) pixels[(y * w + x) * 4 + 3] = alpha[from + x]!
  }
  const canvas = new OffscreenCanvas(w, h)
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, w, h), 0, 0)
  return { box, picture: canvas.transferToImageBitmap() }
}

const blobOf = async (dataUrl: string): Promise<Blob> => (await fetch(dataUrl)).blob()

/** A grey PNG's values, one a pixel. */
async function alphaOf(dataUrl: string, pixelCount: number): Promise<Uint8Array> {
  const { data } = await pixelsOf(await blobOf(dataUrl))
  const alpha = new Uint8Array(pixelCount)
  for (let p = 0; p < pixelCount; p++) alpha[p] = data[p * 4]!
  return alpha
}

async function cutOut({ picture: { file, enclosed }, corrected }: Opening): Promise<void> {
  try {
    const { width, height, source, unsure, reason, picture: shown, alpha } = await askCutOut(file, enclosed)
    const picture = await pixelsOf(await blobOf(shown))
    const outline = alpha ? await alphaOf(alpha, width * height) : new Uint8Array(width * height)
    ownAlpha = source === 'alpha'
    const before = corrected?.length === outline.length ? corrected : outline
    open = openRetouch({ rgba: picture.data, width, height }, outline, before)
    const [colours, dimmed] = await Promise.all([createImageBitmap(picture), greyOf(picture)])
    const patch = patchOf(open, { left: 0, top: 0, right: width, bottom: height })
    const facts = { width, height, ownAlpha, unsure, reason }
    const standing = standingOf(open)
    const pictures = { picture: colours, dimmed }
    report({ is: 'cut out', facts, ...pictures, patch, standing }, [colours, dimmed, patch.picture])
  } catch (error) {
    report({ is: 'not cut out', ...artistText(error) })
  }
}

async function preview({ picture: { file } }: Opening): Promise<void> {
  // Few browsers open a TIFF; what is cut out of it comes as a picture that all of them open.
  const picture = await previewOf(file).catch(() => null)
  if (picture && !open) report({ is: 'preview', picture }, [picture])
}

let isKeeping = false
let isOutdated = false

/** Keeps what was corrected; while that is being written, only the newest that comes waits. */
async function keep(): Promise<void> {
  isOutdated = isKeeping
  if (!opened || !open || isKeeping) return
  isKeeping = true
  const { id, picture } = opened
  const { touched } = open
  const kept = touched ? keptCorrections.keep(id, picture, open.alpha.slice()) : keptCorrections.forget(id)
  await kept.then(
    () => report({ is: 'kept', what: touched ? 'corrections' : 'nothing' }),
    () => report({ is: 'kept', what: 'not possible' }),
  )
  isKeeping = false
  if (isOutdated) await keep()
}

function change(how: (retouch: Retouch) => PixelBox | null): void {
  if (!open) return
  const box = how(open)
  if (box) void keep()
  const patch = box && patchOf(open, box)
  report({ is: 'changed', patch, standing: standingOf(open) }, patch ? [patch.picture] : [])
}

const imageOf = ({ rgba, width, height }: Retouch['picture']): ImageData =>
  new ImageData(Uint8ClampedArray.from(rgba), width, height)

async function compose(keepHidden: boolean): Promise<void> {
  if (!open || !opened) return
  try {
    const large = await largeOf(opened.picture.file, imageOf(open.picture))
    const picture = large ? { rgba: large.data, width: large.width, height: large.height } : open.picture
    const colours = keepHidden ? 'picture' : 'subject'
    const cut = composeCutOut(picture, open, { colours, ownAlpha: ownAlpha && large !== null })
    const { bytes } = await cutOutPng(cut, MAX_SENT_BYTES)
    report({ is: 'composed', png: new Blob([bytes], { type: 'image/png' }) })
  } catch (error) {
    report({ is: 'not composed', reason: error instanceof Error ? error.message : String(error) })
  }
}

async function follow(order: Order): Promise<void> {
  switch (order.do) {
    case 'open':
      opened = order
      await Promise.all([preview(order), cutOut(order)])
      return
    case 'cut out':
      return opened ? cutOut(opened) : undefined
    case 'stroke':
      return change((retouch) => retouch.apply(order.hint))
    case 'undo':
      return change((retouch) => retouch.undo())
    case 'redo':
      return change((retouch) => retouch.redo())
    case 'restart':
      return change((retouch) => retouch.restart())
    case 'keep':
      return change((retouch) => retouch.keep(order.object, order.kept))
    case 'compose':
      return compose(order.keepHidden)
  }
}

self.addEventListener('message', ({ data }: MessageEvent<Order>) => void follow(data))
