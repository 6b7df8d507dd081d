import type { Vec3 } from '../contract/vec3.ts'
import { tablesInMemory } from '../storage/tables-in-memory.ts'
import type { Tables } from '../storage/tables.ts'
import { isSameFile, isSameMesh, newlyKept, type KeptResult } from './kept-result.ts'
import {
  meshShelfIn,
  type Alongside,
  type Incoming,
  type MeshShelf,
  type Shelving,
  type ShelvingOptions,
  type TakenIn,
} from './mesh-shelf.ts'
import type { Result } from './result.ts'

/** How many bytes of meshes the browser keeps, and the page alone where the browser keeps nothing. */
export const MAX_KEPT_BYTES = { browser: 2 * 1024 ** 3, page: 256 * 1024 ** 2 } as const

/** Not every look at a mesh has to be written down. */
const USED_AGAIN_MS = 60_000

/** What became of keeping a mesh. Unless it is kept, the page holds it until it is left. */
export type Keeping =
  | Shelving
  /** The disk is full, or the browser refused it. */
  | { readonly is: 'failed' }

export interface KeepOptions extends ShelvingOptions {
  readonly nowMs?: number
}

/** What is known once a mesh has been opened. */
export interface Measured {
  readonly sizeMetres: Vec3
  readonly triangles: number
}

export interface KeptResults {
  /** Of a session, or all of them, oldest first. Deleted ones are not among them. */
  list(sessionCode?: string): Promise<readonly KeptResult[]>
  /** The same with those that are deleted. */
  listAll(sessionCode: string): Promise<readonly KeptResult[]>
  /** Of these, the ones that only the page holds. Never rejects. */
  listOfPage(sessionCode: string): Promise<readonly KeptResult[]>
  /** The bytes of a mesh that is kept under this or another version, and marks it as used; null when it is not. */
  bytesOf(result: Result): Promise<Uint8Array<ArrayBuffer> | null>
  /** The bytes of a kept mesh. */
  bytesAt(id: string): Promise<Uint8Array<ArrayBuffer> | null>
  /** Keeps a mesh, or holds it as long as the page is open, and says why. Never rejects. */
  keep(result: Result, bytes: Uint8Array<ArrayBuffer>, options?: KeepOptions): Promise<Keeping>
  /** Keeps what comes from elsewhere: all of it, or nothing where it rejects. Nothing makes room for it. */
  takeIn(incoming: readonly Incoming[], alongside: Alongside): Promise<TakenIn>
  measured(result: Result, measured: Measured): Promise<void>
  /** The picture that was drawn of a mesh. */
  thumbnailOf(id: string): Promise<Blob | null>
  keepThumbnail(id: string, picture: Blob): Promise<void>
  star(id: string, starred: boolean): Promise<void>
  /** Out of sight; `restore` brings them back until they are swept. */
  remove(ids: readonly string[], nowMs?: number): Promise<void>
  restore(ids: readonly string[]): Promise<void>
  /** Removes for good what was deleted long enough ago, but for a row that remembers it. */
  sweep(nowMs?: number): Promise<void>
  onChange(listener: () => void): () => void
}

export interface KeptResultsOptions {
  /** For tests: another storage than the page's. */
  readonly storage?: () => Promise<Tables>
  readonly budgetBytes?: number
}

const byAge = (rows: readonly KeptResult[]) => rows.toSorted((one, other) => one.madeAtMs - other.madeAtMs)

