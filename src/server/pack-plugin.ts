import { resolve } from 'node:path'
import type { Plugin } from 'vite'
import { packFolder } from './pack.ts'

/** Packs the page's files when it is built, so that the server has only to read them. */
export function pack(): Plugin {
  let folder: string | null = null
  return {
    name: 'plinth-pack',
    apply: 'build',
    configResolved({ root, build }) {
      folder = build.ssr ? null : resolve(root, build.outDir)
    },
    // Later than the bundle is written, as the files of `public` are copied beside it.
    async closeBundle(error) {
      if (folder !== null && !error) await packFolder(folder)
    },
  }
}
