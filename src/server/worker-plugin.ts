import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { build, type Plugin } from 'vite'
import { NOTICES_FILE } from '../contract/paths.ts'
import { WORKER_FILE } from '../offline/take-over.ts'

/** Not kept: maps, the long list of licences, and Draco's decoder for browsers without WebAssembly, which have no such worker. */
const LEFT_OUT = new RegExp(`\\.map$|^${NOTICES_FILE}$|^${WORKER_FILE}|^assets/draco_decoder-[\\w-]+\\.js$`)

interface PageFile {
  readonly url: string
  /** Null where the name tells the content. */
  readonly revision: string | null
}

async function filesIn(folder: string): Promise<PageFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !LEFT_OUT.test(path))
  return Promise.all(
    paths.toSorted().map(async (path) => {
      const bytes = path.startsWith('assets/') ? null : await readFile(join(folder, path))
      const revision = bytes && createHash('sha256').update(bytes).digest('hex').slice(0, 16)
      return { url: `/${path}`, revision }
    }),
  )
}

/** Builds the worker that keeps the page's files, once it is known which they are: a script of its own, as workers of that kind import nothing. */
export function offlineWorker(): Plugin {
  let root = ''
  let folder: string | null = null
  return {
    name: 'plinth-offline-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root
      folder = config.build.ssr ? null : resolve(root, config.build.outDir)
    },
    async closeBundle(error) {
      if (folder === null || error) return
      await build({
        root,
        configFile: false,
        publicDir: false,
        logLevel: 'error',
        define: { PAGE_FILES: JSON.stringify(await filesIn(folder)) },
        build: {
          outDir: folder,
          emptyOutDir: false,
          target: 'es2022',
          rolldownOptions: {
            input: join(root, 'src/offline/service-worker.ts'),
            output: { format: 'iife', entryFileNames: WORKER_FILE },
          },
        },
      })
    },
  }
}
