import { createStore, type Store } from '../ui/store.ts'
import { fitted, panned, zoomed, type Point, type Size, type View } from './view.ts'

interface Placed {
  readonly easel: Size
  readonly picture: Size | null
  /** Null while the whole picture is shown, whatever size the easel gets. */
  readonly chosen: View | null
}

/** Which part of the picture the easel shows. */
export interface Place extends Pick<Store<Placed>, 'get' | 'subscribe'> {
  /** Null until both sizes are known. */
  view(): View | null
  resize(easel: Size): void
  show(picture: Size | null): void
  pan(by: Point): void
  /** About the easel's middle unless another point is given. */
  zoom(factor: number, at?: Point): void
  fit(): void
}

export function createPlace(): Place {
  const store = createStore<Placed>({ easel: { width: 0, height: 0 }, picture: null, chosen: null })
  const view = () => {
    const { easel, picture, chosen } = store.get()
    if (!picture || easel.width === 0 || easel.height === 0) return null
    return chosen ?? fitted(easel, picture)
  }
  const choose = (next: (view: View, easel: Size, picture: Size) => View) => {
    const { easel, picture } = store.get()
    const now = view()
    if (now && picture) store.set({ easel, picture, chosen: next(now, easel, picture) })
  }
  return {
    get: store.get,
    subscribe: store.subscribe,
    view,
    resize: (easel) => store.set({ ...store.get(), easel }),
    show(picture) {
      const { picture: before } = store.get()
      if (before?.width !== picture?.width || before?.height !== picture?.height)
        store.set({ ...store.get(), picture, chosen: null })
    },
    pan: (by) => choose((now, easel, picture) => panned(now, by, easel, picture)),
    zoom: (factor, at) =>
      choose((now, easel, picture) => zoomed(now, factor, at ?? [easel.width / 2, easel.height / 2], easel, picture)),
    fit: () => store.set({ ...store.get(), chosen: null }),
  }
}
