import { onMediaChange } from '../ui/media.ts'
import type { Store } from '../ui/store.ts'
import type { Brush } from './brush.ts'
import type { Desk } from './desk.ts'
import { coloursOf, createPainter, paintOverlay } from './draw.ts'
import { createHand } from './hand.ts'
import { createKeyHand } from './key-hand.ts'
import type { Place } from './place.ts'
import { listenToPointers } from './pointer-input.ts'
import { strokesUnderWay } from './strokes-under-way.ts'
import { toPicture, type Point, type Size } from './view.ts'

export interface SurfaceOptions {
  readonly desk: Desk
  readonly place: Place
  readonly brush: Store<Brush>
  /** Tells a screen reader what the keyboard's brush does. */
  readonly say: (words: string) => void
}

const percent = (part: number, whole: number): string => `${Math.round((part / whole) * 100)} %`

const sizeOf = ({ clientWidth: width, clientHeight: height }: HTMLElement): Size => ({ width, height })

/**
 * Binds an element, which holds a canvas for the pictures and one over it for the brush, to a desk. It draws on demand, once a frame
 * at most, and React hears nothing of a pointer that moves.
 * @returns a function that ends this
 */
export function mountSurface(host: HTMLElement, { desk, place, brush, say }: SurfaceOptions): () => void {
  const [pictures, overlay] = host.querySelectorAll('canvas')
  if (!pictures || !overlay) throw new Error('The easel has no canvas.')
  const ended = new AbortController()
  const { signal } = ended
  const painter = createPainter()
  const strokes = strokesUnderWay(desk, place, brush)
  let colours = coloursOf(host)
  let pointer: Point | null = null
  let [frame, arePicturesStale] = [0, true]

  const draw = () => {
    frame = 0
    const view = place.view()
    if (!view) return
    if (arePicturesStale) painter.paint(pictures, desk.layers.get(), view, colours, devicePixelRatio)
    arePicturesStale = false
    const at = keys.at() ?? pointer
    const { diameterPx, mode } = brush.get()
    const ring = at && { at, diameterPx, mode }
    paintOverlay(overlay, { strokes: strokes.list(), ring }, view, colours, devicePixelRatio)
  }
  const redraw = () => {
    frame ||= requestAnimationFrame(draw)
  }
  const redrawAll = () => {
    arePicturesStale = true
    redraw()
  }
  const effects = {
    begin: strokes.begin,
    paint: strokes.paint,
    lift: strokes.lift,
    drop: strokes.drop,
    pan: place.pan,
    zoom: place.zoom,
  }
  const sayWhere = (words: string, at: Point) => {
    const view = place.view()
    const { picture } = place.get()
    if (!view || !picture) return
    const [x, y] = toPicture(view, at)
    say(`${words} ${percent(x, picture.width)} across, ${percent(y, picture.height)} down`)
  }
  const keys = createKeyHand({ ...effects, show: redraw, say: sayWhere })

  listenToPointers(host, {
    hand: createHand(effects),
    place,
    moves: keys.moves,
    onPointer(at) {
      pointer = at
      // Space is held down for a pointer that moves.
      if (at && !keys.moves()) keys.away()
      redraw()
    },
    signal,
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || !keys.down(event, pointer, sizeOf(host))) return
    event.preventDefault()
    event.stopPropagation()
    redraw()
  }
  const onKeyUp = (event: KeyboardEvent) => {
    keys.up(event)
    redraw()
  }
  const onFocus = () => host.matches(':focus-visible') && !pointer && keys.appear(null, sizeOf(host))
  const onBlur = () => {
    keys.away()
    redraw()
  }
  host.addEventListener('keydown', onKeyDown, { signal })
  host.addEventListener('keyup', onKeyUp, { signal })
  host.addEventListener('focus', onFocus, { signal })
  host.addEventListener('blur', onBlur, { signal })

  const resize = () => {
    for (const canvas of [pictures, overlay]) {
      canvas.width = Math.round(host.clientWidth * devicePixelRatio)
      canvas.height = Math.round(host.clientHeight * devicePixelRatio)
    }
    place.resize(sizeOf(host))
    redrawAll()
  }
  const observer = new ResizeObserver(resize)
  observer.observe(host)
  const showLayers = () => {
    place.show(desk.layers.get().size)
    redrawAll()
  }
  const settle = () => {
    strokes.settle(desk.state.get().changing)
    redraw()
  }
  const changeColours = () => {
    colours = coloursOf(host)
    redrawAll()
  }
  showLayers()
  const leave = [
    desk.layers.subscribe(showLayers),
    desk.state.subscribe(settle),
    place.subscribe(redrawAll),
    brush.subscribe(redraw),
    onMediaChange('lightTheme', changeColours),
  ]
  return () => {
    ended.abort()
    observer.disconnect()
    cancelAnimationFrame(frame)
    for (const end of leave) end()
  }
}
