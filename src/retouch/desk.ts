import { createStore, type Store } from '../ui/store.ts'
import type { Hint } from '../cutout/hint.ts'
import { deskStep, OPENED, REOPENED, type DeskEvent, type DeskState } from './desk-state.ts'
import { keptCorrections, type CorrectedPicture } from './kept-corrections.ts'
import { correctionsOfTab, setCorrectionsOfTab } from './kept-key.ts'
import { closeLayers, cutOutLayers, NO_LAYERS, patched, previewed, type Layers } from './layers.ts'
import type { Order, Report } from './messages.ts'

/** A picture whose cut-out is looked at and corrected. All work on its pixels is done in a worker of its own. */
export interface Desk {
  readonly file: File
  readonly state: Pick<Store<DeskState>, 'get' | 'subscribe'>
  readonly layers: Pick<Store<Layers>, 'get' | 'subscribe'>
  /** Re-solves what the stroke says; strokes are done one after the other. */
  stroke(hint: Hint): void
  undo(): void
  redo(): void
  restart(): void
  keep(object: number, kept: boolean): void
  /** Has the picture cut out again, after that failed. */
  askAgain(): void
  /**
   * The picture as a PNG with alpha, after all that was ordered before. `keepHidden` leaves the colours of what falls away in the file.
   * @throws {Error} with the reason in words for the artist
   */
  compose(options: { readonly keepHidden: boolean }): Promise<File>
  /** Ends the worker, whatever it is at, and forgets what was kept against a reload. */
  close(): void
}

const withEnding = (name: string): string => `${name.replace(/\.[^.]{1,5}$/, '') || 'Pasted picture'}.png`

const STOPPED = 'The part of the page that writes the picture has stopped.'

/**
 * Opens a picture in a worker, which asks the server for its cut-out at once.
 * @param id under which its corrections are kept against a reload
 * @param corrected its outline as it was corrected before; null where it was not
 */
export function openDesk(id: string, picture: CorrectedPicture, corrected: Uint8Array | null = null): Desk {
  const { file } = picture
  const worker = new Worker(new URL('./retouch-worker.ts', import.meta.url), { type: 'module' })
  const state = createStore<DeskState>(corrected ? REOPENED : OPENED)
  const layers = createStore<Layers>(NO_LAYERS)
  let composed: { readonly resolve: (png: Blob) => void; readonly reject: (error: Error) => void } | null = null

  const happen = (event: DeskEvent) => state.set(deskStep(state.get(), event))
  const order = (what: Order) => worker.postMessage(what)
  const change = (what: Order) => {
    happen({ is: 'change ordered' })
    order(what)
  }

  const take = (report: Report) => {
    switch (report.is) {
      case 'preview':
        return layers.set(previewed(layers.get(), report.picture))
      case 'cut out': {
        const before = layers.get()
        layers.set(patched(cutOutLayers(before, report.picture, report.dimmed), report.patch))
        before.picture?.close()
        return happen(report)
      }
      case 'changed':
        if (report.patch) layers.set(patched(layers.get(), report.patch))
        return happen(report)
      case 'not cut out':
        return happen(report)
      case 'kept':
        if (report.what === 'corrections') setCorrectionsOfTab(id)
        return happen(report)
      case 'composed':
        return composed?.resolve(report.png)
      case 'not composed':
        return composed?.reject(new Error(report.reason))
    }
  }

  worker.addEventListener('message', ({ data }: MessageEvent<Report>) => take(data))
  worker.addEventListener('error', () => {
    composed?.reject(new Error(STOPPED))
    happen({ is: 'broken' })
  })
  order({ do: 'open', id, picture, corrected })

  return {
    file,
    state,
    layers,
    stroke: (hint) => change({ do: 'stroke', hint }),
    undo: () => change({ do: 'undo' }),
    redo: () => change({ do: 'redo' }),
    restart: () => change({ do: 'restart' }),
    keep: (object, kept) => change({ do: 'keep', object, kept }),
    askAgain() {
      happen({ is: 'asked again' })
      order({ do: 'cut out' })
    },
    async compose(options) {
      if (state.get().broken) throw new Error(STOPPED)
      const png = await new Promise<Blob>((resolve, reject) => {
        composed = { resolve, reject }
        order({ do: 'compose', ...options })
      })
      return new File([png], withEnding(file.name), { type: 'image/png' })
    },
    close() {
      worker.terminate()
      if (correctionsOfTab() === id) setCorrectionsOfTab(null)
      void keptCorrections.forget(id).catch(() => {})
      closeLayers(layers.get())
    },
  }
}