/** The meshes that the browser keeps, so that they open without network and after the upstream has forgotten them. */
export function keptResultsIn({ storage, budgetBytes }: KeptResultsOptions = {}): KeptResults {
  const browser = meshShelfIn({
    ...(storage && { storage }),
    budgetBytes: (keeps) => budgetBytes ?? (keeps ? MAX_KEPT_BYTES.browser : MAX_KEPT_BYTES.page),
    pageOnly: false,
  })
  const memory = tablesInMemory()
  // What cannot be kept would be lost at once by a limit here.
  const page = meshShelfIn({ storage: async () => memory, budgetBytes: () => Infinity, pageOnly: true })

  const all = async (code?: string) => byAge([...(await browser.all(code)), ...(await page.all(code))])
  const find = async (result: Result) => {
    for (const shelf of [page, browser]) {
      const kept = (await shelf.all(result.sessionCode)).find((one) => isSameMesh(one, result))
      if (kept) return { kept, shelf }
    }
    return null
  }
  const isOnPage = async (id: string) => (await page.all()).some((kept) => kept.id === id)
  const shelfOf = async (id: string): Promise<MeshShelf> => ((await isOnPage(id)) ? page : browser)
  const change = async (ids: readonly string[], to: (kept: KeptResult) => KeptResult) => {
    const onPage = new Set((await page.all()).map(({ id }) => id))
    const inBrowser = ids.filter((id) => !onPage.has(id))
    if (inBrowser.length > 0) await browser.change(inBrowser, to)
    if (inBrowser.length < ids.length) await page.change(ids, to)
  }

  return {
    list: async (code) => (await all(code)).filter(({ deletedAtMs }) => deletedAtMs === null),
    listAll: all,
    listOfPage: async (code) => byAge(await page.all(code)),
    async bytesOf(result) {
      const found = await find(result)
      const bytes = found && (await found.shelf.bytesAt(found.kept.id))
      if (!found || !bytes) return null
      const nowMs = Date.now()
      if (Math.abs(nowMs - found.kept.usedAtMs) > USED_AGAIN_MS)
        await found.shelf.change([found.kept.id], (known) => ({ ...known, usedAtMs: nowMs })).catch(() => {})
      return bytes
    },
    bytesAt: async (id) => (await shelfOf(id)).bytesAt(id),
    async keep(result, bytes, { nowMs = Date.now(), ...options } = {}) {
      const onPage = await page.all(result.sessionCode)
      const own = [...(await browser.all(result.sessionCode).catch(() => [])), ...onPage]
      // A clock that was wrong once must not put it before what came earlier.
      const madeAtMs = Math.max(nowMs, ...own.map((one) => one.madeAtMs + 1))
      const fresh = newlyKept(result, bytes, { madeAtMs, usedAtMs: nowMs })
      const held = onPage.find((kept) =>
        isSameMesh(kept, result) ? kept.deletedAtMs === null : options.mayBeKnown && isSameFile(kept, fresh),
      )
      const row = held ? { ...held, aliases: [...new Set([...held.aliases, result.version])] } : fresh
      if (held && held.deletedAtMs !== null) {
        await page.change([held.id], () => row)
        return { is: 'kept', kept: row }
      }
      const keeping = await browser.put(row, bytes, options).catch((): Keeping => ({ is: 'failed' }))
      if (keeping.is !== 'kept') await (held ? page.change([held.id], () => row) : page.put(row, bytes, {}))
      else if (held) {
        const picture = await page.pictureOf(held.id)
        if (picture) await browser.putPicture(keeping.kept.id, picture).catch(() => {})
        await page.drop([held.id])
      }
      return keeping
    },
    async takeIn(incoming, alongside) {
      const taken = await browser.takeIn(incoming, alongside)
      await page.drop(incoming.map(({ kept }) => kept.id))
      return taken
    },
    async measured(result, { sizeMetres, triangles }) {
      const found = await find(result)
      if (found?.kept.sizeMetres === null)
        await found.shelf.change([found.kept.id], (known) => ({ ...known, sizeMetres, triangles }))
    },
    thumbnailOf: async (id) => (await shelfOf(id)).pictureOf(id),
    keepThumbnail: async (id, picture) => (await shelfOf(id)).putPicture(id, picture),
    star: (id, starred) => change([id], (kept) => ({ ...kept, starred })),
    remove: (ids, nowMs = Date.now()) => change(ids, (kept) => ({ ...kept, deletedAtMs: nowMs })),
    restore: (ids) => change(ids, (kept) => (kept.forgotten ? kept : { ...kept, deletedAtMs: null })),
    async sweep(nowMs = Date.now()) {
      await page.sweep(nowMs)
      await browser.sweep(nowMs)
    },
    // Both tell of the same table.
    onChange: browser.onChange,
  }
}

/** The page's own. */
export const keptResults = keptResultsIn()
